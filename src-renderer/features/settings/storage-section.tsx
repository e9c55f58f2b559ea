/** Location and size of the library, moving it, and the retention period of the trash. */

import { useCallback, useEffect, useState } from 'react';
import type { AppError, Result } from '#contract/errors.ts';
import type { LibraryStorage, Rebuilt } from '#contract/model/library-work.ts';
import type { Notice } from '#contract/model/notice.ts';
import type { LibraryWorkMessages } from '#renderer/messages/en/library-work.ts';
import type { StorageMessages } from '#renderer/messages/en/storage.ts';
import { spaceInWords } from '#renderer/messages/figures.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Fact, Facts } from '#renderer/ui/layout.tsx';
import { ProgressLine } from '#renderer/ui/progress-bar.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import { Section } from './section.tsx';
import styles from './storage.module.css';
import { StorageMove } from './storage-move.tsx';
import { TrashPeriod } from './trash-period.tsx';

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
      <p className="note">{wayOut}</p>
    </div>
  );
};

/** The library's folder, its state, and disk usage by kind. */
const StorageFigures = ({
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
      <Facts gap={2}>
        <Fact name={messages.folder}>
          <span className="code">{folder}</span>
          <span className="note"> {isDefault ? messages.default : messages.chosen}</span>
        </Fact>
        {isThere ? (
          <>
            <Fact name={messages.takes}>{messages.resultsTake(items, spaceInWords(libraryBytes))}</Fact>
            <Fact name={messages.trash}>{spaceInWords(trashBytes)}</Fact>
          </>
        ) : null}
        <Fact name={messages.work}>
          {spaceInWords(workBytes)}
          <p className="note">{messages.workMeans}</p>
        </Fact>
        {isThere ? <Fact name={messages.free}>{free}</Fact> : null}
      </Facts>
    </>
  );
};

/** Rebuilds the catalogue from the result folders, and lists the folders it skips. */
const StorageRebuild = ({
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
      <p className="note">{messages.rebuildText}</p>
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

/** Progress of long-running library work, whichever client started it, with a stop button. */
const StorageWork = ({ onStop }: { readonly onStop: () => void }) => {
  const messages = useMessages().libraryWork;
  const going = useMirror((mirror) => mirror.libraryWork);
  if (going.kind === 'idle') return null;
  return (
    <div className={styles.work}>
      <ProgressLine
        label={messages.work[going.work]}
        fraction={going.fraction}
        stopLabel={messages.stop}
        onStop={onStop}
      />
    </div>
  );
};

const isOfLocation = ({ kind }: Notice): boolean => kind === 'library-away' || kind === 'library-read-only';

/**
 * Read on mount, after long-running work, and when the disk is connected or removed; counting all files is too slow for
 * every change.
 */
const useStorage = () => {
  const { client } = useApp();
  const isBusy = useMirror((mirror) => mirror.libraryWork.kind === 'working');
  const place = useMirror(({ notices }) =>
    notices
      .filter(isOfLocation)
      .map(({ kind }) => kind)
      .join(),
  );
  const [storage, setStorage] = useState<Result<LibraryStorage> | null>(null);
  const [attempt, setAttempt] = useState(0);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt or another folder state triggers a new read.
  useEffect(() => {
    if (isBusy) return;
    let isCurrent = true;
    void client.call('library.storage', {}).then((answer) => {
      if (isCurrent) setStorage(answer);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, isBusy, attempt, place]);
  return { storage, isBusy, again: useCallback(() => setAttempt((count) => count + 1), []) };
};

export const StorageSection = () => {
  const { client } = useApp();
  const { storage: messages, libraryWork: work } = useMessages();
  const { storage, isBusy, again } = useStorage();
  const [error, setError] = useState<AppError | null>(null);
  const known = storage?.ok ? storage.value : null;
  const failed = error ?? (storage?.ok === false ? storage.error : null);
  /** Cancellation by the user is not reported as an error. */
  const tell = (problem: AppError | null) => setError(problem?.code === 'cancelled' ? null : problem);
  const stop = async () => {
    const stopped = await client.call('library.cancelWork', {});
    if (!stopped.ok) setError(stopped.error);
  };
  return (
    <Section part="storage" title={messages.title} why={messages.why}>
      {storage === null ? <p role="status">{messages.reading}</p> : null}
      {known === null ? null : <StorageFigures storage={known} messages={messages} />}
      {failed === null ? null : (
        <AppErrorLine error={failed} actions={<Button onClick={again}>{messages.again}</Button>} />
      )}
      <StorageWork onStop={() => void stop()} />
      {known === null ? null : (
        <StorageMove storage={known} isBusy={isBusy} messages={messages} onError={tell} onMoved={again} />
      )}
      <StorageRebuild isBusy={isBusy} messages={messages} work={work} onError={tell} onDone={again} />
      <TrashPeriod isBusy={isBusy} messages={messages} work={work} onError={tell} onDone={again} />
    </Section>
  );
};
