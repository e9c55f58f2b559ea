/** Long work on the library, whoever began it, and the way to stop it. */

import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import styles from './storage.module.css';

export const StorageWork = ({
  messages,
  onStop,
}: {
  readonly messages: LibraryWorkMessages;
  readonly onStop: () => void;
}) => {
  const going = useMirror((mirror) => mirror.libraryWork);
  if (going.kind === 'idle') return null;
  return (
    <div className={styles.work}>
      <span role="status">{messages.work[going.work]}</span>
      <span className={styles.progress}>
        <ProgressBar label={messages.work[going.work]} fraction={going.fraction} />
      </span>
      {going.fraction === null ? null : (
        <span className="figures">{`${Math.round(going.fraction * 100)} %`}</span>
      )}
      <Button size="small" onClick={onStop}>
        {messages.stop}
      </Button>
    </div>
  );
};
