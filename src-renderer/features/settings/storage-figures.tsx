/** The library's folder, its state, and what takes up how much. */
import type { LibraryStorage } from '#contract/model/library-work.ts';
import type { StorageWords } from '#renderer/messages/storage.ts';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import { spaceInWords } from './space.ts';
import styles from './storage.module.css';

const State = ({ storage, words }: { readonly storage: LibraryStorage; readonly words: StorageWords }) => {
  if (storage.isThere && storage.isWritable) return null;
  const [what, wayOut] = storage.isThere ? [words.readOnly, words.readOnlyOut] : [words.away, words.awayOut];
  return (
    <div role="alert">
      <VerdictMark verdict="impossible" label={what} />
      <p className={styles.soft}>{wayOut}</p>
    </div>
  );
};

export const StorageFigures = ({
  storage,
  words,
}: {
  readonly storage: LibraryStorage;
  readonly words: StorageWords;
}) => {
  const { folder, isDefault, isThere, items, libraryBytes, trashBytes, workBytes, freeBytes } = storage;
  const free = freeBytes === null ? words.freeUnknown : words.freeOn(spaceInWords(freeBytes));
  return (
    <>
      <State storage={storage} words={words} />
      <dl className={styles.facts}>
        <dt className={styles.label}>{words.folder}</dt>
        <dd>
          <span className={styles.path}>{folder}</span>
          <span className={styles.soft}> {isDefault ? words.usual : words.chosen}</span>
        </dd>
        {isThere ? (
          <>
            <dt className={styles.label}>{words.takes}</dt>
            <dd className="figures">{words.resultsTake(items, spaceInWords(libraryBytes))}</dd>
            <dt className={styles.label}>{words.trash}</dt>
            <dd className="figures">{spaceInWords(trashBytes)}</dd>
          </>
        ) : null}
        <dt className={styles.label}>{words.work}</dt>
        <dd>
          <span className="figures">{spaceInWords(workBytes)}</span>
          <p className={styles.soft}>{words.workMeans}</p>
        </dd>
        {isThere ? (
          <>
            <dt className={styles.label}>{words.free}</dt>
            <dd className="figures">{free}</dd>
          </>
        ) : null}
      </dl>
    </>
  );
};
