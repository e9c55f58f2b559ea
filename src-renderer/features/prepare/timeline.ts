/** Arithmetic of the visible time range of a video. Pure; times in seconds from the video's start. */

/** The visible range of the strip and of all lanes below it, from the left to the right edge. */
export type TimelineView = { readonly fromSec: number; readonly toSec: number };

export type TimelineBounds = {
  readonly durationSec: number;
  /** Length at maximum zoom, see `closestSec`. */
  readonly minLengthSec: number;
};

/** Times closer than this count as equal. */
const sameSec = 0.0005;
/** At maximum zoom a frame is about 60 px wide, enough for pointer accuracy. */
const closestFrames = 12;

export const closestSec = (fps: number, durationSec: number): number =>
  Math.min(durationSec, closestFrames / fps);

export const wholeView = (durationSec: number): TimelineView => ({ fromSec: 0, toSec: durationSec });

export const viewedSec = ({ fromSec, toSec }: TimelineView): number => toSec - fromSec;

export const isWhole = (view: TimelineView, durationSec: number): boolean =>
  viewedSec(view) >= durationSec - sameSec;

/** Position of a time: 0 at the left edge, 1 at the right, outside 0..1 if not visible. */
export const shareAt = (view: TimelineView, atSec: number): number =>
  viewedSec(view) > 0 ? (atSec - view.fromSec) / viewedSec(view) : 0;

/** The time at this fraction of the width; the inverse of `shareAt`. */
export const secAt = (view: TimelineView, share: number): number => view.fromSec + share * viewedSec(view);

export const isInView = (view: TimelineView, atSec: number): boolean =>
  atSec >= view.fromSec - sameSec && atSec <= view.toSec + sameSec;

/** Moves the range into the video and keeps its length; a longer range becomes the whole video. */
export const keepInside = (view: TimelineView, durationSec: number): TimelineView => {
  const lengthSec = Math.min(viewedSec(view), durationSec);
  const fromSec = Math.min(Math.max(0, view.fromSec), durationSec - lengthSec);
  return { fromSec, toSec: fromSec + lengthSec };
};

/** `by`: zoom factor; below 1 zooms out. `atSec` keeps its position on screen. */
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

/** A visible time does not move the view; another one is moved to this fraction of the width. */
export const reveal = (
  view: TimelineView,
  { atSec, share }: { readonly atSec: number; readonly share: number },
  durationSec: number,
): TimelineView => (isInView(view, atSec) ? view : panBy(view, atSec - secAt(view, share), durationSec));

/** Time marks along the strip at round intervals. */
export type Mark = { readonly atSec: number; readonly share: number; readonly label: string };

/** Round values in seconds and minutes. */
const steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];

const labelOf = (atSec: number, stepSec: number): string => {
  const tenths = Math.round(atSec * 10);
  const minutes = Math.floor(tenths / 600);
  const rest = tenths % 600;
  const whole = String(Math.floor(rest / 10)).padStart(2, '0');
  return stepSec < 1 ? `${minutes}:${whole}.${rest % 10}` : `${minutes}:${whole}`;
};

/** At most `maximum` marks; a mark too close to the right edge for its label is omitted. */
export const marksFor = (view: TimelineView, maximum: number): readonly Mark[] => {
  const stepSec = steps.find((step) => viewedSec(view) / step <= maximum) ?? 7200;
  const first = Math.ceil(view.fromSec / stepSec - 1e-6);
  const last = Math.floor(view.toSec / stepSec + 1e-6);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
    const atSec = (first + index) * stepSec;
    return { atSec, share: shareAt(view, atSec), label: labelOf(atSec, stepSec) };
  }).filter(({ share }) => share < 0.97);
};
