/** Dragging on the strip: a handle, the selected part, or the playhead; past an edge the strip scrolls. */
import { type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { Trim } from '#contract/model/choices.ts';
import { useApp } from '../../state/use-app.ts';
import { secAt, shareAt, type TimelineView, viewedSec } from './timeline.ts';
import type { Timeline } from './timeline-view.ts';
import { ends, slide, snapTo, type TrimBounds, type TrimEnd, toFrame } from './trim.ts';

export type Grip = TrimEnd | 'part' | 'playhead';

const isEnd = (grip: Grip): grip is TrimEnd => grip === 'start' || grip === 'end';

type Held = {
  readonly grip: Grip;
  /** The part at pointer down: a handle that was pushed along returns when the pointer moves back. */
  readonly part: Trim;
  /** Offset from the pointer to the dragged element, so that it does not jump at the start. */
  readonly offsetPx: number;
  readonly takenSec: number;
};

/** Fraction of the visible range scrolled per second, for each tenth of the width the pointer is past the edge. */
const panPerSec = 0.5;
const maxOvershoot = 2;
/** Snapping distance to a cut, in pixels; zooming in allows positions beside it. */
const snapPx = 6;
/**
 * A handle further than this from the edge that the pointer is past, as a fraction of the width, stops the scrolling.
 */
const leftBehind = 0.02;

export const useTrimDrag = (request: {
  readonly strip: RefObject<HTMLElement | null>;
  readonly timeline: Timeline;
  readonly part: Trim;
  readonly bounds: TrimBounds;
  /** Shot changes, to which handles snap. */
  readonly cutsSec: readonly number[];
  readonly onChange: (part: Trim) => void;
  /** Called when the user grabs the part, which is no longer moved automatically from then on. */
  readonly onTake: () => void;
}) => {
  const { player } = useApp();
  const { strip, timeline, part, bounds, cutsSec, onChange, onTake } = request;
  const { view, pan } = timeline;
  const { durationSec, fps } = bounds;
  const held = useRef<Held | null>(null);
  const pointerX = useRef(0);
  const panning = useRef(0);

  /** Pointer position as a fraction of the width: below 0 or above 1 it is past an edge. */
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
      case 'start':
      case 'end': {
        const { move: moved, at, look } = ends[grip];
        const next = moved(before, snapped, bounds);
        onChange(next);
        return player.show(at(next), look);
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
  /** A handle that has reached the model's limit stays behind; the strip must not scroll away from it. */
  const isLeftBehind = (grip: Grip, past: number): boolean => {
    if (!isEnd(grip)) return false;
    const share = shareAt(view, ends[grip].at(part));
    return past < 0 ? share > leftBehind : share < 1 - leftBehind;
  };
  const latest = useRef({ move, pan, view, pointerShare, isLeftBehind });
  useEffect(() => {
    latest.current = { move, pan, view, pointerShare, isLeftBehind };
  });
  // While the strip scrolls or zooms under a resting pointer, the dragged element follows the pointer.
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
    const handleSec = isEnd(grip) ? ends[grip].at(part) : null;
    const width = strip.current?.clientWidth ?? 0;
    const offsetPx = handleSec === null ? 0 : (shareAt(view, handleSec) - pointerShare(0)) * width;
    held.current = { grip, part, offsetPx, takenSec: pointerSec(0, view) };
    if (grip !== 'playhead') onTake();
    if (grip === 'playhead') move(held.current, view);
    if (handleSec !== null && isEnd(grip)) player.show(handleSec, ends[grip].look);
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
