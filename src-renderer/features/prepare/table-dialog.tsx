/** A dialog with a table of all models: opened by a secondary button, focused on the selected row. */
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

export const TableDialog = ({
  messages,
  icon,
  className,
  children,
}: {
  readonly messages: { readonly open: string; readonly title: string; readonly why: string };
  readonly icon: ReactNode;
  readonly className?: string | undefined;
  /** `here`: ref for the cell of the selected row, whose button is focused first. */
  readonly children: (table: {
    readonly close: () => void;
    readonly here: RefObject<HTMLTableCellElement | null>;
  }) => ReactNode;
}) => {
  const { ui } = useMessages();
  const [isOpen, setIsOpen] = useState(false);
  const here = useRef<HTMLTableCellElement>(null);
  const close = () => setIsOpen(false);
  return (
    <>
      <Button
        variant="plain"
        size="small"
        className={className}
        icon={icon}
        aria-haspopup="dialog"
        onClick={() => setIsOpen(true)}
      >
        {messages.open}
      </Button>
      <Dialog
        isOpen={isOpen}
        onClose={close}
        isWide
        firstFocus={() => here.current?.querySelector('button') ?? true}
        title={messages.title}
        description={messages.why}
        actions={<Button onClick={close}>{ui.common.close}</Button>}
      >
        {children({ close, here })}
      </Dialog>
    </>
  );
};
