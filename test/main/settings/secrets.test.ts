import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { Cipher, Log } from '#main/ports.ts';
import { createSecrets } from '#main/settings/secrets.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const key = 'fal-key-0123456789abcdef';

/** Inverts every bit, so that no plain text remains. */
const invert = (bytes: Uint8Array): Buffer => Buffer.from(bytes.map((byte) => ~byte & 0xff));
const cipher: Cipher = {
  isProtected: true,
  encrypt: async (text) => invert(Buffer.from(text, 'utf8')),
  decrypt: async (bytes) => ({ text: invert(bytes).toString('utf8'), isOutdated: false }),
};
const plainCipher: Cipher = { ...cipher, isProtected: false };
const brokenCipher: Cipher = {
  ...cipher,
  decrypt: async () => {
    throw new Error('the key ring was reset');
  },
};

const createModule = async (
  given: {
    dataFolder?: string;
    cipher?: Cipher | null;
    arePlainKeysAllowed?: () => boolean;
    environment?: Record<string, string>;
    log?: Log;
  } = {},
) => {
  const changes: KeyStatus[] = [];
  const dataFolder = given.dataFolder ?? tempFolder();
  const secrets = createSecrets({
    cipher: given.cipher === undefined ? cipher : given.cipher,
    arePlainKeysAllowed: given.arePlainKeysAllowed ?? (() => false),
    environment: given.environment ?? {},
    dataFolder,
    log: given.log ?? createTestLog(),
    onChange: (status) => changes.push(status),
  });
  await secrets.load();
  return { secrets, changes, dataFolder };
};

const keptIn = (place: KeyStatus['keptIn'], provider: KeyStatus['provider'] = 'fal'): KeyStatus => ({
  provider,
  isSet: place !== 'nowhere',
  keptIn: place,
});

test('no key is set at first', async () => {
  const { secrets } = await createModule();
  expect([secrets.status('fal'), secrets.read('fal')]).toEqual([keptIn('nowhere'), null]);
});

test('saves a key encrypted with owner-only permissions, and loads it at the next start', async () => {
  const { secrets, changes, dataFolder } = await createModule();
  expect(await secrets.set('fal', ` ${key}\n`)).toEqual({ ok: true, value: keptIn('system') });
  expect(changes).toEqual([keptIn('system')]);
  expect(readdirSync(dataFolder)).toEqual(['keys.json']);
  const path = join(dataFolder, 'keys.json');
  const text = readFileSync(path, 'utf8');
  expect(text).not.toContain(key);
  expect(Buffer.from(JSON.parse(text).fal, 'base64').toString('latin1')).not.toContain(key);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const later = (await createModule({ dataFolder })).secrets;
  expect([later.read('fal'), later.status('fal'), later.read('novita')]).toEqual([
    key,
    keptIn('system'),
    null,
  ]);
});

test('keeps a key in memory only without a cipher', async () => {
  const { secrets, dataFolder } = await createModule({ cipher: null });
  expect(await secrets.set('fal', key)).toEqual({ ok: true, value: keptIn('memory') });
  expect([secrets.read('fal'), readdirSync(dataFolder)]).toEqual([key, []]);
  expect((await createModule({ dataFolder, cipher: null })).secrets.status('fal')).toEqual(keptIn('nowhere'));
});

test.each([
  ['fal', 'FAL_KEY'],
  ['novita', 'NOVITA_API_KEY'],
  ['aimlapi', 'AIMLAPI_API_KEY'],
  ['runpod', 'RUNPOD_API_KEY'],
] as const)('prefers the key of %s in the environment to a stored one', async (provider, variable) => {
  const { secrets, dataFolder } = await createModule({ environment: { [variable]: 'from-the-environment' } });
  expect(await secrets.set(provider, key)).toEqual({ ok: true, value: keptIn('environment', provider) });
  expect(secrets.read(provider)).toBe('from-the-environment');
  expect((await createModule({ dataFolder })).secrets.read(provider)).toBe(key);
});

test('never saves a key from the environment', async () => {
  const { secrets, dataFolder } = await createModule({ environment: { FAL_KEY: key } });
  await secrets.set('novita', 'another-key');
  expect(readFileSync(join(dataFolder, 'keys.json'), 'utf8')).not.toContain('fal');
});

test('clear removes a key permanently and keeps the others', async () => {
  const { secrets, dataFolder } = await createModule();
  await secrets.set('fal', key);
  await secrets.set('novita', 'another-key');
  expect(await secrets.clear('fal')).toEqual({ ok: true, value: keptIn('nowhere') });
  const later = (await createModule({ dataFolder })).secrets;
  expect([secrets.read('fal'), later.read('fal'), later.read('novita')]).toEqual([null, null, 'another-key']);
});

