/** The order of waiting jobs, with a move shown before the main process confirms it. */
import { useMemo, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import { afterMove, type Move } from '../../state/queue-order.ts';
import { useApp } from '../../state/use-app.ts';

export type Moves = {
  readonly order: readonly JobId[];
  readonly error: AppError | null;
  /** Returns the resulting order; null: the move was rejected. */
  readonly move: (move: Move) => Promise<readonly JobId[] | null>;
};

export const useMoves = (waiting: readonly Job[]): Moves => {
  const { actions } = useApp();
  const key = waiting.map(({ id }) => id).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key contains the ids; other changes of the jobs do not affect the order.
  const storedOrder = useMemo(() => waiting.map(({ id }) => id), [key]);
  /** `key`: the order the move was requested in; any other order from the main process replaces it. */
  const [pending, setPending] = useState<{ readonly move: Move; readonly key: string } | null>(null);
  // If another client restores that order, this move must not be applied again.
  if (pending !== null && pending.key !== key) setPending(null);
  const [error, setError] = useState<AppError | null>(null);
  const order = useMemo(
    () => (pending !== null && pending.key === key ? afterMove(storedOrder, pending.move) : storedOrder),
    [pending, key, storedOrder],
  );
  const move = async (requested: Move): Promise<readonly JobId[] | null> => {
    setPending({ move: requested, key });
    const refusal = await actions.moveJob(requested);
    setError(refusal);
    if (refusal === null) return afterMove(storedOrder, requested);
    setPending(null);
    return null;
  };
  return { order, error, move };
};
