/** One side of the stage: its video, a preview copy if the browser cannot play it, or an error. */
import type { ErrorCode } from '#contract/errors.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { audioCodecName, useDecoding } from '#renderer/state/decoding.ts';
import { type PreviewCopy, type PreviewOf, usePreviewCopy } from '#renderer/state/preview-copy.ts';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import type { Clock } from './clock.ts';
import styles from './stage.module.css';
import { useClockState } from './use-clock.ts';

const Ended = ({
  clock,
  videoSec,
  word,
}: {
  readonly clock: Clock;
  readonly videoSec: number;
  readonly word: string;
}) => {
  const isPast = useClockState(clock, ({ atSec }) => atSec > videoSec);
  return isPast ? <span className={styles.ended}>{word}</span> : null;
};

/** File errors, which are more specific than a playback failure. */
const itemFaults: readonly ErrorCode[] = [
  'item-files-missing',
  'item-file-empty',
  'item-unknown',
  'library-away',
];

const CopyNote = ({ copy, messages }: { readonly copy: PreviewCopy; readonly messages: CompareMessages }) => {
  if (copy.kind === 'making')
    return (
      <div className={styles.lost} role="status">
        <p>{messages.copy.making}</p>
        <ProgressBar label={messages.copy.bar} fraction={copy.fraction} />
      </div>
    );
  if (copy.kind === 'ready') return <p className={styles.note}>{messages.copy.is}</p>;
  if (copy.kind === 'not-needed') return null;
  return (
    <div className={styles.lost} role="status">
      {itemFaults.includes(copy.error.code) ? (
        <AppErrorLine error={copy.error} />
      ) : (
        <p>{messages.unplayable}</p>
      )}
    </div>
  );
};

export const Pane = ({
  of,
  address,
  label,
  audioCodec,
  isHeard,
  endsAtSec,
  messages,
  clock,
  videoRef,
}: {
  readonly of: PreviewOf;
  readonly address: string;
  readonly label: string;
  /** ffmpeg's codec name; null: the file has no audio. */
  readonly audioCodec: string | null;
  readonly isHeard: boolean;
  /** Where it ends if the other side is longer; null: it is not the shorter one. */
  readonly endsAtSec: number | null;
  readonly messages: CompareMessages;
  readonly clock: Clock | null;
  readonly videoRef: (video: HTMLVideoElement | null) => void;
}) => {
  const { isUnplayable, isSilent, watch } = useDecoding(audioCodec);
  const copy = usePreviewCopy(of, isUnplayable);
  const src = copy.kind === 'ready' ? copy.address : address;
  return (
    <div className={styles.frame}>
      <video
        // A new element per file, so that no state of the previous one remains.
        key={src}
        ref={videoRef}
        className={styles.video}
        src={src}
        preload="auto"
        playsInline
        muted={!isHeard}
        aria-label={label}
        {...watch}
        onClick={() => clock?.toggle()}
      />
      <CopyNote copy={copy} messages={messages} />
      {isSilent && isHeard && audioCodec !== null ? (
        <p className={styles.note} role="status">
          {messages.silent(audioCodecName(audioCodec))}
        </p>
      ) : null}
      {clock && endsAtSec !== null ? (
        <Ended clock={clock} videoSec={endsAtSec} word={messages.ended} />
      ) : null}
    </div>
  );
};
