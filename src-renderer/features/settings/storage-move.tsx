/** Moves the library to another folder, selected or typed, or back to the data folder, after a confirmation. */

import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import type { StorageMessages } from '#renderer/messages/en/storage.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ConfirmDialog } from '#renderer/ui/dialog.tsx';
import { TextForm } from './settings-forms.tsx';
import styles from './storage.module.css';
import { StorageOldCopies } from './storage-old-copies.tsx';

type MoveProps = {
  readonly storage: LibraryStorage;
  readonly isBusy: boolean;
  readonly messages: StorageMessages;
  /** null: no error. */
  readonly onError: (error: AppError | null) => void;
  readonly onMoved: () => void;
};

const PathForm = ({
  isBusy,
  messages,
  onPath,
}: Pick<MoveProps, 'isBusy' | 'messages'> & { readonly onPath: (path: string) => void }) => {
  const [typed, setTyped] = useState('');
  const path = typed.trim();
  return (
    <TextForm
      label={messages.path}
      hint={messages.pathHint}
      value={typed}
      onType={setTyped}
      save={messages.move}
      canSave={path !== '' && !isBusy}
      onSave={() => onPath(path)}
    />
  );
};

export const StorageMove = ({ storage, isBusy, messages, onError, onMoved }: MoveProps) => {
  const { client } = useApp();
  const canChoose = useMirror((mirror) => mirror.about?.canChooseFolder ?? false);
  // Empty: back to the data folder; null: no confirmation is open.
  const [target, setTarget] = useState<string | null>(null);
  const [movedTo, setMovedTo] = useState<string | null>(null);

  const choose = async () => {
    const chosen = await client.call('library.chooseFolder', {});
    if (!chosen.ok) return onError(chosen.error);
    if (chosen.value.folder !== null) setTarget(chosen.value.folder);
  };
  const move = async (to: string | null) => {
    // The dialog closes with a delay, during which the second press of a double click still reaches it.
    if (to === null) return;
    setTarget(null);
    setMovedTo(null);
    onError(null);
    const moved = await client.call('library.move', { to });
    onError(moved.ok ? null : moved.error);
    if (!moved.ok) return;
    setMovedTo(moved.value.folder);
    onMoved();
  };
  return (
    <div className={styles.part}>
      <h3 className={styles.partTitle}>{messages.moveTitle}</h3>
      <p className="note">{messages.moveText}</p>
      {canChoose ? null : <PathForm isBusy={isBusy} messages={messages} onPath={setTarget} />}
      <div className={styles.buttons}>
        {canChoose ? (
          <Button disabled={isBusy} onClick={() => void choose()}>
            {messages.choose}
          </Button>
        ) : null}
        {storage.isDefault ? null : (
          <Button disabled={isBusy} onClick={() => setTarget('')}>
            {messages.moveBack}
          </Button>
        )}
      </div>
      <p role="status">{movedTo === null ? null : messages.moved(movedTo)}</p>
      <StorageOldCopies
        oldCopies={storage.oldCopies}
        isBusy={isBusy}
        messages={messages}
        onError={onError}
        onDone={onMoved}
      />
      <ConfirmDialog
        isOpen={target !== null}
        onClose={() => setTarget(null)}
        title={messages.moveAskTitle}
        description={messages.moveAskText(target === '' ? messages.backTo : (target ?? ''))}
        cancel={messages.cancel}
        confirm={messages.move}
        variant="primary"
        onConfirm={() => void move(target)}
      />
    </div>
  );
};
