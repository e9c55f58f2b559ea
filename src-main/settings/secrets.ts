/** Keys of providers. They are never returned to the page; only a provider's own code reads them. */
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type KeyHolder, keyHolderSchema } from '#contract/model/model-spec.ts';
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
  /** Decrypts the stored keys; called once, before the first `read`. */
  readonly load: () => Promise<void>;
  /** For provider code only. null: not set. */
  readonly read: (provider: KeyHolder) => string | null;
  readonly status: (provider: KeyHolder) => KeyStatus;
  readonly set: (provider: KeyHolder, key: string) => Promise<Result<KeyStatus>>;
  readonly clear: (provider: KeyHolder) => Promise<Result<KeyStatus>>;
  /** Stores or removes the keys of this run whose storage depends on the user's agreement. */
  readonly settingsChanged: () => Promise<void>;
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

/** `unprotected`: stored, without a protected key store of the system. */
type Kept = { readonly key: string; readonly keptIn: KeyStatus['keptIn'] };

export const createSecrets = (deps: {
  /** null: there is no encryption, so a key is kept in memory until the program exits. */
  readonly cipher: Cipher | null;
  /** Whether the user agreed to keys that are stored without a protected key store. */
  readonly arePlainKeysAllowed: () => boolean;
  readonly environment: Ports['environment'];
  readonly dataFolder: string;
  readonly log: Log;
  readonly onChange: (status: KeyStatus) => void;
}): Secrets => {
  const { cipher, environment, log, onChange } = deps;
  const file = createKeyFile({ dataFolder: deps.dataFolder, log });
  const known = new Map<KeyHolder, Kept>();
  const holders = keyHolderSchema.options;

  /** null: keys stay in memory. */
  const usableCipher = (): Cipher | null =>
    cipher !== null && (cipher.isProtected || deps.arePlainKeysAllowed()) ? cipher : null;
  const placeOf = ({ isProtected }: Cipher): KeyStatus['keptIn'] => (isProtected ? 'system' : 'unprotected');

  const fromEnvironment = (provider: KeyHolder): Kept | null => {
    const variable = variables[provider];
    const key = variable === null ? undefined : environment[variable]?.trim();
    return key ? { key, keptIn: 'environment' } : null;
  };

  const store = async (provider: KeyHolder, key: string, usable: Cipher): Promise<void> =>
    file.set(provider, Buffer.from(await usable.encrypt(key)).toString('base64'));

  const loadOne = async (provider: KeyHolder, usable: Cipher): Promise<void> => {
    const encrypted = file.read(provider);
    if (encrypted === null) return;
    try {
      const { text, isOutdated } = await usable.decrypt(Buffer.from(encrypted, 'base64'));
      known.set(provider, { key: text, keptIn: placeOf(usable) });
      log.hide?.(text);
      if (isOutdated) await store(provider, text, usable);
    } catch (cause) {
      // The profile comes from another computer, or the key ring was reset: the user must set the key again.
      const message = known.has(provider) ? 'key not encrypted again' : 'stored key not decryptable';
      log.warn(message, { provider, cause });
    }
  };

  const find = (provider: KeyHolder): Kept | null => {
    const kept = fromEnvironment(provider) ?? known.get(provider) ?? null;
    if (kept !== null) log.hide?.(kept.key);
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

  /** Changes run one after the other, because encryption takes time and the last change must win. */
  let changes: Promise<unknown> = Promise.resolve();
  const afterOthers = <T>(change: () => Promise<T>): Promise<T> => {
    const result = changes.then(change);
    changes = result.catch(() => undefined);
    return result;
  };

  const set = async (provider: KeyHolder, typed: string): Promise<Result<KeyStatus>> => {
    const key = typed.trim();
    log.hide?.(key);
    if (!isKeyLike(key) || variables[provider] === null)
      return fail('bad-request', { subject: provider, reason: 'key-invalid' });
    const usable = usableCipher();
    if (usable !== null) {
      try {
        await store(provider, key, usable);
      } catch (cause) {
        return { ok: false, error: toFileError(cause, 'keys.json') };
      }
    }
    known.set(provider, { key, keptIn: usable === null ? 'memory' : placeOf(usable) });
    return changed(provider);
  };

  const clear = async (provider: KeyHolder): Promise<Result<KeyStatus>> => {
    try {
      // Also removes a key that this host cannot decrypt.
      file.set(provider, null);
    } catch (cause) {
      return { ok: false, error: toFileError(cause, 'keys.json') };
    }
    known.delete(provider);
    return changed(provider);
  };

  /** Only keys of this run: one that could not be decrypted belongs to a protected store of another session. */
  const followAgreement = async (): Promise<void> => {
    if (cipher === null || cipher.isProtected) return;
    const usable = usableCipher();
    const [before, now] =
      usable === null ? (['unprotected', 'memory'] as const) : (['memory', 'unprotected'] as const);
    for (const [provider, kept] of known) {
      if (kept.keptIn !== before) continue;
      try {
        if (usable === null) file.set(provider, null);
        else await store(provider, kept.key, usable);
        known.set(provider, { ...kept, keptIn: now });
        onChange(status(provider));
      } catch (cause) {
        log.warn('key not moved', { provider, to: now, cause });
      }
    }
  };

  return {
    load: async () => {
      const usable = usableCipher();
      if (usable !== null) for (const provider of holders) await loadOne(provider, usable);
    },
    read: (provider) => find(provider)?.key ?? null,
    status,
    set: (provider, typed) => afterOthers(() => set(provider, typed)),
    clear: (provider) => afterOthers(() => clear(provider)),
    settingsChanged: () => afterOthers(followAgreement),
  };
};