test('clear removes a stored key that this host cannot decrypt', async () => {
  const { dataFolder } = await createModule();
  await (await createModule({ dataFolder })).secrets.set('fal', key);
  const terminal = (await createModule({ dataFolder, cipher: null })).secrets;
  expect(terminal.status('fal')).toEqual(keptIn('nowhere'));
  await terminal.clear('fal');
  expect((await createModule({ dataFolder })).secrets.read('fal')).toBeNull();
});

test('reports a key that cannot be decrypted as not set, and accepts a new one', async () => {
  const { dataFolder } = await createModule();
  await (await createModule({ dataFolder })).secrets.set('fal', key);
  const log = createTestLog();
  const { secrets } = await createModule({ dataFolder, cipher: brokenCipher, log });
  expect([secrets.status('fal'), secrets.read('fal')]).toEqual([keptIn('nowhere'), null]);
  expect(log.lines[0]).toEqual({
    level: 'warn',
    message: 'stored key not decryptable',
  });
  expect((await secrets.set('fal', key)).ok).toBe(true);
  expect(secrets.read('fal')).toBe(key);
});

test.each(['not json', '[]', '{"fal":5}', '{"fal":"***"}'])(
  'treats a malformed key file (%s) as empty',
  async (text) => {
    const dataFolder = tempFolder();
    writeFileSync(join(dataFolder, 'keys.json'), text);
    const { secrets } = await createModule({ dataFolder });
    expect(secrets.status('fal')).toEqual(keptIn('nowhere'));
    expect((await secrets.set('fal', key)).ok).toBe(true);
    expect((await createModule({ dataFolder })).secrets.read('fal')).toBe(key);
  },
);

test('ignores a malformed entry and keeps the others', async () => {
  const { dataFolder, secrets } = await createModule();
  await secrets.set('fal', key);
  const path = join(dataFolder, 'keys.json');
  const entries = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...entries, novita: 5, runpod: '***' }));
  const log = createTestLog();
  const later = (await createModule({ dataFolder, log })).secrets;
  expect([later.read('fal'), later.read('novita'), later.read('runpod')]).toEqual([key, null, null]);
  expect(log.lines.map(({ message }) => message)).toEqual(['stored key malformed', 'stored key malformed']);
});

test('keeps entries of a newer version', async () => {
  const { dataFolder, secrets } = await createModule();
  await secrets.set('fal', key);
  const path = join(dataFolder, 'keys.json');
  const entries = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...entries, replicate: 'AAAA', more: { a: 1 } }));
  const later = (await createModule({ dataFolder })).secrets;
  expect([
    later.read('fal'),
    (await later.set('runpod', 'runpod-key')).ok,
    (await later.clear('fal')).ok,
  ]).toEqual([key, true, true]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    replicate: 'AAAA',
    more: { a: 1 },
    runpod: expect.any(String),
  });
});

test('does not overwrite a key file that cannot be read', async () => {
  const { dataFolder } = await createModule();
  mkdirSync(join(dataFolder, 'keys.json'));
  const { secrets, changes } = await createModule({ dataFolder });
  const refused = { ok: false, error: { subject: 'keys.json' } };
  expect([await secrets.set('fal', key), await secrets.clear('fal')]).toMatchObject([refused, refused]);
  expect([secrets.status('fal'), changes, readdirSync(dataFolder)]).toEqual([
    keptIn('nowhere'),
    [],
    ['keys.json'],
  ]);
});

test('renames a key file that is not JSON before it writes a new one', async () => {
  const { dataFolder, secrets } = await createModule();
  writeFileSync(join(dataFolder, 'keys.json'), 'half of {');
  await secrets.set('fal', key);
  expect(readFileSync(join(dataFolder, 'keys.broken.json'), 'utf8')).toBe('half of {');
});

test.each(['two words', 'clé', 'line\nbreak', '\u0000', ' '])(
  'rejects a malformed key (%j)',
  async (typed) => {
    const { secrets, dataFolder } = await createModule();
    expect(await secrets.set('fal', typed)).toEqual({
      ok: false,
      error: { code: 'bad-request', charged: 'no', subject: 'fal', reason: 'key-invalid' },
    });
    expect(existsSync(join(dataFolder, 'keys.json'))).toBe(false);
  },
);

test('rejects a key for the offline model', async () => {
  expect(await (await createModule()).secrets.set('demo', key)).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
});

