import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createFileLog, createLog } from '#main/log.ts';
import { tempFolder } from './storage/temp-folder.ts';

const clock = { now: () => new Date('2026-11-21T10:00:00.000Z') };

const createCollected = () => {
  const lines: string[] = [];
  const log = createLog({ clock, write: (line) => lines.push(line) });
  return { log, lines };
};

test('writes a line as one JSON value with level, time, message and data', () => {
  const { log, lines } = createCollected();
  log.warn('disk slow', { jobId: 'j1', ms: 12, list: [1, null, true], at: new Date(0) });
  log.info('plain\nwords');
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    {
      level: 'warn',
      time: '2026-11-21T10:00:00.000Z',
      message: 'disk slow',
      data: { jobId: 'j1', ms: 12, list: [1, null, true], at: '1970-01-01T00:00:00.000Z' },
    },
    { level: 'info', time: '2026-11-21T10:00:00.000Z', message: 'plain\nwords' },
  ]);
  expect(lines.join('')).not.toContain('\n');
});

test('writes an error with its message and its cause', () => {
  const { log, lines } = createCollected();
  log.error('run failed', {
    cause: new TypeError('outer', { cause: Object.assign(new Error('inner'), { code: 'EIO' }) }),
  });
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    data: { cause: { name: 'TypeError', message: 'outer', cause: { message: 'inner', code: 'EIO' } } },
  });
});

const secret = 'fal-2f1c9a77:deadbeefcafe';

test.each<[string, Record<string, unknown>]>([
  ['a text', { note: `the key is ${secret}, keep it` }],
  ['the name of a value', { [secret]: 1 }],
  ['a list inside an object', { a: { b: [{ c: secret }] } }],
  ['an error', { cause: new Error(`401 for ${secret}`) }],
  ['the cause of an error', { cause: new Error('outer', { cause: new Error(secret) }) }],
])('redacts a known key in %s', (_, data) => {
  const { log, lines } = createCollected();
  log.hide(secret);
  log.info(`sent ${secret}`, data);
  expect(lines.join('')).not.toContain(secret);
});

test.each([
  ['a header', { headers: { Authorization: 'Key abc12345' } }, 'abc12345'],
  ['a header by another name', { 'x-api-key': 'abc12345' }, 'abc12345'],
  ['a key in a text', { text: 'curl -H "Authorization: Key abc12345:def"' }, 'abc12345'],
  ['a bearer token in a text', { text: 'sent Bearer abc12345.def-ghi_jkl' }, 'abc12345'],
  ['a header of any scheme', { text: '{"authorization":"abc12345"}' }, 'abc12345'],
  ['a signed link', { url: 'https://cdn.example/v.mp4?X-Signature=abc12345&a=1' }, 'abc12345'],
  ['a link after a hash', { url: 'https://cdn.example/v.mp4#token=abc12345' }, 'abc12345'],
  ['a link in a sentence', { text: 'GET https://cdn.example/v.mp4?sig=abc12345 gave 404' }, 'abc12345'],
  ['a password in a link', { url: 'https://me:abc12345@cdn.example/v.mp4' }, 'abc12345'],
  ['a password', { password: 'abc12345' }, 'abc12345'],
  ['a link without its host', { text: 'with url: /b/v.mp4?X-Amz-Signature=abc12345 (' }, 'abc12345'],
  ['a percent-encoded link', { text: 'https%3A%2F%2Fb.example%2Fv%3Fsig%3Dabc12345' }, 'abc12345'],
  ['a link of another kind', { text: 's3://bucket/v.mp4?sig=abc12345' }, 'abc12345'],
  ['a signature by itself', { text: 'Signature=abc12345 is wrong' }, 'abc12345'],
  ['a header in a text', { text: 'x-api-key: abc12345' }, 'abc12345'],
  ["the path of a file in fal's storage", { url: 'https://v3.fal.media/files/panda/abc12345' }, 'abc12345'],
])('redacts an unknown value in the form of a secret: %s', (_, data, hiddenText) => {
  const { log, lines } = createCollected();
  log.info('asked', data);
  expect(lines.join('')).not.toContain(hiddenText);
  expect(lines.join('')).toContain('[hidden]');
});

test('keeps the host and path of a redacted link', () => {
  const { log, lines } = createCollected();
  log.info('GET https://cdn.example/a/v.mp4?sig=1 gave 404');
  expect(JSON.parse(lines[0] ?? '').message).toBe('GET https://cdn.example/a/v.mp4?[hidden] gave 404');
});

test('writes circular data down to the reference', () => {
  const { log, lines } = createCollected();
  const loop: Record<string, unknown> = {};
  loop.self = loop;
  log.info('round', loop);
  expect(lines).toHaveLength(1);
});

test('appends lines, and rotates a large file, keeping one old file', async () => {
  const folder = tempFolder();
  const path = join(folder, 'logs', 'understudy.log');
  const old = join(folder, 'logs', 'understudy.old.log');
  await mkdir(join(folder, 'logs'));
  writeFileSync(old, 'older');
  writeFileSync(path, 'x'.repeat(5_000_000));
  const log = createFileLog(folder, clock);
  log.info('first');
  log.info('second');
  expect(
    readFileSync(path, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line).message),
  ).toEqual(['first', 'second']);
  expect(statSync(old).size).toBe(5_000_000);
  expect(statSync(path).mode & 0o077).toBe(0);
});

test('does not throw when the log cannot be written', () => {
  const folder = tempFolder();
  writeFileSync(join(folder, 'logs'), 'a file where the folder should be');
  createFileLog(folder, clock).error('lost');
  expect(existsSync(join(folder, 'logs', 'understudy.log'))).toBe(false);
});
