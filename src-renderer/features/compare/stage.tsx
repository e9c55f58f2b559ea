/** The two moving pictures, each as large as fits, on the grey in which colours are judged. */
import { useEffect, useRef, useState } from 'react';
import { itemAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import { pairOf, type Side } from '#contract/rules/pair.ts';
import type { CompareWords } from '#renderer/words/compare.ts';
import type { Figures } from '#renderer/words/figures.ts';
import type { Clock } from './clock.ts';
import { LostClip } from './lost-clip.tsx';
import type { SideWords } from './side-words.ts';
import styles from './stage.module.css';
import { useClockState } from './use-clock.ts';

export type SoundFrom = Side | 'none';

// Always in this order: an element that is moved in the document stops playing, so the style sheet swaps them.
const sides: readonly Side[] = ['beside', 'result'];

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
  other,
  sideWords,
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
  /** The result in the reference's place; null: none is. */
  readonly other: Item | null;
  readonly sideWords: SideWords;
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
  /** Addresses of clips that cannot be played. */
  const [lost, setLost] = useState<readonly string[]>([]);

  // Straight to the element: the drift changes with every frame, and nothing is drawn from it.
  useEffect(() => {
    if (!clock) return;
    const show = () => {
      if (stage.current) stage.current.dataset.driftMs = (clock.getState().driftSec * 1000).toFixed(1);
    };
    show();
    return clock.subscribe(show);
  }, [clock]);

  const facts = pairOf(item, other);
  const addresses = {
    beside: other === null ? itemAddress(item.id, 'video') : itemAddress(other.id, 'result'),
    result: itemAddress(item.id, 'result'),
  } as const;

  return (
    <section
      ref={stage}
      className={styles.stage}
      aria-label={other === null ? words.stage : words.stageOfTwo}
      data-filled={isFilled || undefined}
      data-swapped={isSwapped || undefined}
    >
      {sides.map((side) => {
        const address = addresses[side];
        const { width, height, durationSec } = facts[side];
        const { name, means } = sideWords[side];
        // Another clip gets a player of its own, so that nothing of the last one is left in it.
        return (
          <figure key={address} className={styles.pane} data-side={side}>
            <figcaption className={styles.caption}>
              <strong className={styles.name}>{name}</strong>
              <span className={styles.means}>{means}</span>
              <span className={styles.facts}>
                {width} × {height} · {figures.seconds(durationSec)}
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
                aria-label={`${name}: ${means}`}
                onError={() => setLost((before) => [...before, address])}
                onClick={() => clock?.toggle()}
              />
              {lost.includes(address) ? <LostClip address={address} /> : null}
              {clock && side === shorter ? (
                <Ended clock={clock} clipSec={durationSec} word={words.ended} />
              ) : null}
            </div>
          </figure>
        );
      })}
    </section>
  );
};
