/** The cost of retrying a job at the current price, which may differ from the price at submission. */
import type { Job } from '#contract/model/job.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { useMirror } from '../../state/use-app.ts';

/** In millionths of a US dollar; null: unknown, 0: free. */
export const useTodaysMicros = (job: Pick<Job, 'choices' | 'outputSec'>): number | null => {
  const price = useMirror(
    (mirror) => mirror.models.find(({ id }) => id === job.choices.modelId)?.price ?? null,
  );
  const estimate = price === null ? null : estimateCost(price, job.outputSec);
  return estimate !== null && 'micros' in estimate ? estimate.micros : null;
};
