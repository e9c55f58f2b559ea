import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { Cipher, Log } from '#main/ports.ts';
import { createSecrets } from '#main/settings/secrets.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const key = 'fal-key-0123456789abcdef';

/** Inverts every bit, so that no plain text remains. */
const cipher: Cipher = {
  encrypt: (text) => Buffer.from(text, 'utf8').map((byte) => ~byte & 0xff),
  decrypt: (bytes) => Buffer.from(bytes.map((byte) => ~byte & 0xff)).toString('utf8'),
};
const brokenCipher: Cipher = {
  encrypt: cipher.encrypt,
  decrypt: () => {
    throw new Error('the key ring was reset');
  },
};

const createModule = (
  given: {
    dataFolder?: string;
    cipher?: Cipher | null;
    environment?: Record<string, string>;
    log?: Log;
  } = {},
) => {
  const changes: KeyStatus[] = [];
  const dataFolder = given.dataFolder ?? tempFolder();
  const secrets = createSecrets({
    cipher: given.cipher === undefined ? cipher : given.cipher,
    environment: given.environment ?? {},
    dataFolder,
    log: given.log ?? createTestLog(),
    onChange: (status) => changes.push(status),
  });
  return { secrets, changes, dataFolder };
};

const keptIn = (place: KeyStatus['keptIn'], provider: KeyStatus['provider'] = 'fal'): KeyStatus => ({
  provider,
  isSet: place !== 'nowhere',
  keptIn: place,
});

test('no key is set at first', () => {
  const { secrets } = createModule();
  expect([secrets.status('fal'), secrets.read('fal')]).toEqual([keptIn('nowhere'), null]);
});

test('saves a key encrypted with owner-only permissions, and loads it at the next start', () => {
  const { secrets, changes, dataFolder } = createModule();
  expect(secrets.set('fal', ` ${key}\n`)).toEqual({ ok: true, value: keptIn('system') });
  expect(changes).toEqual([keptIn('system')]);
  expect(readdirSync(dataFolder)).toEqual(['keys.json']);
  const path = join(dataFolder, 'keys.json');
  const text = readFileSync(path, 'utf8');
  expect(text).not.toContain(key);
  expect(Buffer.from(JSON.parse(text).fal, 'base64').toString('latin1')).not.toContain(key);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  const later = createModule({ dataFolder }).secrets;
  expect([later.read('fal'), later.status('fal'), later.read('novita')]).toEqual([
    key,
    keptIn('system'),
    null,
  ]);
});

test('keeps a key in memory only without a cipher', () => {
  const { secrets, dataFolder } = createModule({ cipher: null });
  expect(secrets.set('fal', key)).toEqual({ ok: true, value: keptIn('memory') });
  expect([secrets.read('fal'), readdirSync(dataFolder)]).toEqual([key, []]);
  expect(createModule({ dataFolder, cipher: null }).secrets.status('fal')).toEqual(keptIn('nowhere'));
});

test.each([
  ['fal', 'FAL_KEY'],
  ['novita', 'NOVITA_API_KEY'],
  ['aimlapi', 'AIMLAPI_API_KEY'],
  ['runpod', 'RUNPOD_API_KEY'],
] as const)('prefers the key of %s in the environment to a stored one', (provider, variable) => {
  const { secrets, dataFolder } = createModule({ environment: { [variable]: 'from-the-environment' } });
  expect(secrets.set(provider, key)).toEqual({ ok: true, value: keptIn('environment', provider) });
  expect(secrets.read(provider)).toBe('from-the-environment');
  expect(createModule({ dataFolder }).secrets.read(provider)).toBe(key);
});

test('never saves a key from the environment', () => {
  const { secrets, dataFolder } = createModule({ environment: { FAL_KEY: key } });
  secrets.set('novita', 'another-key');
  expect(readFileSync(join(dataFolder, 'keys.json'), 'utf8')).not.toContain('fal');
});

test('clear removes a key permanently and keeps the others', () => {
  const { secrets, dataFolder } = createModule();
  secrets.set('fal', key);
  secrets.set('novita', 'another-key');
  expect(secrets.clear('fal')).toEqual({ ok: true, value: keptIn('nowhere') });
  const later = createModule({ dataFolder }).secrets;
  expect([secrets.read('fal'), later.read('fal'), later.read('novita')]).toEqual([null, null, 'another-key']);
});

test('clear removes a stored key that this host cannot decrypt', () => {
  const { dataFolder } = createModule();
  createModule({ dataFolder }).secrets.set('fal', key);
  const terminal = createModule({ dataFolder, cipher: null }).secrets;
  expect(terminal.status('fal')).toEqual(keptIn('nowhere'));
  terminal.clear('fal');
  expect(createModule({ dataFolder }).secrets.read('fal')).toBeNull();
});

