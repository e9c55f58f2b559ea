/** `<data>/keys.json`: encrypted keys as base64 by provider, readable by the user's own account only. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { KeyHolder } from '#contract/model/model-spec.ts';
import type { Log } from '../ports.ts';
import { replaceFile } from '../storage/atomic.ts';
import { renameSync } from '../storage/busy-retry.ts';
import { errnoOf } from '../storage/file-error.ts';

/** Entries are validated one by one; an unknown one belongs to a newer version. */
const entriesSchema = z.record(z.string(), z.unknown());
const keySchema = z.base64();

type Found =
  | { readonly kind: 'entries'; readonly entries: Readonly<Record<string, unknown>> }
  | { readonly kind: 'missing' | 'broken' };

export const createKeyFile = (deps: { readonly dataFolder: string; readonly log: Log }) => {
  const { dataFolder, log } = deps;
  const path = join(dataFolder, 'keys.json');

  /** Throws errors of the file system: an unreadable file may still hold keys. */
  const find = (): Found => {
    try {
      const parsed = entriesSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      return parsed.success ? { kind: 'entries', entries: parsed.data } : { kind: 'broken' };
    } catch (cause) {
      if (errnoOf(cause) === 'ENOENT') return { kind: 'missing' };
      if (cause instanceof SyntaxError) return { kind: 'broken' };
      throw cause;
    }
  };

  const readEntries = (): Readonly<Record<string, unknown>> => {
    try {
      const found = find();
      if (found.kind === 'broken') log.warn('keys.json is broken and counts as empty');
      return found.kind === 'entries' ? found.entries : {};
    } catch (cause) {
      log.warn('keys.json cannot be read and counts as empty', { cause });
      return {};
    }
  };

  return {
    /** As base64; null: there is none. An unreadable file holds no keys; they can be entered again. */
    read: (holder: KeyHolder): string | null => {
      const entry = readEntries()[holder];
      const parsed = keySchema.safeParse(entry);
      if (entry !== undefined && !parsed.success)
        log.warn('a stored key is broken and counts as not set', { provider: holder });
      return parsed.success ? parsed.data : null;
    },
    /** null: removes it. The other entries stay unchanged. Throws errors of the file system. */
    set: (holder: KeyHolder, encrypted: string | null): void => {
      const found = find();
      const { [holder]: stored, ...others } = found.kind === 'entries' ? found.entries : {};
      if (encrypted === null && stored === undefined) return;
      mkdirSync(dataFolder, { recursive: true });
      if (found.kind === 'broken') renameSync(path, join(dataFolder, 'keys.broken.json'));
      const entries = encrypted === null ? others : { ...others, [holder]: encrypted };
      replaceFile(path, JSON.stringify(entries), 0o600);
    },
  };
};
