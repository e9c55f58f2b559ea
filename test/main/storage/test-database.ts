import { onTestFinished } from 'vitest';
import type { Log } from '#main/ports.ts';
import { type Database, openDatabase } from '#main/storage/database.ts';
import { createTestLog } from './test-log.ts';

const open = new Map<string, () => void>();

/** A database that is closed when the test ends, or when its folder is opened again, as by a restart. */
export const openTestDatabase = (dataFolder: string, log: Log = createTestLog()): Database => {
  open.get(dataFolder)?.();
  const db = openDatabase({ dataFolder, log, clock: { now: () => new Date('2026-11-21T10:00:00Z') } });
  if (!db.ok) throw new Error(`The database did not open: ${db.error.code}`);
  let isOpen = true;
  const close = () => {
    if (isOpen) db.value.close();
    isOpen = false;
  };
  open.set(dataFolder, close);
  onTestFinished(close);
  return { ...db.value, close };
};
