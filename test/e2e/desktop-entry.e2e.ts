/**
 * The built desktop entry under plain Node with a fake Electron: its calls to Electron, and the requests it rejects.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { programFolder } from '#main/program-folder.ts';

type Message = {
  readonly kind: string;
  readonly id?: number;
  readonly answer?: unknown;
  readonly [more: string]: unknown;
};
type Fetched = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

let child: ChildProcess;
let home: string;
const messages: Message[] = [];
/** Resolves at the next message from the program, or at its end. */
let nextMessage = Promise.withResolvers<void>();
const notify = () => {
  nextMessage.resolve();
  nextMessage = Promise.withResolvers();
};

const heard = async (isIt: (message: Message) => boolean): Promise<Message> => {
  for (;;) {
    const found = messages.find(isIt);
    if (found) return found;
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`The program ended with ${child.exitCode}: ${JSON.stringify(messages)}`);
    await nextMessage.promise;
  }
};

let requestCount = 0;
const ask = async <T>(question: Readonly<Record<string, unknown>>): Promise<T> => {
  requestCount += 1;
  const id = requestCount;
  child.send({ id, ...question });
  // The fake answers with the type of the request.
  return (await heard((message) => message.kind === 'answer' && message.id === id)).answer as T;
};
const call = (name: string, input: unknown, from = 'app://understudy/') =>
  ask<{ ok: boolean; value?: unknown; error?: { code: string } }>({ kind: 'call', name, input, from });
const get = (url: string, headers: Record<string, string> = {}) =>
  ask<Fetched>({ kind: 'fetch', url, headers });

test.beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-desktop-'));
  child = spawn(
    process.execPath,
    [
      '--import',
      join(programFolder, 'test/e2e/fake-electron-hook.ts'),
      join(programFolder, 'out/main/index.js'),
    ],
    {
      env: { ...process.env, UNDERSTUDY_HOME: home, FAL_KEY: '' },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  child.on('message', (message) => {
    messages.push(message as Message);
    notify();
  });
  child.on('exit', notify);
  await heard(({ kind }) => kind === 'loaded');
});
test.afterAll(async () => {
  if (child.exitCode === null) {
    const ended = once(child, 'exit');
    child.send({ id: 0, kind: 'quit' });
    await ended;
  }
  await rm(home, { recursive: true, force: true });
});

test('creates a sandboxed, isolated window without Node that shows only its own page', () => {
  expect(messages.find(({ kind }) => kind === 'window')).toMatchObject({
    options: {
      webPreferences: {
        contextIsolation: true,
        sandbox: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        devTools: false,
      },
    },
  });
  expect(messages.find(({ kind }) => kind === 'loaded')).toMatchObject({ url: 'app://understudy/' });
  const of = (kind: string) => messages.filter((message) => message.kind === kind);
  expect(of('opened-outside').map(({ action }) => action)).toEqual(['deny', 'deny', 'deny']);
  expect(of('external').map(({ url }) => url)).toEqual(['https://fal.ai/']);
  expect(of('sandbox')).toHaveLength(1);
});

test('grants the page fullscreen only, and only requests of its own address', () => {
  const of = (kind: string) => messages.filter((message) => message.kind === kind);
  expect(of('permission').map(({ permission, isGranted }) => [permission, isGranted])).toEqual([
    ['media', false],
    ['fullscreen', true],
    ['media', false],
    ['fullscreen', true],
    ['device', false],
  ]);
  expect(of('request').map(({ url, cancel }) => [url, cancel])).toEqual([
    ['https://fal.ai/', true],
    ['app://understudy/', false],
  ]);
});

test('serves the page over its own protocol with a policy that blocks other origins', async () => {
  const page = await get('app://understudy/');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(Buffer.from(page.body, 'base64').toString('utf8')).toContain('<title>Understudy</title>');
  expect((await get('app://elsewhere/')).status).toBe(404);
  expect((await get('app://understudy/..%2f..%2fpackage.json')).status).toBe(404);
});

