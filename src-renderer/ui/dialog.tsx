import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';

type DialogProps = {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  readonly children?: ReactNode;
  /** Wide enough for a table. */
  readonly isWide?: boolean;
  /** The element that gets the focus on opening; true, or omitted: the first focusable one. */
  readonly firstFocus?: () => HTMLElement | true;
  /** Buttons, the one that changes nothing first. */
  readonly actions: ReactNode;
};

/** A modal question. Escape closes it without an effect. */
export const Dialog = ({
  isOpen,
  onClose,
  title,
  description,
  children,
  actions,
  isWide = false,
  firstFocus,
}: DialogProps) => (
  <BaseDialog.Root
    open={isOpen}
    onOpenChange={(open) => {
      if (!open) onClose();
    }}
  >
    <BaseDialog.Portal>
      <BaseDialog.Backdrop className={styles.backdrop} />
      <BaseDialog.Popup className={classNames(styles.popup, isWide && styles.wide)} initialFocus={firstFocus}>
        <div>
          <BaseDialog.Title className={styles.title}>{title}</BaseDialog.Title>
          {description === undefined ? null : (
            <BaseDialog.Description className={styles.description}>{description}</BaseDialog.Description>
          )}
        </div>
        {children}
        <div className={styles.actions}>{actions}</div>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  </BaseDialog.Root>
);
