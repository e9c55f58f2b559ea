/** Retention period of the trash, and the button that empties it. */
import { Trash2 } from 'lucide-react';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import styles from './library-screen.module.css';

export const TrashLine = ({
  messages,
  isBusy,
  onEmpty,
}: {
  readonly messages: LibraryWorkMessages;
  readonly isBusy: boolean;
  readonly onEmpty: () => void;
}) => {
  const days = useMirror((mirror) => mirror.settings?.trashDays ?? null);
  return (
    <p className={styles.trash}>
      {days === null ? messages.trashNever : messages.trashPeriod(days)}
      <Button
        size="small"
        variant="danger"
        icon={<Trash2 size={14} aria-hidden />}
        aria-haspopup="dialog"
        disabled={isBusy}
        onClick={onEmpty}
      >
        {messages.emptyTrash}
      </Button>
    </p>
  );
};
