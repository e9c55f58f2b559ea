import { Menu as BaseMenu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { ReactNode } from 'react';
import buttonStyles from './button.module.css';
import { buttonClass } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './menu.module.css';

export type MenuItem = {
  readonly label: string;
  readonly icon?: ReactNode;
  readonly onSelect: () => void;
};

type MenuProps = {
  /** What the button is for, read aloud. */
  readonly label: string;
  readonly items: readonly MenuItem[];
};

/** Less frequent actions behind three dots. */
export const Menu = ({ label, items }: MenuProps) => (
  <BaseMenu.Root modal={false}>
    <BaseMenu.Trigger
      aria-label={label}
      className={classNames(buttonClass({ variant: 'plain', size: 'small' }), buttonStyles.square)}
    >
      <Ellipsis size={16} aria-hidden />
    </BaseMenu.Trigger>
    <BaseMenu.Portal>
      <BaseMenu.Positioner className={styles.positioner} sideOffset={4} align="end">
        <BaseMenu.Popup className={styles.popup}>
          {items.map((item) => (
            <BaseMenu.Item key={item.label} className={styles.item} onClick={item.onSelect}>
              {item.icon}
              {item.label}
            </BaseMenu.Item>
          ))}
        </BaseMenu.Popup>
      </BaseMenu.Positioner>
    </BaseMenu.Portal>
  </BaseMenu.Root>
);
