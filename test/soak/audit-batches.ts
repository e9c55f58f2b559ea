/** Whether batches were taken whole or not at all, and called off only after enough failures. Pure. */
import type { Facts } from './facts.ts';

export const judgeBatches = ({ batches, disk }: Facts): readonly string[] => {
  const inSome = new Set(batches.flatMap(({ prompts }) => prompts));
  const alone = disk.records.filter(({ choices }) => !inSome.has(choices.prompt));
  return [
    ...alone.flatMap(({ choices, batchId, state }) => [
      ...(batchId === null ? [] : [`"${choices.prompt}" was ordered by itself and is in a batch`]),
      ...(state.kind === 'cancelled' ? [`"${choices.prompt}" was cancelled by nobody`] : []),
    ]),
    ...batches.flatMap(({ prompts, stopAfter }) => {
      const name = `the batch of "${prompts[0]}"`;
      const records = disk.records.filter(({ choices }) => prompts.includes(choices.prompt));
      if (records.length === 0) return [];
      const ids = new Set(records.map(({ batchId }) => batchId));
      const failed = records.filter(({ state }) => state.kind === 'failed').length;
      const isCalledOff = records.some(({ state }) => state.kind === 'cancelled');
      return [
        ...(records.length === prompts.length && ids.size === 1 && !ids.has(null)
          ? []
          : [`${name} is ${records.length} of ${prompts.length} jobs in ${ids.size} batches`]),
        ...(isCalledOff && (stopAfter === null || failed < stopAfter)
          ? [`${name} was called off after ${failed} failures instead of ${stopAfter ?? 'never'}`]
          : []),
      ];
    }),
  ];
};