test('streams media by range', async () => {
  const sample = await call('sample.open', {});
  const { video } = sample.value as { video: { id: string } };
  const part = await get(`app://understudy/media/source/${video.id}`, { range: 'bytes=4-7' });
  expect(part.status).toBe(206);
  expect(part.headers['content-range']).toMatch(/^bytes 4-7\/\d+$/);
  expect(Buffer.from(part.body, 'base64').toString('latin1')).toBe('ftyp');
});

test('opens an image read by sharp in a utility process', async () => {
  const path = join(home, 'image.webp');
  await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
    .webp()
    .toFile(path);
  const opened = await call('media.open', { path });
  expect(opened, JSON.stringify(opened)).toMatchObject({
    ok: true,
    value: { facts: { container: 'webp', width: 40, height: 20 } },
  });
  expect(messages.find(({ kind }) => kind === 'utility-process')).toMatchObject({
    path: join(programFolder, 'out/main/image-process.js'),
  });
});

test('rejects a call from another page', async () => {
  expect(await call('jobs.list', {}, 'https://evil.example/')).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
  expect(await call('jobs.list', {})).toEqual({ ok: true, value: [] });
});

test('stores a key encrypted by the system, and no call returns it', async () => {
  expect(await call('keys.set', { provider: 'fal', key: 'fal-key-0123456789' })).toEqual({
    ok: true,
    value: { provider: 'fal', isSet: true, keptIn: 'system' },
  });
  const stored = await readFile(join(home, 'keys.json'), 'utf8');
  expect(stored).not.toContain('fal-key-0123456789');
  expect(JSON.stringify(messages)).not.toContain('fal-key-0123456789');
});

test('brings the window to the front when the program is started again', async () => {
  const before = messages.filter(({ kind }) => kind === 'window').length;
  await ask({ kind: 'second-instance' });
  expect(messages.filter(({ kind }) => kind === 'window')).toHaveLength(before);
  // Events for the page may arrive in between.
  const done = messages.map(({ kind }) => kind).filter((kind) => kind !== 'event');
  expect(done.slice(-4)).toEqual(['restored', 'shown', 'focused', 'answer']);
});

test('selects a library folder with the system dialog', async () => {
  expect(await call('library.chooseFolder', {})).toEqual({ ok: true, value: { folder: '/somewhere/else' } });
});

test('saves settings in the file that the terminal reads', async () => {
  await call('settings.set', { theme: 'dark' });
  expect(JSON.parse(await readFile(join(home, 'settings.json'), 'utf8'))).toMatchObject({
    theme: 'dark',
    language: 'system',
  });
  expect(await heard(({ kind, event }) => kind === 'event' && event === 'settings.changed')).toMatchObject({
    payload: { theme: 'dark' },
  });
});

/** One command of the built terminal on the window's data folder. */
const terminal = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, [join(programFolder, 'out/main/understudy.js'), ...args, '--json'], {
    env: { ...process.env, UNDERSTUDY_HOME: home, FAL_KEY: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk) => {
    text += chunk;
  });
  const [status] = await once(child, 'close');
  return { status, json: JSON.parse(text) };
};

test('the built terminal reads models and key states from the owner', async () => {
  const { status, json } = await terminal('models');
  expect(status).toBe(0);
  expect(json).toHaveLength(13);
  expect(json).toContainEqual(expect.objectContaining({ provider: 'fal', isKeySet: true }));
});

test('announces a setting to the window that a terminal changed', async () => {
  expect(await terminal('jobs', 'pause')).toMatchObject({ status: 0, json: { isPaused: true } });
  expect(
    await heard(
      ({ kind, event, payload }) =>
        kind === 'event' &&
        event === 'settings.changed' &&
        JSON.stringify(payload).includes('"isPaused":true'),
    ),
  ).toBeTruthy();
});

test('browser mode brings the window forward instead of opening the data folder again', async () => {
  const before = messages.filter(({ kind }) => kind === 'focused').length;
  expect(await terminal('serve')).toEqual({
    status: 0,
    json: { address: null, port: null, host: 'desktop' },
  });
  expect(messages.filter(({ kind }) => kind === 'focused')).toHaveLength(before + 1);
});
