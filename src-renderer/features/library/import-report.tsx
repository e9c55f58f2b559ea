/** What came of taking in a bundle; it stays until it is put away. */
import { X } from 'lucide-react';
import type { Imported } from '#contract/model/library-work.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import styles from './library-screen.module.css';

export const ImportReport = ({
  imported,
  words,
  onClose,
}: {
  readonly imported: Imported;
  readonly words: LibraryWorkMessages;
  readonly onClose: () => void;
}) => {
  const { added, known, leftOut } = imported;
  return (
    <div className={styles.report}>
      <div role="status" className={styles.reportWords}>
        <p>
          {words.imported(added)}
          {known === 0 ? null : ` ${words.known(known)}`}
          {leftOut.length === 0 ? null : ` ${words.leftOut(leftOut.length)}`}
        </p>
        {leftOut.length === 0 ? null : (
          <ul className={styles.leftOut}>
            {leftOut.map(({ folder, why }) => (
              <li key={folder}>{words.leftAlone(folder, words.why[why])}</li>
            ))}
          </ul>
        )}
      </div>
      <IconButton label={words.close} size="small" onClick={onClose}>
        <X size={14} aria-hidden />
      </IconButton>
    </div>
  );
};
