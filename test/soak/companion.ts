/** A second program on the same data folder, which gives no orders and is killed as the first one is: now the one owns the folder, now the other. */
import { setTimeout as delay } from 'node:timers/promises';
import { randomFrom } from '#test/main/media/scan/random.ts';
import { openProgram, type Soak } from './soak-state.ts';

/** How long one lives, in milliseconds. */
const minLifeMs = 500;
const maxLifeMs = 6000;

/** Returns what ends it. */
export const startCompanion = (soak: Soak, seed: number): { readonly end: () => Promise<void> } => {
  const stop = new AbortController();
  const random = randomFrom(seed);
  const live = async (): Promise<void> => {
    while (!stop.signal.aborted && !soak.signal.aborted) {
      const program = await openProgram(soak, { isCompanion: true });
      await delay(minLifeMs + random() * (maxLifeMs - minLifeMs), undefined, { signal: stop.signal }).catch(
        () => undefined,
      );
      const { code, signal } = await program.kill();
      soak.tally.companionKills += 1;
      if (signal !== 'SIGKILL')
        soak.tally.breaches.push(`the second program ended by itself (${code ?? signal}): ${program.said()}`);
    }
  };
  const living = live();
  return {
    end: async () => {
      stop.abort();
      await living;
    },
  };
};
