/**
 * The last days on which the program was opened. By the clock alone, the trash would be emptied immediately where the
 * clock jumps ahead by years, or was years behind when an item was removed.
 */
import { join } from 'node:path';
import { z } from 'zod';
import type { Log } from '../../ports.ts';
import { createJsonFile } from '../../storage/json-file.ts';

/** Number of days after its removal on which the program has to be opened before an item is deleted automatically. */
const neededDays = 3;

const daysSchema = z.array(z.iso.date()).max(100);
const dayOf = (time: string): string => time.slice(0, 10);

/** Drops days after `now`: the clock was wrong then, or is wrong now. */
export const withToday = (known: readonly string[], now: Date): readonly string[] => {
  const today = dayOf(now.toISOString());
  const before = known.filter((day) => day < today).sort();
  return [...new Set(before), today].slice(-neededDays);
};

export const wasOpenSince = (removedAt: string, days: readonly string[]): boolean =>
  days.filter((day) => day > dayOf(removedAt)).length >= neededDays;

/** Records today, and returns the last days. A day that cannot be recorded only delays deletions. */
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
      deps.log.warn('open day not recorded', { cause });
    }
    return days;
  };
};
