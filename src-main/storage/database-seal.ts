/** Says how the last program left the database, so that the next one knows whether the file is still that one. */
import { randomInt } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { Log } from '../ports.ts';
import { replaceFile } from './atomic.ts';
import { removeFileSync } from './busy-retry.ts';
import { serialOf } from './database-connection.ts';
import { keepHead } from './database-head.ts';
import type { WalState } from './database-wal.ts';

/** `serials`: the number that the file carries, or those of which it carries one. */
const serials = z.array(z.int()).readonly();
const sealSchema = z.discriminatedUnion('kind', [
  /** Left behind by a program that did not close it. */
  z.object({ kind: z.literal('open'), serials }),
  z.object({ kind: z.literal('closing'), serials }),
  z.object({ kind: z.literal('closed'), serials, sizeBytes: z.number(), modifiedMs: z.number() }),
]);
type Seal = z.infer<typeof sealSchema>;

type FileStat = { readonly sizeBytes: number; readonly modifiedMs: number };

export type Trust = {
  /** What is in it must be looked at in depth. */
  readonly isDoubtful: boolean;
  /** It may know less than the last program had written: what it calls unsent may have been sent and paid. */
  readonly isPerhapsOlder: boolean;
};

export const fullTrust: Trust = { isDoubtful: false, isPerhapsOlder: false };
const doubtful: Trust = { isDoubtful: true, isPerhapsOlder: false };
const perhapsOlder: Trust = { isDoubtful: true, isPerhapsOlder: true };

/** `seal`: null where no program has sealed it yet. `serial`: null where it cannot be read. */
export const judgeTrust = (found: {
  readonly seal: Seal | null;
  readonly serial: number | null;
  readonly file: FileStat;
  readonly wal: WalState;
}): Trust => {
  const { seal, serial, file, wal } = found;
  if (wal === 'damaged') return perhapsOlder;
  if (seal === null) return doubtful;
  if (serial !== null && !seal.serials.includes(serial)) return perhapsOlder;
  if (seal.kind === 'closing') return doubtful;
  // SQLite takes that file away only when it closes.
  if (seal.kind === 'open') return wal === 'none' ? perhapsOlder : fullTrust;
  const isSame = file.sizeBytes === seal.sizeBytes && file.modifiedMs === seal.modifiedMs;
  return isSame && wal === 'none' ? fullTrust : doubtful;
};

const sealPath = (path: string): string => `${path}.seal`;

/** null: there is none that makes sense. */
export const readSeal = (path: string): Seal | null => {
  try {
    return sealSchema.parse(JSON.parse(readFileSync(sealPath(path), 'utf8')));
  } catch {
    return null;
  }
};

export const statOf = (path: string): FileStat | undefined => {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && { sizeBytes: found.size, modifiedMs: found.mtimeMs };
};

const replaceSeal = (path: string, seal: Seal): void =>
  replaceFile(sealPath(path), JSON.stringify(seal), 0o600);

/** Without one the next start only looks closer; an outdated one would tell it something wrong. */
const goWithoutSeal = (path: string, log: Log, cause: unknown): void => {
  removeFileSync(sealPath(path));
  log.warn('the database could not be sealed', { cause });
};

type SealDeps = { readonly connection: DatabaseSync; readonly log: Log };

/** Before a program's first write. A disk without room is no reason not to go on. */
export const sealOpen = (path: string, { connection, log }: SealDeps): void => {
  if (readSeal(path)?.kind === 'open') return;
  try {
    replaceSeal(path, { kind: 'open', serials: [serialOf(connection)] });
  } catch (cause) {
    goWithoutSeal(path, log, cause);
  }
};

const isAsSealed = (path: string, seal: Seal | null): boolean => {
  const file = statOf(path);
  return seal?.kind === 'closed' && seal.sizeBytes === file?.sizeBytes && seal.modifiedMs === file.modifiedMs;
};

/** For the last program to close it, inside the gate. `hasSeenDamage`: the next start is to look closer. */
export const closeAndSeal = (path: string, deps: SealDeps & { readonly hasSeenDamage: boolean }): void => {
  const { connection, hasSeenDamage, log } = deps;
  const seal = readSeal(path);
  if (!hasSeenDamage && isAsSealed(path, seal)) {
    connection.close();
    return;
  }
  try {
    const [before, serial] = [serialOf(connection), randomInt(1, 2 ** 31)];
    replaceSeal(path, { kind: 'closing', serials: [before, serial] });
    connection.exec(`PRAGMA application_id = ${serial}`);
    connection.close();
    const [file, wal] = [statOf(path), statOf(`${path}-wal`)];
    if (hasSeenDamage || file === undefined || wal !== undefined) return;
    // Neither flushed nor whole at once: cut off, it is a seal that makes no sense, and the next start looks closer.
    writeFileSync(
      sealPath(path),
      JSON.stringify({ kind: 'closed', serials: [serial], ...file } satisfies Seal),
    );
    keepHead(path);
  } catch (cause) {
    goWithoutSeal(path, log, cause);
  }
};
