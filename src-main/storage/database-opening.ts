/** Opens the database: looked over, brought to this version, mended where it is broken, and never at the cost of what is in it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Clock, Log } from '../ports.ts';
import { type Migrated, migrate } from './database-backup.ts';
import {
  checkItems,
  checkPages,
  connect,
  databaseName,
  type Header,
  isBroken,
  readHeader,
} from './database-connection.ts';
import { copyWalAside, endRepair, type Repaired, repair, setAside } from './database-repair.ts';
import { fullTrust, judgeTrust, readSeal, sealOpen, statOf, type Trust } from './database-seal.ts';
import { walStateOf } from './database-wal.ts';

/** What opening came upon and did, for a sentence to the person. Files are named without their path. */
export type Opening = {
  readonly did:
    | { readonly kind: 'nothing' }
    | { readonly kind: 'began' }
    /** There was one before, and it is gone or empty; a new one was begun. */
    | { readonly kind: 'began-again' }
    | { readonly kind: 'migrated'; readonly fromVersion: number; readonly backup: string }
    /** It was broken. The new one holds the jobs that could be read, and no items. */
    | ({ readonly kind: 'repaired' } & Repaired);
  /** It may know less than had been written: what it calls unsent may have been sent and paid. */
  readonly isPerhapsOlder: boolean;
  /** The catalogue may lack what the folders hold and is to be made again from them. */
  readonly isCatalogueDoubtful: boolean;
};

export type OpeningDeps = {
  readonly dataFolder: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly log: Log;
  readonly migrations: readonly string[];
};

export type Opened = {
  readonly connection: DatabaseSync;
  readonly opening: Opening;
};

const newerVersion = (version: number, known: number): Result<never> =>
  fail('data-newer', {
    subject: databaseName,
    version,
    knownVersion: known,
  });

const notMigrated = (version: number, known: number): Result<never> =>
  fail('data-not-updated', {
    subject: databaseName,
    version,
    knownVersion: known,
  });

/** SQLite takes what is shorter than its smallest page for an empty file, and writes over it. */
const minBytes = 512;

type Found = 'nothing' | 'gone' | Trust;

type Looked = { readonly found: Found; readonly header: Header | null };

/** What lies there before it is opened. The frames written ahead come first: SQLite forgets how many there were as soon as it looks. */
const lookAt = (path: string): Looked => {
  const [seal, file] = [readSeal(path), statOf(path)];
  if (file === undefined || file.sizeBytes < minBytes) {
    const isRemnant = (file?.sizeBytes ?? 0) > 0 || existsSync(`${path}-wal`);
    return { found: seal !== null || isRemnant ? 'gone' : 'nothing', header: null };
  }
  const wal = walStateOf(path);
  const header = readHeader(path);
  return { found: judgeTrust({ seal, serial: header?.serial ?? null, file, wal }), header };
};

const whatWasDone = (found: Found, migrated: Migrated, repaired: Repaired | null): Opening['did'] => {
  if (repaired !== null) return { kind: 'repaired', ...repaired };
  if (found === 'gone') return { kind: 'began-again' };
  if (migrated.kind !== 'migrated') return { kind: 'nothing' };
  const { fromVersion, backup } = migrated;
  return backup === null ? { kind: 'began' } : { kind: 'migrated', fromVersion, backup };
};

type Whole = { readonly connection: DatabaseSync; readonly migrated: Migrated };

/** Throws where it is broken. */
const openWhole = (
  path: string,
  { migrations, isDoubtful }: { readonly migrations: readonly string[]; readonly isDoubtful: boolean },
): Whole => {
  const connection = connect(path);
  try {
    checkPages(connection, isDoubtful ? 'deep' : 'quick');
    const migrated = migrate(connection, { path, migrations });
    if (isDoubtful && migrated.kind !== 'failed') checkItems(connection);
    return { connection, migrated };
  } catch (cause) {
    connection.close();
    throw cause;
  }
};

/** Throws what SQLite and the disk throw. */
export const openInside = (deps: OpeningDeps): Result<Opened> => {
  const { clock, log, migrations } = deps;
  const path = join(deps.dataFolder, databaseName);
  endRepair(path, clock.now());
  const { found, header } = lookAt(path);
  if (header !== null && header.version > migrations.length)
    return newerVersion(header.version, migrations.length);

  const { isDoubtful, isPerhapsOlder } = typeof found === 'string' ? fullTrust : found;
  if (isPerhapsOlder) {
    log.error('the database may know less than had been written into it');
    copyWalAside(path, clock.now());
  }
  if (found === 'gone') {
    log.error('the database is gone');
    // SQLite would throw away what was written ahead of it.
    setAside(path, clock.now());
  }

  const openOrRepair = (): Whole & { readonly repaired: Repaired | null } => {
    try {
      return { ...openWhole(path, { migrations, isDoubtful }), repaired: null };
    } catch (cause) {
      if (!isBroken(cause)) throw cause;
      const repaired = repair(path, { migrations, now: clock.now() });
      log.error('the database is broken and was set aside', { ...repaired, cause });
      return { ...openWhole(path, { migrations, isDoubtful: false }), repaired };
    }
  };
  const { connection, migrated, repaired } = openOrRepair();
  if (migrated.kind === 'failed') {
    connection.close();
    log.error('the database could not be brought to this version', { cause: migrated.cause });
    return notMigrated(migrated.fromVersion, migrations.length);
  }

  const did = whatWasDone(found, migrated, repaired);
  if (did.kind === 'migrated') log.info('the database was brought to this version', did);
  try {
    if (did.kind !== 'nothing') sealOpen(path, { connection, log });
    const isCatalogueDoubtful = isPerhapsOlder || repaired !== null || found === 'gone';
    return ok({ connection, opening: { did, isPerhapsOlder, isCatalogueDoubtful } });
  } catch (cause) {
    connection.close();
    throw cause;
  }
};
