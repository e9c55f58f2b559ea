/**
 * Looks at jobs go out a few at a time, and results come home so. Where more wait than may go (after sleep, with a long
 * queue, when a library is back), the job whose result its provider forgets first goes first.
 */

const maxConcurrency = 4;

export type PollLimiter = <T>(
  /** `deadlineMs`: when the provider may have forgotten the job, in milliseconds since 1970; Infinity: never. */
  request: { readonly deadlineMs: number; readonly signal: AbortSignal },
  look: () => Promise<T>,
) => Promise<T | null>;

type Waiting = { readonly deadlineMs: number; readonly goOn: () => void };

/** The look answers null where its signal was aborted before its turn came. */
export const createPollLimiter = (): PollLimiter => {
  const waiting: Waiting[] = [];
  let looking = 0;

  const next = (): void => {
    if (looking >= maxConcurrency || waiting.length === 0) return;
    const [first] = [...waiting].sort((one, other) => one.deadlineMs - other.deadlineMs);
    if (first === undefined) return;
    waiting.splice(waiting.indexOf(first), 1);
    looking += 1;
    first.goOn();
  };

  const turn = ({ deadlineMs, signal }: Parameters<PollLimiter>[0]): Promise<boolean> =>
    new Promise((resolve) => {
      const entry: Waiting = {
        deadlineMs,
        goOn: () => {
          signal.removeEventListener('abort', giveUp);
          resolve(true);
        },
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(entry), 1);
        resolve(false);
      };
      signal.addEventListener('abort', giveUp, { once: true });
      waiting.push(entry);
      next();
    });

  return async (request, look) => {
    if (request.signal.aborted || !(await turn(request))) return null;
    try {
      return await look();
    } finally {
      looking -= 1;
      next();
    }
  };
};
