/** One end of the selected part. If it is not visible, a button at the edge scrolls to it. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import type { PointerEvent } from 'react';
import { useMessages } from '../../state/use-app.ts';
import { classNames } from '../../ui/class-names.ts';
import { keyedSec } from './studio-keys.ts';
import { isInView, shareAt, type TimelineView } from './timeline.ts';
import type { TrimBounds } from './trim.ts';
import styles from './trim-strip.module.css';

type TrimHandleProps = {
  readonly end: 'start' | 'end';
  readonly atSec: number;
  readonly view: TimelineView;
  readonly bounds: TrimBounds;
  readonly onTake: (event: PointerEvent<HTMLElement>) => void;
  /** Called for keyboard moves. */
  readonly onMove: (sec: number) => void;
  /** Called when the handle must scroll into view. */
  readonly onShow: () => void;
};

export const TrimHandle = ({ end, atSec, view, bounds, onTake, onMove, onShow }: TrimHandleProps) => {
  const messages = useMessages().trim;
  const isSeen = isInView(view, atSec);
  const side = atSec < view.fromSec ? 'left' : 'right';
  return (
    <>
      <div
        role="slider"
        tabIndex={0}
        aria-label={end === 'start' ? messages.startHandle : messages.endHandle}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Number(bounds.durationSec.toFixed(2))}
        aria-valuenow={Number(atSec.toFixed(2))}
        aria-valuetext={messages.at(atSec, Math.round(atSec * bounds.fps))}
        className={classNames(styles.handle, styles[end])}
        data-away={isSeen ? undefined : side}
        style={{ left: `${Math.min(1, Math.max(0, shareAt(view, atSec))) * 100}%` }}
        onPointerDown={onTake}
        // A handle focused by keyboard must be visible.
        onFocus={(event) => {
          if (event.currentTarget.matches(':focus-visible')) onShow();
        }}
        onKeyDown={(event) => {
          const keyed = keyedSec(event, atSec, bounds);
          if (keyed === null) return;
          event.preventDefault();
          onMove(keyed);
        }}
      />
      {isSeen ? null : (
        <button
          type="button"
          tabIndex={-1}
          className={classNames(styles.away, styles[side])}
          title={end === 'start' ? messages.showStart : messages.showEnd}
          aria-label={end === 'start' ? messages.showStart : messages.showEnd}
          data-end={end}
          onPointerDown={(event) => event.stopPropagation()}
          onClick={onShow}
        >
          {side === 'left' ? (
            <ChevronLeft size={14} aria-hidden="true" />
          ) : (
            <ChevronRight size={14} aria-hidden="true" />
          )}
        </button>
      )}
    </>
  );
};
