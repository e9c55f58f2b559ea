/** Tells when another open program has changed the list: what it keeps, marks and deletes is to be seen here, too. */
import { z } from 'zod';
import type { Clock } from '../../ports.ts';
import type { Database } from '../../storage/database.ts';

const pollEveryMs = 1000;

const versionSchema = z.object({ data_version: z.int() });

/** A number that grows when another connection has written anything. https://sqlite.org/pragma.html#pragma_data_version */
const versionOf = (db: Database): number | null => {
  const found = db.read((sql) => sql.all('PRAGMA data_version'));
  return found.ok ? versionSchema.parse(found.value[0]).data_version : null;
};

/** Resolves when the signal is aborted. */
export const watchForeignChanges = async (deps: {
  readonly db: Database;
  readonly clock: Pick<Clock, 'sleep'>;
  readonly signal: AbortSignal;
  readonly onChange: () => void;
}): Promise<void> => {
  const { db, clock, signal, onChange } = deps;
  let known = versionOf(db);
  while (!signal.aborted) {
    await clock.sleep(pollEveryMs, signal);
    if (signal.aborted) return;
    const version = versionOf(db);
    if (version === known) continue;
    known = version;
    onChange();
  }
};
