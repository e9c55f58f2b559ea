/** The two pictures: reference and result, each as large as fits, on the grey in which colours are judged. */
import { useEffect, useRef, useState } from 'react';
import { itemAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import type { CompareWords } from '#renderer/words/compare.ts';
import type { Figures } from '#renderer/words/figures.ts';
import type { Clock } from './clock.ts';
import styles from './stage.module.css';
import type { Side } from './timeline.ts';
import { useClockState } from './use-clock.ts';

export type SoundFrom = Side | 'none';

// Always in this order: an element that is moved in the document stops playing, so the style sheet swaps them.
const sides: readonly Side[] = ['reference', 'result'];

const Ended = ({
  clock,
  clipSec,
  word,
}: {
  readonly clock: Clock;
  readonly clipSec: number;
  readonly word: string;
}) => {
  const isPast = useClockState(clock, ({ atSec }) => atSec > clipSec);
  return isPast ? <span className={styles.ended}>{word}</span> : null;
};

export const Stage = ({
  item,
  words,
  figures,
  clock,
  sound,
  isSwapped,
  isFilled,
  shorter,
  videoRefs,
}: {
  readonly item: Item;
  readonly words: CompareWords;
  readonly figures: Figures;
  readonly clock: Clock | null;
  readonly sound: SoundFrom;
  readonly isSwapped: boolean;
  /** Pictures cover their pane and lose their edges. */
  readonly isFilled: boolean;
  /** The side that ends before the other. */
  readonly shorter: Side | null;
  readonly videoRefs: { readonly [side in Side]: (video: HTMLVideoElement | null) => void };
}) => {
  const stage = useRef<HTMLElement>(null);
  const [lost, setLost] = useState<readonly Side[]>([]);

  // Straight to the element: the drift changes with every frame, and nothing is drawn from it.
  useEffect(() => {
    if (!clock) return;
    const show = () => {
      if (stage.current) stage.current.dataset.driftMs = (clock.getState().driftSec * 1000).toFixed(1);
    };
    show();
    return clock.subscribe(show);
  }, [clock]);

  const clips = {
    reference: { address: itemAddress(item.id, 'video'), facts: item.video.facts },
    result: { address: itemAddress(item.id, 'result'), facts: item.result.facts },
  } as const;

  return (
    <section
      ref={stage}
      className={styles.stage}
      aria-label={words.stage}
      data-filled={isFilled || undefined}
      data-swapped={isSwapped || undefined}
    >
      {sides.map((side) => {
        const { address, facts } = clips[side];
        return (
          <figure key={side} className={styles.pane} data-side={side}>
            <figcaption className={styles.caption}>
              <strong>{words.sides[side]}</strong>
              <span className={styles.means}>{words.sidesMean[side]}</span>
              <span className={styles.facts}>
                {facts.width} × {facts.height} · {figures.seconds(facts.durationSec)}
              </span>
            </figcaption>
            <div className={styles.frame}>
              <video
                ref={videoRefs[side]}
                className={styles.video}
                src={address}
                preload="auto"
                playsInline
                muted={sound !== side}
                aria-label={`${words.sides[side]}: ${words.sidesMean[side]}`}
                onError={() => setLost((before) => [...before, side])}
                onClick={() => clock?.toggle()}
              />
              {lost.includes(side) ? <p className={styles.lost}>{words.unplayable}</p> : null}
              {clock && side === shorter ? (
                <Ended clock={clock} clipSec={facts.durationSec} word={words.ended} />
              ) : null}
            </div>
          </figure>
        );
      })}
    </section>
  );
};
