import { Popover as BasePopover } from '@base-ui/react/popover';
import type { ReactNode } from 'react';
import { type ButtonStyle, buttonClass } from './button.tsx';
import styles from './popover.module.css';

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
      <BasePopover.Positioner className={styles.positioner} sideOffset={4} align="start">
        <BasePopover.Popup className={styles.popup}>
          <BasePopover.Title className="visually-hidden">{title}</BasePopover.Title>
          {children}
        </BasePopover.Popup>
      </BasePopover.Positioner>
    </BasePopover.Portal>
  </BasePopover.Root>
);
