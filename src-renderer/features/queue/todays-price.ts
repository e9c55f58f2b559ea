/** What running a job again costs by today's price, which need not be the one that it was sent at. */
import type { Job } from '#contract/model/job.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { useMirror } from '../../state/use-app.ts';

/** In millionths of a US dollar; null: nobody knows, 0: nothing. */
export const useTodaysMicros = (job: Pick<Job, 'choices' | 'outputSec'>): number | null => {
  const price = useMirror(
    (mirror) => mirror.models.find(({ id }) => id === job.choices.modelId)?.price ?? null,
  );
  const estimate = price === null ? null : estimateCost(price, job.outputSec);
  return estimate !== null && 'micros' in estimate ? estimate.micros : null;
};
