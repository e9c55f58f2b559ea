/** Position of a queued job in the order in which jobs are started. */

export type Place<Id> = { readonly id: Id; readonly place: number };

/**
 * The new positions of the jobs that move: of one job, or of all where no number is left between its neighbours.
 * `queue`: the queued jobs, first to be started first. `beforeId`: null: to the end. Both must be in the queue.
 */
export const movedBefore = <Id>(
  queue: readonly Place<Id>[],
  move: { readonly id: Id; readonly beforeId: Id | null },
): readonly Place<Id>[] => {
  const { id, beforeId } = move;
  if (id === beforeId) return [];
  const others = queue.filter((one) => one.id !== id);
  const index = beforeId === null ? others.length : others.findIndex((one) => one.id === beforeId);
  const next = others[index]?.place;
  const previous = others[index - 1]?.place;
  if (previous === undefined && next === undefined) return [];
  const place =
    previous === undefined
      ? (next ?? 0) - 1
      : next === undefined
        ? previous + 1
        : previous + (next - previous) / 2;
  const isBetween = (previous === undefined || place > previous) && (next === undefined || place < next);
  if (isBetween) return [{ id, place }];
  const order = [
    ...others.slice(0, index).map((one) => one.id),
    id,
    ...others.slice(index).map((one) => one.id),
  ];
  return order.map((one, at) => ({ id: one, place: at + 1 }));
};
