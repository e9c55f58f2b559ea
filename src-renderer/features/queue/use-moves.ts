/** The order of what waits, with a move shown at once that the program has not confirmed yet. */
import { useMemo, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobId } from '#contract/model/job.ts';
import { afterMove, type Move } from '../../state/queue-order.ts';
import { useApp } from '../../state/use-app.ts';

export type Moves = {
  readonly order: readonly JobId[];
  readonly error: AppError | null;
  /** Answers the order that came of it; null: it was refused. */
  readonly move: (move: Move) => Promise<readonly JobId[] | null>;
};

export const useMoves = (waiting: readonly Job[]): Moves => {
  const { actions } = useApp();
  const key = waiting.map(({ id }) => id).join('\n');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the ids stand in the key; other changes of the jobs move nothing.
  const told = useMemo(() => waiting.map(({ id }) => id), [key]);
  /** `key`: of the order it was asked in; once another comes, that is the truth. */
  const [pending, setPending] = useState<{ readonly move: Move; readonly key: string } | null>(null);
  // Back in that order by somebody else's move, the list must not show this one once more.
  if (pending !== null && pending.key !== key) setPending(null);
  const [error, setError] = useState<AppError | null>(null);
  const order = useMemo(
    () => (pending !== null && pending.key === key ? afterMove(told, pending.move) : told),
    [pending, key, told],
  );
  const move = async (asked: Move): Promise<readonly JobId[] | null> => {
    setPending({ move: asked, key });
    const refusal = await actions.moveJob(asked);
    setError(refusal);
    if (refusal === null) return afterMove(told, asked);
    setPending(null);
    return null;
  };
  return { order, error, move };
};
