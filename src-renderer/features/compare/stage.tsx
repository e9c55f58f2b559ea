/** The two videos at the largest size that fits, on the neutral grey used to judge colours. */

import { useEffect, useRef } from 'react';
import { itemAddress } from '#contract/media-address.ts';
import type { Item } from '#contract/model/item.ts';
import { pairOf, type Side } from '#contract/rules/export.ts';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import type { PreviewOf } from '#renderer/state/preview-copy.ts';
import type { Clock } from './clock.ts';
import { Pane } from './pane.tsx';
import type { SideMessages } from './side-text.ts';
import styles from './stage.module.css';

export type AudioFrom = Side | 'none';

// The DOM order is fixed, because moving an element in the document stops playback; the style sheet swaps the sides.
const sides: readonly Side[] = ['beside', 'result'];

export const Stage = ({
  item,
  other,
  sideMessages,
  messages,
  figures,
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
  readonly messages: CompareMessages;
  readonly figures: Figures;
  readonly clock: Clock | null;
  readonly audio: AudioFrom;
  readonly isSwapped: boolean;
  /** Videos fill their pane and are cropped. */
  readonly isFilled: boolean;
  /** The side that ends first. */
  readonly shorter: Side | null;
  readonly videoRefs: { readonly [side in Side]: (video: HTMLVideoElement | null) => void };
}) => {
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
              messages={messages}
              clock={clock}
              videoRef={videoRefs[side]}
            />
          </figure>
        );
      })}
    </section>
  );
};
