/** A dialog with a table of all models: opened by a secondary button, focused on the selected row. */
import { type ReactNode, type RefObject, useMemo, useRef, useState } from 'react';
import type { AppState } from '../../state/store.ts';
import { useApp, useAppState, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import styles from './table-dialog.module.css';

/** Rows of all models for the present files and choices. */
export const useModelRows = <Row,>(rowsOf: (state: AppState) => readonly Row[]): readonly Row[] => {
  const { store } = useApp();
  const draft = useAppState((state) => state.draft);
  const models = useMirror((mirror) => mirror.models);
  const scans = useMirror((mirror) => mirror.scans);
  return useMemo(() => {
    const state = store.getState();
    return rowsOf({ ...state, draft, mirror: { ...state.mirror, models, scans } });
  }, [store, rowsOf, draft, models, scans]);
};

type Column = { readonly label: string; readonly isFigure?: boolean };

export const TableDialog = ({
  messages,
  columns,
  icon,
  className,
  children,
}: {
  readonly messages: { readonly open: string; readonly title: string; readonly why: string };
  readonly columns: readonly Column[];
  readonly icon: ReactNode;
  readonly className?: string | undefined;
  /** The table's bodies. `here`: ref for the cell of the selected row, whose button is focused first. */
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
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                {columns.map(({ label, isFigure = false }) => (
                  <th key={label} scope="col" className={isFigure ? styles.figure : undefined}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            {children({ close, here })}
          </table>
        </div>
      </Dialog>
    </>
  );
};
