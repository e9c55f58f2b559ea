/** How steadily a clip's frames follow one another. Pure. */

/** `fps`: on average. `oddShare`: of its frames or of its time, how much belongs to frames that stay unlike the most. */
export type Pace = { readonly fps: number; readonly oddShare: number };

/** A frame that stays longer or shorter than most by more than this share is no rounding. */
const oddBy = 0.25;

/** Up to here it is a steady clip of which a frame or two got lost. */
export const steadyShare = 0.02;

type Run = { readonly frames: number; readonly lasts: number };

/** `runs`: so many frames that last so many seconds each, in any order. */
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
