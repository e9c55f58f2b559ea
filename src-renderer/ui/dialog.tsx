import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Button } from './button.tsx';
import { classNames } from './class-names.ts';
import styles from './dialog.module.css';
import { Row } from './layout.tsx';

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
        <Row gap={2} isWrapping justify="end">
          {actions}
        </Row>
      </BaseDialog.Popup>
    </BaseDialog.Portal>
  </BaseDialog.Root>
);

/** A question that a second button answers; the first one changes nothing. */
export const ConfirmDialog = ({
  cancel,
  confirm,
  variant,
  onConfirm,
  ...dialog
}: Omit<DialogProps, 'actions'> & {
  readonly cancel: string;
  readonly confirm: string;
  readonly variant: 'primary' | 'danger';
  readonly onConfirm: () => void;
}) => (
  <Dialog
    {...dialog}
    actions={
      <>
        <Button onClick={dialog.onClose}>{cancel}</Button>
        <Button variant={variant} onClick={onConfirm}>
          {confirm}
        </Button>
      </>
    }
  />
);
