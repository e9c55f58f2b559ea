/** Title of the window: the progress of the running job, then the program's name. */
import type { Job } from '#contract/model/job.ts';
import { isSettled } from '#contract/model/job.ts';

const programName = 'Understudy';

const fractionOf = ({ state }: Pick<Job, 'state'>): number | null =>
  'fraction' in state ? state.fraction : null;

/** Of several running jobs with a known progress, the one that runs first in the queue. */
export const windowTitle = (jobs: readonly Pick<Job, 'state' | 'place'>[]): string => {
  const running = jobs
    .filter(({ state }) => !isSettled(state))
    .flatMap((job) => {
      const fraction = fractionOf(job);
      return fraction === null ? [] : [{ place: job.place, fraction }];
    })
    .sort((one, other) => one.place - other.place);
  const first = running[0];
  return first === undefined ? programName : `${Math.floor(first.fraction * 100)} % · ${programName}`;
};
