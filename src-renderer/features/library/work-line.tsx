/** Long work on the library: how far it is, and the way to stop it. */
import type { LibraryWork } from '#contract/model/library-work.ts';
import type { LibraryWorkMessages } from '#renderer/messages/library-work.ts';
import { Button } from '#renderer/ui/button.tsx';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import styles from './library-dock.module.css';

export const WorkLine = ({
  work,
  messages,
  onStop,
}: {
  readonly work: Extract<LibraryWork, { kind: 'working' }>;
  readonly messages: LibraryWorkMessages;
  readonly onStop: () => void;
}) => (
  <div className={styles.work}>
    <span role="status">{messages.work[work.work]}</span>
    <span className={styles.progress}>
      <ProgressBar label={messages.work[work.work]} fraction={work.fraction} />
    </span>
    {work.fraction === null ? null : (
      <span className={styles.soft}>{`${Math.round(work.fraction * 100)} %`}</span>
    )}
    <Button size="small" onClick={onStop}>
      {messages.stop}
    </Button>
  </div>
);
