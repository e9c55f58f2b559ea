/**
 * The whole queue arrives several times a second; unchanged jobs keep their object identity, so that their rows do
 * not render.
 */
import type { Job } from '#contract/model/job.ts';

export const keepSame = (before: readonly Job[], jobs: readonly Job[]): readonly Job[] => {
  const known = new Map(before.map((job) => [job.id, job]));
  const kept = jobs.map((job) => {
    const earlier = known.get(job.id);
    return earlier !== undefined && JSON.stringify(earlier) === JSON.stringify(job) ? earlier : job;
  });
  const isAsBefore = kept.length === before.length && kept.every((job, index) => job === before[index]);
  return isAsBefore ? before : kept;
};
