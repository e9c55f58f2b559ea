/** The two videos at the largest size that fits, on the neutral grey used to judge colours. */

import { useEffect, useRef } from 'react';
import type { ErrorCode } from '#contract/errors.ts';
import { itemAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import { pairOf, type Side } from '#contract/rules/export.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { audioCodecName, useDecoding } from '#renderer/state/decoding.ts';
import { type PreviewCopy, type PreviewOf, usePreviewCopy } from '#renderer/state/preview-copy.ts';
import { ProgressBar } from '#renderer/ui/progress-bar.tsx';
import type { Clock } from './clock.ts';
import { type SideMessages, useCompareText } from './compare-text.ts';
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

const CopyNote = ({ copy }: { readonly copy: PreviewCopy }) => {
  const { messages } = useCompareText();
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

/** One side: its video, a preview copy if the browser cannot play it, or an error. */
const Pane = ({
  of,
  address,
  label,
  audioCodec,
  isHeard,
  endsAtSec,
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
  readonly clock: Clock | null;
  readonly videoRef: (video: HTMLVideoElement | null) => void;
}) => {
  const { messages } = useCompareText();
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
      <CopyNote copy={copy} />
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

export type AudioFrom = Side | 'none';

// The DOM order is fixed, because moving an element in the document stops playback; the style sheet swaps the sides.
const sides: readonly Side[] = ['beside', 'result'];

export const Stage = ({
  item,
  other,
  sideMessages,
  clock,
  audio,
  isSwapped,
  isFilled,
  shorter,
  videoRefs,
}: {
  readonly item: Item;
  /** The result shown in place of the reference; null: the reference is shown. */
  readonly other: Item | null;
  readonly sideMessages: SideMessages;
  readonly clock: Clock | null;
  readonly audio: AudioFrom;
  readonly isSwapped: boolean;
  /** Videos fill their pane and are cropped. */
  readonly isFilled: boolean;
  /** The side that ends first. */
  readonly shorter: Side | null;
  readonly videoRefs: { readonly [side in Side]: (video: HTMLVideoElement | null) => void };
}) => {
  const { messages, figures } = useCompareText();
  const stage = useRef<HTMLElement>(null);

  // Written to the element directly: the drift changes every frame and no component renders it.
  useEffect(() => {
    if (!clock) return;
    const show = () => {
      if (stage.current) stage.current.dataset.driftMs = (clock.getState().driftSec * 1000).toFixed(1);
    };
    show();
    return clock.subscribe(show);
  }, [clock]);

  const facts = pairOf(item, other);
  const files: { readonly [side in Side]: Extract<PreviewOf, { kind: 'item' }> } = {
    beside:
      other === null
        ? { kind: 'item', itemId: item.id, file: 'video' }
        : { kind: 'item', itemId: other.id, file: 'result' },
    result: { kind: 'item', itemId: item.id, file: 'result' },
  };

  return (
    <section
      ref={stage}
      className={styles.stage}
      tabIndex={-1}
      data-focus-home
      aria-label={other === null ? messages.stage : messages.stageOfTwo}
      data-filled={isFilled || undefined}
      data-swapped={isSwapped || undefined}
    >
      {sides.map((side) => {
        const file = files[side];
        const address = itemAddress(file.itemId, file.file);
        const { width, height, durationSec, audioCodec } = facts[side];
        const { name, means } = sideMessages[side];
        return (
          <figure key={address} className={styles.pane} data-side={side}>
            <figcaption className={styles.caption}>
              <strong className={styles.name}>{name}</strong>
              <span className={styles.means}>{means}</span>
              <span className={styles.facts}>
                {width} × {height} · {figures.seconds(durationSec)}
              </span>
            </figcaption>
            <Pane
              of={file}
              address={address}
              label={`${name}: ${means}`}
              audioCodec={audioCodec}
              isHeard={audio === side}
              endsAtSec={side === shorter ? durationSec : null}
              clock={clock}
              videoRef={videoRefs[side]}
            />
          </figure>
        );
      })}
    </section>
  );
};
