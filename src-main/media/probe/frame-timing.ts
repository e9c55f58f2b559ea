/** How regular a video's frame durations are. Pure. */

/** `fps`: average. `oddShare`: fraction of its frames or of its time with a duration unlike the most common one. */
export type Pace = { readonly fps: number; readonly oddShare: number };

/** A duration that differs from the most common one by more than this fraction is not caused by rounding. */
const oddBy = 0.25;

/** Up to this fraction the rate is constant, with a few lost frames. */
export const steadyShare = 0.02;

type Run = { readonly frames: number; readonly lasts: number };

/** `runs`: groups of frames with the same duration in seconds, in any order. */
export const paceOf = (runs: readonly Run[]): Pace | null => {
  const shown = runs.filter(({ frames, lasts }) => frames > 0 && lasts > 0 && Number.isFinite(lasts));
  const total = (some: readonly Run[]) => ({
    frames: some.reduce((sum, run) => sum + run.frames, 0),
    sec: some.reduce((sum, run) => sum + run.frames * run.lasts, 0),
  });
  const all = total(shown);
  if (all.frames === 0) return null;
  let left = all.frames / 2;
  const byDefault =
    [...shown]
      .sort((a, b) => a.lasts - b.lasts)
      .find((run) => {
        left -= run.frames;
        return left <= 0;
      })?.lasts ?? 0;
  const odd = total(shown.filter((run) => Math.abs(run.lasts - byDefault) > byDefault * oddBy));
  return {
    fps: all.frames / all.sec,
    oddShare: Math.max(odd.frames / all.frames, odd.sec / all.sec),
  };
};
