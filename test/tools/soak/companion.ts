/** A second program on the same data folder. It submits nothing and is killed like the first, so the ownership alternates. */
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '#test/main/media/scan/random.ts';
import { openProgram, type Soak } from './soak-state.ts';

/** Time from start to kill, in milliseconds. */
const minRunMs = 500;
const maxRunMs = 6000;

/** Returns the function that ends it. */
export const startCompanion = (soak: Soak, seed: number): { readonly end: () => Promise<void> } => {
  const stop = new AbortController();
  const random = randomFrom(seed);
  const restart = async (): Promise<void> => {
    while (!stop.signal.aborted && !soak.signal.aborted) {
      const program = await openProgram(soak, { isCompanion: true });
      await delay(minRunMs + random() * (maxRunMs - minRunMs), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
      const { code, signal } = await program.kill();
      soak.tally.companionKills += 1;
      if (signal !== 'SIGKILL')
        soak.tally.breaches.push(
          `the second program ended without a kill (${code ?? signal}): ${program.stderr()}`,
        );
    }
  };
  const restarts = restart();
  return {
    end: async () => {
      stop.abort();
      await restarts;
    },
  };
};
