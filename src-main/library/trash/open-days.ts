/**
 * The last days on which the program was opened. By the clock alone the trash would be emptied at once where the clock
 * jumps ahead by years, or was years behind when something was removed.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../ports.ts';
import { createJsonFile } from '../../storage/json-file.ts';

/** On so many days after its removal the program has to be opened before an item goes by itself. */
const neededDays = 3;

const daysSchema = z.array(z.iso.date()).max(100);
const dayOf = (time: string): string => time.slice(0, 10);

/** Those after `now` were noted by a clock that was wrong then, or is now. */
export const withToday = (known: readonly string[], now: Date): readonly string[] => {
  const today = dayOf(now.toISOString());
  const before = known.filter((day) => day < today).sort();
  return [...new Set(before), today].slice(-neededDays);
};

export const wasOpenSince = (removedAt: string, days: readonly string[]): boolean =>
  days.filter((day) => day > dayOf(removedAt)).length >= neededDays;

/** Notes today, and answers the last days. One that cannot be noted is counted anew, which deletes nothing too soon. */
export const createOpenDays = (deps: {
  readonly dataFolder: string;
  readonly log: Log;
}): ((now: Date) => readonly string[]) => {
  const name = 'open-days.json';
  const path = join(deps.dataFolder, name);
  const file = createJsonFile({ path, schema: daysSchema, name, log: deps.log });
  return (now) => {
    const days = withToday(file.read([]), now);
    try {
      file.write([...days]);
    } catch (cause) {
      deps.log.warn('the day could not be noted', { cause });
    }
    return days;
  };
};
