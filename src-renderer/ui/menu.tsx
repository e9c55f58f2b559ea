import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Popover as BasePopover } from '@base-ui/react/popover';
import { Check, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { type ButtonStyle, buttonClass } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './popup.module.css';

/** An element, or a position on the page. */
export type MenuAnchor = Element | { readonly getBoundingClientRect: () => DOMRect };

type MenuProps = {
  readonly label: string;
  /** null: closed. */
  readonly anchor: MenuAnchor | null;
  readonly onClose: () => void;
  /** The element that gets the focus on closing. */
  readonly focusAfter: () => HTMLElement | null;
  readonly children: ReactNode;
};

const Popup = ({ label, children, focusAfter }: Partial<MenuProps>) => (
  <BaseMenu.Popup
    className={classNames(styles.popup, styles.menu)}
    aria-label={label}
    finalFocus={focusAfter === undefined ? undefined : () => focusAfter() ?? true}
  >
    {children}
  </BaseMenu.Popup>
);

/** Actions for one object, opened by its button or by a right click. */
export const Menu = ({ label, anchor, onClose, focusAfter, children }: MenuProps) => (
  <BaseMenu.Root
    open={anchor !== null}
    modal={false}
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
  >
    <BaseMenu.Portal>
      <BaseMenu.Positioner className={styles.positioner} anchor={anchor} sideOffset={4} align="start">
        <Popup label={label} focusAfter={focusAfter}>
          {children}
        </Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  </BaseMenu.Root>
);

type LookProps = {
  readonly icon?: ReactNode;
  /** The equivalent key. */
  readonly shortcut?: string;
  readonly children: ReactNode;
};

const Look = ({ icon, shortcut, children }: LookProps) => (
  <>
    <span className={styles.icon}>{icon}</span>
    <span className={styles.label}>{children}</span>
    {shortcut === undefined ? null : <kbd className={styles.shortcut}>{shortcut}</kbd>}
  </>
);

export const MenuItem = ({
  isDanger = false,
  onChoose,
  ...look
}: LookProps & { readonly isDanger?: boolean; readonly onChoose: () => void }) => (
  <BaseMenu.Item className={classNames(styles.item, isDanger && styles.danger)} onClick={onChoose}>
    <Look {...look} />
  </BaseMenu.Item>
);

/** A download. */
export const MenuDownload = ({ href, ...look }: LookProps & { readonly href: string }) => (
  <BaseMenu.LinkItem className={styles.item} href={href} download="" closeOnClick>
    <Look {...look} />
  </BaseMenu.LinkItem>
);

export const MenuSeparator = () => <BaseMenu.Separator className={styles.separator} />;

type MenuChoiceProps<Value> = LookProps & {
  readonly value: Value;
  readonly options: readonly { readonly value: Value; readonly label: string }[];
  readonly onChange: (value: Value) => void;
};

/** A choice of one among a few, in a submenu. */
export const MenuChoice = <Value extends number | string>({
  value,
  options,
  onChange,
  ...look
}: MenuChoiceProps<Value>) => (
  <BaseMenu.SubmenuRoot>
    <BaseMenu.SubmenuTrigger className={styles.item}>
      <Look {...look} />
      <ChevronRight size={14} aria-hidden className={styles.more} />
    </BaseMenu.SubmenuTrigger>
    <BaseMenu.Portal>
      <BaseMenu.Positioner className={styles.positioner} sideOffset={2} alignOffset={-4}>
        <Popup>
          <BaseMenu.RadioGroup value={value} onValueChange={(chosen: Value) => onChange(chosen)}>
            {options.map((option) => (
              <BaseMenu.RadioItem
                key={option.value}
                value={option.value}
                className={styles.item}
                closeOnClick
              >
                <span className={styles.icon}>
                  <BaseMenu.RadioItemIndicator>
                    <Check size={14} aria-hidden />
                  </BaseMenu.RadioItemIndicator>
                </span>
                <span className={styles.label}>{option.label}</span>
              </BaseMenu.RadioItem>
            ))}
          </BaseMenu.RadioGroup>
        </Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  </BaseMenu.SubmenuRoot>
);

type PopoverProps = Pick<ButtonStyle, 'icon'> & {
  /** Content of the button. */
  readonly button: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
};

/** A button that opens a small pane beside it; the page behind stays visible and usable. */
export const Popover = ({ button, icon, title, children }: PopoverProps) => (
  <BasePopover.Root>
    <BasePopover.Trigger className={buttonClass({ variant: 'quiet' })}>
      {icon}
      {button}
    </BasePopover.Trigger>
    <BasePopover.Portal>
      <BasePopover.Positioner className={styles.behindDialogs} sideOffset={4} align="start">
        <BasePopover.Popup className={classNames(styles.popup, styles.pane)}>
          <BasePopover.Title className="visually-hidden">{title}</BasePopover.Title>
          {children}
        </BasePopover.Popup>
      </BasePopover.Positioner>
    </BasePopover.Portal>
  </BasePopover.Root>
);
