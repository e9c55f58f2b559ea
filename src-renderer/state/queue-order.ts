/** Moving one queued run: the call it takes, and the resulting order of the list. */
import type { JobId } from '#contract/model/job.ts';

/** `beforeId`: null: to the end. */
export type Move = { readonly jobId: JobId; readonly beforeId: JobId | null };
export const steps = ['first', 'up', 'down', 'last'] as const;
export type Step = (typeof steps)[number];

/** Moves the run to this position, counted from 0; null: it is there already, or there is no such run. */
export const moveTo = (order: readonly JobId[], jobId: JobId, to: number): Move | null => {
  const from = order.indexOf(jobId);
  if (from < 0 || from === to || to < 0 || to >= order.length) return null;
  const others = order.filter((id) => id !== jobId);
  return { jobId, beforeId: others[to] ?? null };
};

const placeAfter = (step: Step, from: number, count: number): number => {
  switch (step) {
    case 'first':
      return 0;
    case 'up':
      return from - 1;
    case 'down':
      return from + 1;
    case 'last':
      return count - 1;
  }
};

/** null: it cannot move further in that direction. */
export const moveBy = (order: readonly JobId[], jobId: JobId, step: Step): Move | null =>
  moveTo(order, jobId, placeAfter(step, order.indexOf(jobId), order.length));

/** The order after the move; unchanged where one of the two is no longer queued. */
export const afterMove = (order: readonly JobId[], { jobId, beforeId }: Move): readonly JobId[] => {
  if (!order.includes(jobId) || (beforeId !== null && !order.includes(beforeId))) return order;
  const others = order.filter((id) => id !== jobId);
  const at = beforeId === null ? others.length : others.indexOf(beforeId);
  return [...others.slice(0, at), jobId, ...others.slice(at)];
};