test('reports a key that cannot be decrypted as not set, and accepts a new one', () => {
  const { dataFolder } = createModule();
  createModule({ dataFolder }).secrets.set('fal', key);
  const log = createTestLog();
  const { secrets } = createModule({ dataFolder, cipher: brokenCipher, log });
  expect([secrets.status('fal'), secrets.read('fal')]).toEqual([keptIn('nowhere'), null]);
  expect(log.lines[0]).toEqual({
    level: 'warn',
    message: 'stored key not decryptable',
  });
  expect(secrets.set('fal', key).ok).toBe(true);
  expect(secrets.read('fal')).toBe(key);
});

test.each(['not json', '[]', '{"fal":5}', '{"fal":"***"}'])(
  'treats a malformed key file (%s) as empty',
  (text) => {
    const dataFolder = tempFolder();
    writeFileSync(join(dataFolder, 'keys.json'), text);
    const { secrets } = createModule({ dataFolder });
    expect(secrets.status('fal')).toEqual(keptIn('nowhere'));
    expect(secrets.set('fal', key).ok).toBe(true);
    expect(createModule({ dataFolder }).secrets.read('fal')).toBe(key);
  },
);

test('ignores a malformed entry and keeps the others', () => {
  const { dataFolder, secrets } = createModule();
  secrets.set('fal', key);
  const path = join(dataFolder, 'keys.json');
  const entries = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...entries, novita: 5, runpod: '***' }));
  const log = createTestLog();
  const later = createModule({ dataFolder, log }).secrets;
  expect([later.read('fal'), later.read('novita'), later.read('runpod')]).toEqual([key, null, null]);
  expect(log.lines.map(({ message }) => message)).toEqual(['stored key malformed', 'stored key malformed']);
});

test('keeps entries of a newer version', () => {
  const { dataFolder, secrets } = createModule();
  secrets.set('fal', key);
  const path = join(dataFolder, 'keys.json');
  const entries = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...entries, replicate: 'AAAA', more: { a: 1 } }));
  const later = createModule({ dataFolder }).secrets;
  expect([later.read('fal'), later.set('runpod', 'runpod-key').ok, later.clear('fal').ok]).toEqual([
    key,
    true,
    true,
  ]);
  expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({
    replicate: 'AAAA',
    more: { a: 1 },
    runpod: expect.any(String),
  });
});

test('does not overwrite a key file that cannot be read', () => {
  const { dataFolder } = createModule();
  mkdirSync(join(dataFolder, 'keys.json'));
  const { secrets, changes } = createModule({ dataFolder });
  const refused = { ok: false, error: { subject: 'keys.json' } };
  expect([secrets.set('fal', key), secrets.clear('fal')]).toMatchObject([refused, refused]);
  expect([secrets.status('fal'), changes, readdirSync(dataFolder)]).toEqual([
    keptIn('nowhere'),
    [],
    ['keys.json'],
  ]);
});

test('renames a key file that is not JSON before it writes a new one', () => {
  const { dataFolder, secrets } = createModule();
  writeFileSync(join(dataFolder, 'keys.json'), 'half of {');
  secrets.set('fal', key);
  expect(readFileSync(join(dataFolder, 'keys.broken.json'), 'utf8')).toBe('half of {');
});

test.each(['two words', 'clé', 'line\nbreak', '\u0000', ' '])('rejects a malformed key (%j)', (typed) => {
  const { secrets, dataFolder } = createModule();
  expect(secrets.set('fal', typed)).toEqual({
    ok: false,
    error: { code: 'bad-request', charged: 'no', subject: 'fal', reason: 'key-invalid' },
  });
  expect(existsSync(join(dataFolder, 'keys.json'))).toBe(false);
});

test('rejects a key for the offline model', () => {
  expect(createModule().secrets.set('demo', key)).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
});

test('reports a key that cannot be saved as not set', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  const { secrets, changes } = createModule({ dataFolder: join(folder, 'file') });
  expect(secrets.set('fal', key)).toMatchObject({ ok: false, error: { subject: 'keys.json' } });
  expect([secrets.status('fal'), changes]).toEqual([keptIn('nowhere'), []]);
});

test('passes every key to the log for redaction', () => {
  const hidden: string[] = [];
  const log = { ...createTestLog(), hide: (secret: string) => hidden.push(secret) };
  const { secrets } = createModule({ environment: { NOVITA_API_KEY: 'novita-key' }, log });
  secrets.set('fal', key);
  secrets.read('novita');
  expect(new Set(hidden)).toEqual(new Set([key, 'novita-key']));
});

test('returns no key in a status', () => {
  const { secrets } = createModule();
  const answers = [secrets.set('fal', key), secrets.status('fal'), secrets.clear('fal')];
  expect(JSON.stringify(answers)).not.toContain(key);
});
