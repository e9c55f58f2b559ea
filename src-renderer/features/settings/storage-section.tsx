/** Where the library is, what it takes up, moving it, and how long the trash keeps things. */
import { useCallback, useEffect, useState } from 'react';
import type { AppError, Result } from '#contract/errors.ts';
import type { LibraryStorage } from '#contract/model/library-work.ts';
import type { Notice } from '#contract/model/notice.ts';
import { type LibraryWorkMessages, libraryWorkMessages } from '#renderer/messages/library-work.ts';
import { storageMessages } from '#renderer/messages/storage.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useApp, useLanguage, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import { Section } from './section.tsx';
import styles from './storage.module.css';
import { StorageFigures } from './storage-figures.tsx';
import { StorageMove } from './storage-move.tsx';
import { StorageRebuild } from './storage-rebuild.tsx';
import { TrashPeriod } from './trash-period.tsx';

/** Long work on the library, whoever began it, and the way to stop it. */
const StorageWork = ({
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

const isOfLocation = ({ kind }: Notice): boolean => kind === 'library-away' || kind === 'library-read-only';

/** Read when it appears, when long work has ended and when its disk goes or comes; counting every file costs too much to follow each change. */
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
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt or another state of its folder is what asks for a new reading.
  useEffect(() => {
    if (isBusy) return;
    let isWanted = true;
    void client.call('library.storage', {}).then((answer) => {
      if (isWanted) setStorage(answer);
    });
    return () => {
      isWanted = false;
    };
  }, [client, isBusy, attempt, place]);
  return { storage, isBusy, again: useCallback(() => setAttempt((count) => count + 1), []) };
};

export const StorageSection = () => {
  const { client } = useApp();
  const language = useLanguage();
  const messages = storageMessages[language];
  const work = libraryWorkMessages[language];
  const { storage, isBusy, again } = useStorage();
  const [error, setError] = useState<AppError | null>(null);
  const known = storage?.ok ? storage.value : null;
  const failed = error ?? (storage?.ok === false ? storage.error : null);
  /** A person who stopped it knows that it was stopped. */
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
      <StorageWork messages={work} onStop={() => void stop()} />
      {known === null ? null : (
        <StorageMove storage={known} isBusy={isBusy} messages={messages} onError={tell} onMoved={again} />
      )}
      <StorageRebuild isBusy={isBusy} messages={messages} work={work} onError={tell} onDone={again} />
      <TrashPeriod isBusy={isBusy} messages={messages} work={work} onError={tell} onDone={again} />
    </Section>
  );
};
