import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { Cipher, Log } from '#main/ports.ts';
import { createSecrets } from '#main/settings/secrets.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const key = 'fal-key-0123456789abcdef';

/** Turns every bit over: not a word of the text is left in the clear. */
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
  const told: KeyStatus[] = [];
  const dataFolder = given.dataFolder ?? tempFolder();
  const secrets = createSecrets({
    cipher: given.cipher === undefined ? cipher : given.cipher,
    environment: given.environment ?? {},
    dataFolder,
    log: given.log ?? createTestLog(),
    onChange: (status) => told.push(status),
  });
  return { secrets, told, dataFolder };
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

test('a key is kept encrypted, for this account only, and is there at the next start', () => {
  const { secrets, told, dataFolder } = createModule();
  expect(secrets.set('fal', ` ${key}\n`)).toEqual({ ok: true, value: keptIn('system') });
  expect(told).toEqual([keptIn('system')]);
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

test('without a cipher a key is kept in memory and never written down', () => {
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
] as const)('the key of %s in the environment wins over one that was typed in', (provider, variable) => {
  const { secrets, dataFolder } = createModule({ environment: { [variable]: 'from-the-environment' } });
  expect(secrets.set(provider, key)).toEqual({ ok: true, value: keptIn('environment', provider) });
  expect(secrets.read(provider)).toBe('from-the-environment');
  expect(createModule({ dataFolder }).secrets.read(provider)).toBe(key);
});

test('a key from the environment is never written down', () => {
  const { secrets, dataFolder } = createModule({ environment: { FAL_KEY: key } });
  secrets.set('novita', 'another-key');
  expect(readFileSync(join(dataFolder, 'keys.json'), 'utf8')).not.toContain('fal');
});

test('a cleared key is gone for good, and the others stay', () => {
  const { secrets, dataFolder } = createModule();
  secrets.set('fal', key);
  secrets.set('novita', 'another-key');
  expect(secrets.clear('fal')).toEqual({ ok: true, value: keptIn('nowhere') });
  const later = createModule({ dataFolder }).secrets;
  expect([secrets.read('fal'), later.read('fal'), later.read('novita')]).toEqual([null, null, 'another-key']);
});

test('a terminal that cannot read a stored key can still clear it', () => {
  const { dataFolder } = createModule();
  createModule({ dataFolder }).secrets.set('fal', key);
  const terminal = createModule({ dataFolder, cipher: null }).secrets;
  expect(terminal.status('fal')).toEqual(keptIn('nowhere'));
  terminal.clear('fal');
  expect(createModule({ dataFolder }).secrets.read('fal')).toBeNull();
});

test('a key that cannot be decrypted counts as not set, and can be set again', () => {
  const { dataFolder } = createModule();
  createModule({ dataFolder }).secrets.set('fal', key);
  const log = createTestLog();
  const { secrets } = createModule({ dataFolder, cipher: brokenCipher, log });
  expect([secrets.status('fal'), secrets.read('fal')]).toEqual([keptIn('nowhere'), null]);
  expect(log.lines[0]).toEqual({
    level: 'warn',
    message: 'a stored key cannot be decrypted and counts as not set',
  });
  expect(secrets.set('fal', key).ok).toBe(true);
  expect(secrets.read('fal')).toBe(key);
});

test.each(['not json', '[]', '{"fal":5}', '{"fal":"***"}'])(
  'a broken file of keys (%s) is no crash',
  (text) => {
    const dataFolder = tempFolder();
    writeFileSync(join(dataFolder, 'keys.json'), text);
    const { secrets } = createModule({ dataFolder });
    expect(secrets.status('fal')).toEqual(keptIn('nowhere'));
    expect(secrets.set('fal', key).ok).toBe(true);
    expect(createModule({ dataFolder }).secrets.read('fal')).toBe(key);
  },
);

test('one broken entry does not take the others with it', () => {
  const { dataFolder, secrets } = createModule();
  secrets.set('fal', key);
  const path = join(dataFolder, 'keys.json');
  const entries = JSON.parse(readFileSync(path, 'utf8'));
  writeFileSync(path, JSON.stringify({ ...entries, novita: 5, runpod: '***' }));
  const log = createTestLog();
  const later = createModule({ dataFolder, log }).secrets;
  expect([later.read('fal'), later.read('novita'), later.read('runpod')]).toEqual([key, null, null]);
  expect(log.lines.map(({ message }) => message)).toEqual([
    'a stored key is broken and counts as not set',
    'a stored key is broken and counts as not set',
  ]);
});

test('what a newer program has kept there is left as it is', () => {
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

test('a file of keys that cannot be read now is not written over', () => {
  const { dataFolder } = createModule();
  mkdirSync(join(dataFolder, 'keys.json'));
  const { secrets, told } = createModule({ dataFolder });
  const refused = { ok: false, error: { subject: 'keys.json' } };
  expect([secrets.set('fal', key), secrets.clear('fal')]).toMatchObject([refused, refused]);
  expect([secrets.status('fal'), told, readdirSync(dataFolder)]).toEqual([
    keptIn('nowhere'),
    [],
    ['keys.json'],
  ]);
});

test('a file of keys that is no JSON is set aside before another is written', () => {
  const { dataFolder, secrets } = createModule();
  writeFileSync(join(dataFolder, 'keys.json'), 'half of {');
  secrets.set('fal', key);
  expect(readFileSync(join(dataFolder, 'keys.broken.json'), 'utf8')).toBe('half of {');
});

test.each(['two words', 'clé', 'line\nbreak', '\u0000', ' '])(
  'what cannot be a key is refused (%j)',
  (typed) => {
    const { secrets, dataFolder } = createModule();
    expect(secrets.set('fal', typed)).toEqual({
      ok: false,
      error: { code: 'bad-request', charged: 'no', subject: 'fal', reason: 'key-invalid' },
    });
    expect(existsSync(join(dataFolder, 'keys.json'))).toBe(false);
  },
);

test('the offline model takes no key', () => {
  expect(createModule().secrets.set('demo', key)).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
});

test('a key that cannot be written is not taken for set', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'file'), '');
  const { secrets, told } = createModule({ dataFolder: join(folder, 'file') });
  expect(secrets.set('fal', key)).toMatchObject({ ok: false, error: { subject: 'keys.json' } });
  expect([secrets.status('fal'), told]).toEqual([keptIn('nowhere'), []]);
});

test('the log learns of every key, so that it can hide it', () => {
  const hidden: string[] = [];
  const log = { ...createTestLog(), hide: (secret: string) => hidden.push(secret) };
  const { secrets } = createModule({ environment: { NOVITA_API_KEY: 'novita-key' }, log });
  secrets.set('fal', key);
  secrets.read('novita');
  expect(new Set(hidden)).toEqual(new Set([key, 'novita-key']));
});

test('no status carries a key', () => {
  const { secrets } = createModule();
  const answers = [secrets.set('fal', key), secrets.status('fal'), secrets.clear('fal')];
  expect(JSON.stringify(answers)).not.toContain(key);
});
