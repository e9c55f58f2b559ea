/** Rebuilds the catalogue from the result folders, and lists the folders it skips. */
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Rebuilt } from '#contract/model/library-work.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import type { StorageMessages } from '#renderer/messages/storage.ts';
import { useApp } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import styles from './storage.module.css';

export const StorageRebuild = ({
  isBusy,
  messages,
  work,
  onError,
  onDone,
}: {
  readonly isBusy: boolean;
  readonly messages: StorageMessages;
  readonly work: LibraryWorkMessages;
  /** null: no error. */
  readonly onError: (error: AppError | null) => void;
  readonly onDone: () => void;
}) => {
  const { client } = useApp();
  const [rebuilt, setRebuilt] = useState<Rebuilt | null>(null);
  const rebuild = async () => {
    setRebuilt(null);
    onError(null);
    const answer = await client.call('library.rebuild', {});
    onError(answer.ok ? null : answer.error);
    if (!answer.ok) return;
    setRebuilt(answer.value);
    onDone();
  };
  const leftAlone = rebuilt?.leftAlone ?? [];
  return (
    <div className={styles.part}>
      <h3 className={styles.partTitle}>{messages.rebuildTitle}</h3>
      <p className={styles.soft}>{messages.rebuildText}</p>
      <div className={styles.buttons}>
        <Button disabled={isBusy} onClick={() => void rebuild()}>
          {messages.rebuild}
        </Button>
      </div>
      <p role="status">
        {rebuilt === null ? null : messages.rebuilt(rebuilt.total, rebuilt.added, rebuilt.dropped)}
      </p>
      {leftAlone.length === 0 ? null : (
        <details>
          <summary>{messages.leftAlone(leftAlone.length)}</summary>
          <ul className={styles.leftAlone}>
            {leftAlone.map(({ folder, why }) => (
              <li key={folder}>{work.leftAlone(folder, work.why[why])}</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
};
