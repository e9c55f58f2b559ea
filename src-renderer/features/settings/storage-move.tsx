/** Moves the library: to a folder that is chosen or typed, or back to the data folder. Asked first. */
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import type { StorageWords } from '#renderer/messages/storage.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Dialog } from '#renderer/ui/dialog.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import row from './row.module.css';
import styles from './storage.module.css';

type MoveProps = {
  readonly storage: LibraryStorage;
  readonly isBusy: boolean;
  readonly words: StorageWords;
  /** null: nothing failed. */
  readonly onError: (error: AppError | null) => void;
  readonly onMoved: () => void;
};

const PathForm = ({
  isBusy,
  words,
  onPath,
}: Pick<MoveProps, 'isBusy' | 'words'> & { readonly onPath: (path: string) => void }) => {
  const [typed, setTyped] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '' && !isBusy) onPath(typed.trim());
  };
  return (
    <form className={row.form} onSubmit={submit}>
      <div className={row.field}>
        <TextField
          label={words.path}
          hint={words.pathHint}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" className={styles.besideField} disabled={typed.trim() === '' || isBusy}>
        {words.move}
      </Button>
    </form>
  );
};

export const StorageMove = ({ storage, isBusy, words, onError, onMoved }: MoveProps) => {
  const { client } = useApp();
  const canChoose = useMirror((mirror) => mirror.about?.canChooseFolder ?? false);
  // Empty: back to the data folder; null: nothing is asked.
  const [target, setTarget] = useState<string | null>(null);
  const [movedTo, setMovedTo] = useState<string | null>(null);

  const choose = async () => {
    const chosen = await client.call('library.chooseFolder', {});
    if (!chosen.ok) return onError(chosen.error);
    if (chosen.value.folder !== null) setTarget(chosen.value.folder);
  };
  const move = async (to: string | null) => {
    // The dialog takes a moment to go, and the second half of a double click still reaches it.
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
      <h3 className={styles.partTitle}>{words.moveTitle}</h3>
      <p className={styles.soft}>{words.moveText}</p>
      {canChoose ? null : <PathForm isBusy={isBusy} words={words} onPath={setTarget} />}
      <div className={styles.buttons}>
        {canChoose ? (
          <Button disabled={isBusy} onClick={() => void choose()}>
            {words.choose}
          </Button>
        ) : null}
        {storage.isDefault ? null : (
          <Button disabled={isBusy} onClick={() => setTarget('')}>
            {words.moveBack}
          </Button>
        )}
      </div>
      <p role="status">{movedTo === null ? null : words.moved(movedTo)}</p>
      <Dialog
        isOpen={target !== null}
        onClose={() => setTarget(null)}
        title={words.moveAskTitle}
        description={words.moveAskText(target === '' ? words.backTo : (target ?? ''))}
        actions={
          <>
            <Button onClick={() => setTarget(null)}>{words.cancel}</Button>
            <Button variant="primary" onClick={() => void move(target)}>
              {words.move}
            </Button>
          </>
        }
      />
    </div>
  );
};
