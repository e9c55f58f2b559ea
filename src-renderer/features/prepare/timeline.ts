/** Arithmetic of the part of a clip's time that is on screen. Pure; times in seconds from the clip's start. */

/** What the strip shows, and every lane drawn under it, from its left edge to its right one. */
export type TimelineView = { readonly fromSec: number; readonly toSec: number };

export type TimelineBounds = {
  readonly durationSec: number;
  /** The closest look, see `closestSec`. */
  readonly minLengthSec: number;
};

/** Two times closer than this are one place on any screen. */
const sameSec = 0.0005;
/** At the closest look a frame is some sixty pixels wide, which is as exact as a hand can be. */
const closestFrames = 12;

export const closestSec = (fps: number, durationSec: number): number =>
  Math.min(durationSec, closestFrames / fps);

export const wholeView = (durationSec: number): TimelineView => ({ fromSec: 0, toSec: durationSec });

export const viewedSec = ({ fromSec, toSec }: TimelineView): number => toSec - fromSec;

export const isWhole = (view: TimelineView, durationSec: number): boolean =>
  viewedSec(view) >= durationSec - sameSec;

/** Where a time stands: 0 at the left edge, 1 at the right one, less or more where it is out of view. */
export const shareAt = (view: TimelineView, atSec: number): number =>
  viewedSec(view) > 0 ? (atSec - view.fromSec) / viewedSec(view) : 0;

/** The time that stands at this share of the width; the inverse of `shareAt`. */
export const secAt = (view: TimelineView, share: number): number => view.fromSec + share * viewedSec(view);

export const isInView = (view: TimelineView, atSec: number): boolean =>
  atSec >= view.fromSec - sameSec && atSec <= view.toSec + sameSec;

/** The same length, moved no further than needed to lie within the clip; a longer one is the whole clip. */
export const keepInside = (view: TimelineView, durationSec: number): TimelineView => {
  const lengthSec = Math.min(viewedSec(view), durationSec);
  const fromSec = Math.min(Math.max(0, view.fromSec), durationSec - lengthSec);
  return { fromSec, toSec: fromSec + lengthSec };
};

/** `by`: how many times closer; less than 1 is further away. What stands at `atSec` keeps its place on screen. */
export const zoomAround = (
  view: TimelineView,
  { atSec, by }: { readonly atSec: number; readonly by: number },
  { durationSec, minLengthSec }: TimelineBounds,
): TimelineView => {
  const lengthSec = Math.min(Math.max(viewedSec(view) / by, minLengthSec), durationSec);
  const fromSec = atSec - shareAt(view, atSec) * lengthSec;
  return keepInside({ fromSec, toSec: fromSec + lengthSec }, durationSec);
};

export const panBy = (view: TimelineView, bySec: number, durationSec: number): TimelineView =>
  keepInside({ fromSec: view.fromSec + bySec, toSec: view.toSec + bySec }, durationSec);

/** A time that is in view already moves nothing; another one comes to this share of the width. */
export const reveal = (
  view: TimelineView,
  { atSec, share }: { readonly atSec: number; readonly share: number },
  durationSec: number,
): TimelineView => (isInView(view, atSec) ? view : panBy(view, atSec - secAt(view, share), durationSec));