test('reports a key that cannot be saved as not set', async () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  const { secrets, changes } = await createModule({ dataFolder: join(folder, 'file') });
  expect(await secrets.set('fal', key)).toMatchObject({ ok: false, error: { subject: 'keys.json' } });
  expect([secrets.status('fal'), changes]).toEqual([keptIn('nowhere'), []]);
});

describe('without a protected key store', () => {
  test('keeps a key in memory while the user has not agreed to less', async () => {
    const { secrets, dataFolder } = await createModule({ cipher: plainCipher });
    expect(await secrets.set('fal', key)).toEqual({ ok: true, value: keptIn('memory') });
    expect(readdirSync(dataFolder)).toEqual([]);
  });

  test('stores a key after the user agreed, and loads it at the next start', async () => {
    const agreed = { cipher: plainCipher, arePlainKeysAllowed: () => true };
    const { secrets, dataFolder } = await createModule(agreed);
    expect(await secrets.set('fal', key)).toEqual({ ok: true, value: keptIn('unprotected') });
    const later = (await createModule({ ...agreed, dataFolder })).secrets;
    expect([later.read('fal'), later.status('fal')]).toEqual([key, keptIn('unprotected')]);
    const refused = (await createModule({ cipher: plainCipher, dataFolder })).secrets;
    expect(refused.status('fal')).toEqual(keptIn('nowhere'));
  });

  test('follows the agreement: stores the keys of this run, and removes them from the file again', async () => {
    let isAllowed = false;
    const { secrets, changes, dataFolder } = await createModule({
      cipher: plainCipher,
      arePlainKeysAllowed: () => isAllowed,
      environment: { NOVITA_API_KEY: 'novita-key' },
    });
    await secrets.set('fal', key);
    const stored = () => JSON.parse(readFileSync(join(dataFolder, 'keys.json'), 'utf8'));
    isAllowed = true;
    await secrets.settingsChanged();
    expect(Object.keys(stored())).toEqual(['fal']);
    isAllowed = false;
    await secrets.settingsChanged();
    expect([stored(), secrets.read('fal')]).toEqual([{}, key]);
    expect(changes).toEqual([keptIn('memory'), keptIn('unprotected'), keptIn('memory')]);
  });

  test('does not remove a key that a protected key store of another session encrypted', async () => {
    const { dataFolder, secrets } = await createModule();
    await secrets.set('fal', key);
    let isAllowed = true;
    const other = (
      await createModule({
        dataFolder,
        cipher: { ...brokenCipher, isProtected: false },
        arePlainKeysAllowed: () => isAllowed,
      })
    ).secrets;
    isAllowed = false;
    await other.settingsChanged();
    expect((await createModule({ dataFolder })).secrets.read('fal')).toBe(key);
  });
});

test("encrypts a key again when the system's key has changed", async () => {
  const { dataFolder, secrets } = await createModule();
  await secrets.set('fal', key);
  let encrypted = 0;
  const rotated: Cipher = {
    isProtected: true,
    encrypt: (text) => {
      encrypted += 1;
      return cipher.encrypt(text);
    },
    decrypt: async (bytes) => ({ ...(await cipher.decrypt(bytes)), isOutdated: true }),
  };
  const later = (await createModule({ dataFolder, cipher: rotated })).secrets;
  expect([later.read('fal'), encrypted]).toEqual([key, 1]);
});

test('keeps the last of several changes made at the same time', async () => {
  const { dataFolder, secrets } = await createModule();
  await Promise.all([secrets.set('fal', 'first-key'), secrets.clear('fal'), secrets.set('fal', key)]);
  await Promise.all([secrets.set('novita', 'novita-key'), secrets.clear('novita')]);
  const later = (await createModule({ dataFolder })).secrets;
  expect([later.read('fal'), later.read('novita'), secrets.read('novita')]).toEqual([key, null, null]);
});

test('passes every key to the log for redaction', async () => {
  const hidden: string[] = [];
  const log = { ...createTestLog(), hide: (secret: string) => hidden.push(secret) };
  const { secrets } = await createModule({ environment: { NOVITA_API_KEY: 'novita-key' }, log });
  await secrets.set('fal', key);
  secrets.read('novita');
  expect(new Set(hidden)).toEqual(new Set([key, 'novita-key']));
});

test('returns no key in a status', async () => {
  const { secrets } = await createModule();
  const answers = [await secrets.set('fal', key), secrets.status('fal'), await secrets.clear('fal')];
  expect(JSON.stringify(answers)).not.toContain(key);
});
