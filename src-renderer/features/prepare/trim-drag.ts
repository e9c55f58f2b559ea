/** Dragging on the strip: a handle, the whole part, or the playhead; past an edge the strip scrolls along. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { Trim } from '#contract/model/choices.ts';
import { useApp } from '../../state/use-app.ts';
import { secAt, shareAt, type TimelineView, viewedSec } from './timeline.ts';
import type { Timeline } from './timeline-view.ts';
import { moveEnd, moveStart, slide, snapTo, type TrimBounds, toFrame } from './trim.ts';

export type Grip = 'start' | 'end' | 'part' | 'playhead';

type Held = {
  readonly grip: Grip;
  /** The part as it was when the pointer went down: what a handle pushes along comes back with it. */
  readonly part: Trim;
  /** From the pointer to what it holds, so that nothing jumps under the hand. */
  readonly offsetPx: number;
  readonly takenSec: number;
};

/** How much of what is shown goes by in a second, for each tenth of the width that the pointer is past the edge. */
const panPerSec = 0.5;
const maxOvershoot = 2;
/** So near a cut, in pixels, a hand means the cut; closer looks leave room to be beside it. */
const snapPx = 6;
/** A handle further than this from the edge that the pointer is past, as a share of the width, no longer follows it. */
const leftBehind = 0.02;

export const useTrimDrag = (request: {
  readonly strip: RefObject<HTMLElement | null>;
  readonly timeline: Timeline;
  readonly part: Trim;
  readonly bounds: TrimBounds;
  /** Where shots change: a handle that comes near holds on to it. */
  readonly cutsSec: readonly number[];
  readonly onChange: (part: Trim) => void;
  /** A hand is on the part, which must not move by itself from now on. */
  readonly onTake: () => void;
}) => {
  const { player } = useApp();
  const { strip, timeline, part, bounds, cutsSec, onChange, onTake } = request;
  const { view, pan } = timeline;
  const { durationSec, fps } = bounds;
  const held = useRef<Held | null>(null);
  const pointerX = useRef(0);
  const panning = useRef(0);

  /** Where the pointer is: below 0 and above 1 it is past an edge. */
  const pointerShare = (offsetPx: number): number => {
    const box = strip.current?.getBoundingClientRect();
    return box && box.width > 0 ? (pointerX.current + offsetPx - box.left) / box.width : 0;
  };
  const pointerSec = (offsetPx: number, within: TimelineView): number => {
    const share = Math.min(1, Math.max(0, pointerShare(offsetPx)));
    return Math.min(Math.max(0, secAt(within, share)), durationSec);
  };

  const move = ({ grip, part: before, offsetPx, takenSec }: Held, within: TimelineView) => {
    const sec = pointerSec(offsetPx, within);
    const withinSec = (snapPx / Math.max(1, strip.current?.clientWidth ?? 1)) * viewedSec(within);
    const snapped = snapTo(sec, { timesSec: cutsSec, withinSec });
    switch (grip) {
      case 'start': {
        const next = moveStart(before, snapped, bounds);
        onChange(next);
        return player.show(next.startSec, 'from');
      }
      case 'end': {
        const next = moveEnd(before, snapped, bounds);
        onChange(next);
        return player.show(next.endSec, 'before');
      }
      case 'part':
        return onChange(slide(before, sec - takenSec, bounds));
      case 'playhead':
        return player.seek(Math.min(toFrame(sec, fps), durationSec));
      default:
        return assertNever(grip);
    }
  };

  const stopPanning = () => {
    cancelAnimationFrame(panning.current);
    panning.current = 0;
  };
  /** A handle that has come as far as the model lets it stays behind; the strip must not run away from it. */
  const isLeftBehind = (grip: Grip, past: number): boolean => {
    if (grip !== 'start' && grip !== 'end') return false;
    const share = shareAt(view, grip === 'start' ? part.startSec : part.endSec);
    return past < 0 ? share > leftBehind : share < 1 - leftBehind;
  };
  const latest = useRef({ move, pan, view, pointerShare, isLeftBehind });
  useEffect(() => {
    latest.current = { move, pan, view, pointerShare, isLeftBehind };
  });
  // While the strip scrolls or zooms under a pointer at rest, what is held goes along.
  useEffect(() => {
    if (held.current) latest.current.move(held.current, view);
  }, [view]);
  useEffect(() => () => cancelAnimationFrame(panning.current), []);

  const panOn = (beforeMs: number) => (nowMs: number) => {
    const { current } = held;
    if (!current) return;
    const share = latest.current.pointerShare(current.offsetPx);
    const past = share < 0 ? share : Math.max(0, share - 1);
    if (past === 0) return stopPanning();
    const overshoot = Math.sign(past) * Math.min(maxOvershoot, Math.abs(past) * 10 + 0.2);
    const elapsedSec = Math.min(0.1, (nowMs - beforeMs) / 1000);
    if (!latest.current.isLeftBehind(current.grip, past))
      latest.current.pan(overshoot * panPerSec * elapsedSec * viewedSec(latest.current.view));
    panning.current = requestAnimationFrame(panOn(nowMs));
  };

  const take = (grip: Grip) => (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    pointerX.current = event.clientX;
    const handleSec = grip === 'start' ? part.startSec : grip === 'end' ? part.endSec : null;
    const width = strip.current?.clientWidth ?? 0;
    const offsetPx = handleSec === null ? 0 : (shareAt(view, handleSec) - pointerShare(0)) * width;
    held.current = { grip, part, offsetPx, takenSec: pointerSec(0, view) };
    if (grip !== 'playhead') onTake();
    if (grip === 'playhead') move(held.current, view);
    if (grip === 'start') player.show(part.startSec, 'from');
    if (grip === 'end') player.show(part.endSec, 'before');
  };
  const drag = (event: PointerEvent) => {
    if (!held.current) return;
    pointerX.current = event.clientX;
    move(held.current, view);
    if (panning.current === 0) panning.current = requestAnimationFrame(panOn(performance.now()));
  };
  const release = () => {
    held.current = null;
    stopPanning();
  };
  return { take, reactions: { onPointerMove: drag, onPointerUp: release, onPointerCancel: release } };
};
