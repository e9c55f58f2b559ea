/** Checks that batches are accepted completely or not at all, and cancelled only after enough failures. Pure. */
import type { Facts } from './facts.ts';

export const checkBatches = ({ batches, disk }: Facts): readonly string[] => {
  const inSome = new Set(batches.flatMap(({ prompts }) => prompts));
  const alone = disk.records.filter(({ choices }) => !inSome.has(choices.prompt));
  return [
    ...alone.flatMap(({ choices, batchId, state }) => [
      ...(batchId === null ? [] : [`"${choices.prompt}" is a single order, but has a batch`]),
      ...(state.kind === 'cancelled' ? [`"${choices.prompt}" is a single order, but was cancelled`] : []),
    ]),
    ...batches.flatMap(({ prompts, stopAfter }) => {
      const name = `the batch of "${prompts[0]}"`;
      const records = disk.records.filter(({ choices }) => prompts.includes(choices.prompt));
      if (records.length === 0) return [];
      const ids = new Set(records.map(({ batchId }) => batchId));
      const failed = records.filter(({ state }) => state.kind === 'failed').length;
      const isCancelled = records.some(({ state }) => state.kind === 'cancelled');
      return [
        ...(records.length === prompts.length && ids.size === 1 && !ids.has(null)
          ? []
          : [`${name} is ${records.length} of ${prompts.length} jobs in ${ids.size} batches`]),
        ...(isCancelled && (stopAfter === null || failed < stopAfter)
          ? [`${name} was cancelled after ${failed} failures instead of ${stopAfter ?? 'never'}`]
          : []),
      ];
    }),
  ];
};
