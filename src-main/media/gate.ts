/** Lets a few through at a time; the rest wait in order. */

export type Gate = <T>(work: () => Promise<T>) => Promise<T>;

export const createGate = (atOnce: number): Gate => {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (running >= atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await work();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
};
