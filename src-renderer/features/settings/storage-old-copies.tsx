/** The former locations that still hold a copy of the library, deleted after a confirmation. */

import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import type { StorageMessages } from '#renderer/messages/en/storage.ts';
import { spaceInWords } from '#renderer/messages/figures.ts';
import { useApp } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import styles from './storage.module.css';

export const StorageOldCopies = ({
  oldCopies,
  isBusy,
  messages,
  onError,
  onDone,
}: {
  readonly oldCopies: LibraryStorage['oldCopies'];
  readonly isBusy: boolean;
  readonly messages: StorageMessages;
  /** null: no error. */
  readonly onError: (error: AppError | null) => void;
  readonly onDone: () => void;
}) => {
  const { client } = useApp();
  const [isConfirming, setConfirming] = useState(false);
  const [isDeleted, setDeleted] = useState(false);
  const deleteOld = async () => {
    // The dialog closes with a delay, during which the second press of a double click still reaches it.
    if (!isConfirming) return;
    setConfirming(false);
    onError(null);
    const deleted = await client.call('library.deleteOldCopies', {});
    onError(deleted.ok ? null : deleted.error);
    setDeleted(deleted.ok);
    onDone();
  };
  return (
    <>
      {oldCopies.map(({ folder, sizeBytes }) => (
        <p key={folder}>
          {sizeBytes === null
            ? messages.oldCopyAway(folder)
            : messages.oldCopy(folder, spaceInWords(sizeBytes))}
        </p>
      ))}
      <div className={styles.buttons}>
        {oldCopies.length === 0 ? null : (
          <Button aria-haspopup="dialog" disabled={isBusy} onClick={() => setConfirming(true)}>
            {messages.deleteOld}
          </Button>
        )}
      </div>
      <p role="status">{isDeleted && oldCopies.length === 0 ? messages.oldDeleted : null}</p>
      <ConfirmDialog
        isOpen={isConfirming}
        onClose={() => setConfirming(false)}
        title={messages.deleteOldTitle}
        description={messages.deleteOldText}
        cancel={messages.cancel}
        confirm={messages.deleteOldYes}
        variant="danger"
        onConfirm={() => void deleteOld()}
      />
    </>
  );
};
