/** Location and size of the library, moving it, and the retention period of the trash. */
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

/** Progress of long-running library work, whichever client started it, with a stop button. */
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
  const language = useLanguage();
  const messages = storageMessages[language];
  const work = libraryWorkMessages[language];
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
      <StorageWork messages={work} onStop={() => void stop()} />
      {known === null ? null : (
        <StorageMove storage={known} isBusy={isBusy} messages={messages} onError={tell} onMoved={again} />
      )}
      <StorageRebuild isBusy={isBusy} messages={messages} work={work} onError={tell} onDone={again} />
      <TrashPeriod isBusy={isBusy} messages={messages} work={work} onError={tell} onDone={again} />
    </Section>
  );
};
