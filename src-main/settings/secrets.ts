/** Keys of providers. They are never returned to the page; only a provider's own code reads them. */
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { KeyHolder } from '#contract/model/model-spec.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { Cipher, Log, Ports } from '../ports.ts';
import { renameSync } from '../storage/busy-retry.ts';
import { toFileError } from '../storage/file-error.ts';
import { createJsonFile } from '../storage/json-file.ts';

/** Entries are validated one by one; an unknown one belongs to a newer version. */
const entriesSchema = z.record(z.string(), z.unknown());
const keySchema = z.base64();

/** `<data>/keys.json`: keys encrypted by the system, as base64 by provider; only the user's account can read the file. */
const createKeyFile = (deps: { readonly dataFolder: string; readonly log: Log }) => {
  const { dataFolder, log } = deps;
  const path = join(dataFolder, 'keys.json');

  const file = createJsonFile({ path, schema: entriesSchema, name: 'keys.json', log });

  return {
    /** As base64; null: no key. A malformed file counts as empty; the keys can be entered again. */
    read: (holder: KeyHolder): string | null => {
      const entry = file.read({})[holder];
      const parsed = keySchema.safeParse(entry);
      if (entry !== undefined && !parsed.success) log.warn('stored key malformed', { provider: holder });
      return parsed.success ? parsed.data : null;
    },
    /** null: removes it. The other entries stay unchanged. Throws errors of the file system. */
    set: (holder: KeyHolder, encrypted: string | null): void => {
      const found = file.find();
      const { [holder]: stored, ...others } = found.kind === 'read' ? found.value : {};
      if (encrypted === null && stored === undefined) return;
      if (found.kind === 'broken') renameSync(path, join(dataFolder, 'keys.broken.json'));
      file.write(encrypted === null ? others : { ...others, [holder]: encrypted });
    },
  };
};

export type Secrets = {
  /** For provider code only. null: not set. */
  readonly read: (provider: KeyHolder) => string | null;
  readonly status: (provider: KeyHolder) => KeyStatus;
  readonly set: (provider: KeyHolder, key: string) => Result<KeyStatus>;
  readonly clear: (provider: KeyHolder) => Result<KeyStatus>;
};

const variables: Readonly<Record<KeyHolder, string | null>> = {
  demo: null,
  fal: 'FAL_KEY',
  novita: 'NOVITA_API_KEY',
  aimlapi: 'AIMLAPI_API_KEY',
  runpod: 'RUNPOD_API_KEY',
  bucket: 'UNDERSTUDY_S3_SECRET_ACCESS_KEY',
};

/** Accepts printable ASCII without spaces, as HTTP headers require; rejects a pasted line end. */
const isKeyLike = (key: string): boolean => /^[\x21-\x7e]+$/.test(key);

type Kept = { readonly key: string; readonly keptIn: KeyStatus['keptIn'] };

export const createSecrets = (deps: {
  /** null: there is no encryption, so a key is kept in memory until the program exits. */
  readonly cipher: Cipher | null;
  readonly environment: Ports['environment'];
  readonly dataFolder: string;
  readonly log: Log;
  readonly onChange: (status: KeyStatus) => void;
}): Secrets => {
  const { cipher, environment, log, onChange } = deps;
  const file = createKeyFile({ dataFolder: deps.dataFolder, log });
  const known = new Map<KeyHolder, Kept>();

  const fromEnvironment = (provider: KeyHolder): Kept | null => {
    const variable = variables[provider];
    const key = variable === null ? undefined : environment[variable]?.trim();
    return key ? { key, keptIn: 'environment' } : null;
  };

  const fromFile = (provider: KeyHolder): Kept | null => {
    const encrypted = cipher === null ? null : file.read(provider);
    if (cipher === null || encrypted === null) return null;
    try {
      return { key: cipher.decrypt(Buffer.from(encrypted, 'base64')), keptIn: 'system' };
    } catch {
      // The profile comes from another computer, or the key ring was reset: the user must set the key again.
      log.warn('stored key not decryptable', { provider });
      return null;
    }
  };

  const find = (provider: KeyHolder): Kept | null => {
    const kept = fromEnvironment(provider) ?? known.get(provider) ?? fromFile(provider);
    if (kept === null) return null;
    log.hide?.(kept.key);
    if (kept.keptIn !== 'environment') known.set(provider, kept);
    return kept;
  };

  const status = (provider: KeyHolder): KeyStatus => {
    const kept = find(provider);
    return { provider, isSet: kept !== null, keptIn: kept?.keptIn ?? 'nowhere' };
  };

  const changed = (provider: KeyHolder): Result<KeyStatus> => {
    const now = status(provider);
    onChange(now);
    return ok(now);
  };

  return {
    read: (provider) => find(provider)?.key ?? null,
    status,
    set: (provider, typed) => {
      const key = typed.trim();
      log.hide?.(key);
      if (!isKeyLike(key) || variables[provider] === null)
        return fail('bad-request', { subject: provider, reason: 'key-invalid' });
      if (cipher !== null) {
        try {
          file.set(provider, Buffer.from(cipher.encrypt(key)).toString('base64'));
        } catch (cause) {
          return { ok: false, error: toFileError(cause, 'keys.json') };
        }
      }
      known.set(provider, { key, keptIn: cipher === null ? 'memory' : 'system' });
      return changed(provider);
    },
    clear: (provider) => {
      try {
        // Also removes a key that this host cannot decrypt.
        file.set(provider, null);
      } catch (cause) {
        return { ok: false, error: toFileError(cause, 'keys.json') };
      }
      known.delete(provider);
      return changed(provider);
    },
  };
};
