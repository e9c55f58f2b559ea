/** The library's folder, its state, and disk usage by kind. */
import type { LibraryStorage } from '#contract/model/library-work.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import type { StorageMessages } from '#renderer/messages/storage.ts';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import styles from './storage.module.css';

/** Disk sizes as file managers show them: powers of 1000, one decimal from GB on. */
const large = [
  [1e12, 'TB'],
  [1e9, 'GB'],
] as const;

export const spaceInWords = (bytes: number): string => {
  for (const [unit, name] of large) if (bytes >= unit) return `${(bytes / unit).toFixed(1)} ${name}`;
  return bytesInWords(bytes);
};

const State = ({
  storage,
  messages,
}: {
  readonly storage: LibraryStorage;
  readonly messages: StorageMessages;
}) => {
  if (storage.isThere && storage.isWritable) return null;
  const [what, wayOut] = storage.isThere
    ? [messages.readOnly, messages.readOnlyOut]
    : [messages.away, messages.awayOut];
  return (
    <div role="alert">
      <VerdictMark verdict="impossible" label={what} />
      <p className={styles.soft}>{wayOut}</p>
    </div>
  );
};

export const StorageFigures = ({
  storage,
  messages,
}: {
  readonly storage: LibraryStorage;
  readonly messages: StorageMessages;
}) => {
  const { folder, isDefault, isThere, items, libraryBytes, trashBytes, workBytes, freeBytes } = storage;
  const free = freeBytes === null ? messages.freeUnknown : messages.freeOn(spaceInWords(freeBytes));
  return (
    <>
      <State storage={storage} messages={messages} />
      <dl className={styles.facts}>
        <dt className={styles.label}>{messages.folder}</dt>
        <dd>
          <span className={styles.path}>{folder}</span>
          <span className={styles.soft}> {isDefault ? messages.default : messages.chosen}</span>
        </dd>
        {isThere ? (
          <>
            <dt className={styles.label}>{messages.takes}</dt>
            <dd className="figures">{messages.resultsTake(items, spaceInWords(libraryBytes))}</dd>
            <dt className={styles.label}>{messages.trash}</dt>
            <dd className="figures">{spaceInWords(trashBytes)}</dd>
          </>
        ) : null}
        <dt className={styles.label}>{messages.work}</dt>
        <dd>
          <span className="figures">{spaceInWords(workBytes)}</span>
          <p className={styles.soft}>{messages.workMeans}</p>
        </dd>
        {isThere ? (
          <>
            <dt className={styles.label}>{messages.free}</dt>
            <dd className="figures">{free}</dd>
          </>
        ) : null}
      </dl>
    </>
  );
};
