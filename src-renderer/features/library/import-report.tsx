/** Report of a bundle import; shown until it is dismissed. */
import { X } from 'lucide-react';
import type { Imported } from '#contract/model/library-work.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import styles from './library-screen.module.css';

export const ImportReport = ({
  imported,
  messages,
  onClose,
}: {
  readonly imported: Imported;
  readonly messages: LibraryWorkMessages;
  readonly onClose: () => void;
}) => {
  const { added, known, leftOut } = imported;
  return (
    <div className={styles.report}>
      <div role="status" className={styles.reportWords}>
        <p>
          {messages.imported(added)}
          {known === 0 ? null : ` ${messages.known(known)}`}
          {leftOut.length === 0 ? null : ` ${messages.leftOut(leftOut.length)}`}
        </p>
        {leftOut.length === 0 ? null : (
          <ul className={styles.leftOut}>
            {leftOut.map(({ folder, why }) => (
              <li key={folder}>{messages.leftAlone(folder, messages.why[why])}</li>
            ))}
          </ul>
        )}
      </div>
      <IconButton label={messages.close} size="small" onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
};
