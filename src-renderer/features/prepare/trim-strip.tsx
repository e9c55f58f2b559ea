/** The strip of the clip: two handles for the part that is used, and the playhead. A pointer drags, keys do the same. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { Trim } from '#contract/model/choices.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp, usePlayhead, useWords } from '../../state/use-app.ts';
import { classNames } from '../../ui/class-names.ts';
import { clockTime } from '../../ui/time.ts';
import { FilmStrip } from './film-strip.tsx';
import { moveEnd, moveStart, shareOf, slide, type TrimBounds } from './trim.ts';
import styles from './trim-strip.module.css';

type Grip = 'start' | 'end' | 'part' | 'playhead';
type End = Extract<Grip, 'start' | 'end'>;

/** Where a key takes a handle; null where it is none of the handle's. */
const keyedSec = (event: KeyboardEvent, atSec: number, { fps, durationSec }: TrimBounds): number | null => {
  const stepSec = event.shiftKey ? 1 : 1 / fps;
  switch (event.key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return atSec - stepSec;
    case 'ArrowRight':
    case 'ArrowUp':
      return atSec + stepSec;
    case 'Home':
      return 0;
    case 'End':
      return durationSec;
    default:
      return null;
  }
};

const percent = (share: number): string => `${share * 100}%`;

/** Drawn by itself, because it moves with every frame that plays. */
const Playhead = ({ durationSec }: { readonly durationSec: number }) => {
  const { atSec } = usePlayhead();
  return (
    <div
      className={styles.playhead}
      style={{ left: percent(shareOf(atSec, durationSec)) }}
      aria-hidden="true"
    />
  );
};

type TrimStripProps = {
  readonly video: OpenVideo;
  readonly window: Trim;
  readonly bounds: TrimBounds;
  readonly onChange: (trim: Trim) => void;
};

export const TrimStrip = ({ video, window, bounds, onChange }: TrimStripProps) => {
  const { player } = useApp();
  const { ui } = useWords();
  const strip = useRef<HTMLDivElement>(null);
  const held = useRef<{ readonly grip: Grip; readonly fromSec: number; readonly part: Trim } | null>(null);
  const { durationSec } = bounds;
  const from = shareOf(window.startSec, durationSec);
  const to = shareOf(window.endSec, durationSec);

  const secAt = ({ clientX }: PointerEvent): number => {
    const box = strip.current?.getBoundingClientRect();
    return box && box.width > 0 ? shareOf(clientX - box.left, box.width) * durationSec : 0;
  };
  const moveTo = (grip: Grip, part: Trim, sec: number, fromSec: number) => {
    switch (grip) {
      case 'start':
        onChange(moveStart(part, sec, bounds));
        return player.seek(sec);
      case 'end':
        onChange(moveEnd(part, sec, bounds));
        return player.seek(sec);
      case 'part':
        return onChange(slide(part, sec - fromSec, bounds));
      case 'playhead':
        return player.seek(sec);
      default:
        return assertNever(grip);
    }
  };
  const take = (grip: Grip) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    const sec = secAt(event);
    held.current = { grip, fromSec: sec, part: window };
    if (grip === 'playhead') player.seek(sec);
  };
  const drag = (event: PointerEvent) => {
    if (held.current) moveTo(held.current.grip, held.current.part, secAt(event), held.current.fromSec);
  };
  const release = () => {
    held.current = null;
  };
  const reactions = { onPointerMove: drag, onPointerUp: release, onPointerCancel: release };

  const handle = (end: End, label: string, sec: number, share: number) => (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Number(durationSec.toFixed(2))}
      aria-valuenow={Number(sec.toFixed(2))}
      aria-valuetext={clockTime(sec)}
      className={classNames(styles.handle, styles[end])}
      style={{ left: percent(share) }}
      onPointerDown={take(end)}
      onKeyDown={(event) => {
        const keyed = keyedSec(event, sec, bounds);
        if (keyed === null) return;
        event.preventDefault();
        moveTo(end, window, Math.min(Math.max(0, keyed), durationSec), 0);
      }}
      {...reactions}
    />
  );

  return (
    <div
      ref={strip}
      className={styles.strip}
      data-testid="trim-strip"
      onPointerDown={(event) => take(event.shiftKey ? 'part' : 'playhead')(event)}
      {...reactions}
    >
      <FilmStrip
        sourceId={video.id}
        durationSec={durationSec}
        shape={video.facts.width / video.facts.height}
      />
      <div className={styles.outside} style={{ left: 0, width: percent(from) }} />
      <div className={styles.outside} style={{ left: percent(to), right: 0 }} />
      <div className={styles.part} style={{ left: percent(from), width: percent(to - from) }} />
      <Playhead durationSec={durationSec} />
      {handle('start', ui.trim.startHandle, window.startSec, from)}
      {handle('end', ui.trim.endHandle, window.endSec, to)}
    </div>
  );
};
