/** The built desktop host in a window of Chromium, with the stand-in for Electron. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import sharp from 'sharp';
import { programFolder } from '#main/program-folder.ts';
import { type Message, openShell, type Shell } from './start-shell.ts';

type Reply = { ok: boolean; value?: unknown; error?: { code: string } };
type Fetched = { readonly status: number; readonly headers: Record<string, string>; readonly body: string };

let opened: Awaited<ReturnType<typeof openShell>>;
let shell: Shell;

test.beforeAll(async () => {
  opened = await openShell();
  shell = await opened.start();
});
test.afterAll(async () => {
  await shell?.close();
  await opened?.close();
});

/** A call of the page itself, through the preload's bridge. */
const call = (name: string, input: unknown): Promise<Reply> =>
  shell.page.evaluate(
    ([callName, callInput]) => {
      const { understudy } = globalThis as unknown as {
        understudy: { calls: Record<string, (input: unknown) => Promise<Reply>> };
      };
      const made = understudy.calls[String(callName)];
      if (made === undefined) throw new Error(`The page has no call ${callName}`);
      return made(callInput);
    },
    [name, input] as const,
  );
const of = (kind: string): readonly Message[] => shell.messages.filter((message) => message.kind === kind);
const get = (url: string, headers: Record<string, string> = {}) =>
  shell.ask<Fetched>('fetch', { url, headers });

test('creates a sandboxed, isolated window without Node that shows only its own page', async () => {
  expect(of('window')).toEqual([
    expect.objectContaining({
      options: expect.objectContaining({
        // No other preference is set: no insecure content, experimental feature or Blink feature.
        webPreferences: {
          ...{ contextIsolation: true, sandbox: true, nodeIntegration: false, webSecurity: true },
          ...{ webviewTag: false, devTools: true, spellcheck: process.platform === 'darwin' },
          preload: join(programFolder, 'out/preload/index.cjs'),
        },
      }),
    }),
  ]);
  expect(of('sandbox-enabled')).toHaveLength(1);
  expect(of('switch')).toEqual([]);
  expect(of('loaded')).toMatchObject([{ url: 'app://understudy/' }]);
  expect(of('preload-error')).toEqual([]);
  const seen = await shell.page.evaluate(() => ({
    isSecure: isSecureContext,
    foreign: ['require', 'process', 'module', 'Buffer', 'electron', 'understudyShell'].filter(
      (name) => name in globalThis,
    ),
    isFrozen: Object.isFrozen((globalThis as unknown as { understudy: { calls: object } }).understudy.calls),
  }));
  expect(seen).toEqual({ isSecure: true, foreign: [], isFrozen: true });
});

test('grants the page fullscreen and clipboard writing, and no other permission', async () => {
  const [permissions] = of('permissions');
  const answers = Object.entries(permissions?.answers as Record<string, boolean>);
  expect(answers.flatMap(([name, isGranted]) => (isGranted ? [name] : [])).sort()).toEqual([
    'clipboard-sanitized-write',
    'fullscreen',
  ]);
  expect(of('device-permission')).toMatchObject([{ isGranted: false }]);
  const states = await shell.page.evaluate(async () => {
    const names = ['geolocation', 'camera', 'microphone', 'notifications'] as const;
    return Promise.all(names.map(async (name) => (await navigator.permissions.query({ name })).state));
  });
  expect(states).toEqual(['denied', 'denied', 'denied', 'denied']);
});

test('refuses navigation away from the page and opens known https links outside', async () => {
  await shell.page.evaluate(() => {
    location.href = 'https://evil.example/';
  });
  await shell.heard(({ kind, url }) => kind === 'navigation' && url === 'https://evil.example/');
  expect(of('navigation').find(({ name }) => name === 'will-navigate')).toMatchObject({ isPrevented: true });
  await shell.page.evaluate(() => {
    for (const url of ['https://evil.example/window', 'https://fal.ai/'])
      window.open(url, '_blank', 'noopener');
  });
  await shell.heard(({ kind }) => kind === 'opened-external');
  expect(of('window-open').map(({ url, action }) => [url, action])).toEqual([
    ['https://evil.example/window', 'deny'],
    ['https://fal.ai/', 'deny'],
  ]);
  expect(of('opened-external').map(({ url }) => url)).toEqual(['https://fal.ai/']);
  expect(shell.page.url()).toBe('http://understudy/');
  await expect(shell.page.getByRole('button', { name: 'Settings' })).toBeVisible();
});

test('refuses to attach a webview', async () => {
  expect(await shell.ask('emit-contents', { event: 'will-attach-webview', args: [{}, {}] })).toBe(true);
});

test('serves the page over its own protocol with a policy that blocks other origins', async () => {
  const page = await get('app://understudy/');
  expect(page.status).toBe(200);
  expect(page.headers['content-security-policy']).toContain("default-src 'none'");
  expect(Buffer.from(page.body, 'base64').toString('utf8')).toContain('<title>Understudy</title>');
  expect((await get('app://elsewhere/')).status).toBe(404);
  expect((await get('app://understudy/..%2f..%2fpackage.json')).status).toBe(404);
  const attempt = await shell.page.evaluate(async () => {
    const blocked: string[] = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective }) =>
      blocked.push(violatedDirective),
    );
    const script = document.createElement('script');
    script.textContent = 'globalThis.injected = true';
    document.head.append(script);
    const fetched = await fetch('https://evil.example/').then(
      () => 'answered',
      () => 'refused',
    );
    // The reports are queued as tasks of their own.
    while (blocked.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    return { blocked: blocked.sort(), fetched, injected: 'injected' in globalThis };
  });
  expect(attempt).toEqual({
    blocked: ['connect-src', 'script-src-elem'],
    fetched: 'refused',
    injected: false,
  });
});

test('streams media by range to the page', async () => {
  const sample = await call('sample.open', {});
  const { video } = sample.value as { video: { id: string } };
  const part = await shell.page.evaluate(async (id) => {
    const response = await fetch(`/media/source/${id}`, { headers: { range: 'bytes=4-7' } });
    return {
      status: response.status,
      range: response.headers.get('content-range'),
      text: await response.text(),
    };
  }, video.id);
  expect(part).toEqual({ status: 206, range: expect.stringMatching(/^bytes 4-7\/\d+$/), text: 'ftyp' });
});

test('opens an image read by sharp in a utility process, dropped as a real file', async () => {
  const path = join(shell.home, 'image.webp');
  await sharp({ create: { width: 40, height: 20, channels: 3, background: 'red' } })
    .webp()
    .toFile(path);
  const zone = await shell.page.getByRole('heading', { name: 'Character' }).boundingBox();
  if (zone === null) throw new Error('There is no zone for the image.');
  await shell.drop({ x: zone.x + 5, y: zone.y + 5 }, [path]);
  await expect(shell.page.getByText('image.webp').first()).toBeVisible();
  // The name is shown as soon as the file is being read.
  const imageProcess = join(programFolder, 'out/main/image-process.js');
  await shell.heard(({ kind, path: started }) => kind === 'utility-process' && started === imageProcess);
  // Known by its path: a file without one is sent as bytes.
  await expect.poll(() => of('recent-document').map((message) => message.path)).toEqual([path]);
  const recorded = await call('media.open', { path }).catch((cause) => String(cause));
  expect(recorded, 'the page itself cannot open a path').toMatch(/no call media\.open/);
});

test('rejects a call from another page, from a frame and from another host of the scheme', async () => {
  const from = (address: string, isChild = false) =>
    shell.ask<Reply>('call', { name: 'jobs.list', input: {}, from: address, isChild });
  const refused = { ok: false, error: { code: 'bad-request' } };
  expect(await from('https://evil.example/')).toMatchObject(refused);
  expect(await from('app://understudy.evil.example/')).toMatchObject(refused);
  expect(await from('app://understudy/', true)).toMatchObject(refused);
  expect(await from('app://understudy/')).toEqual({ ok: true, value: [] });
  expect(await call('jobs.list', {})).toEqual({ ok: true, value: [] });
});

test('stores a key encrypted by the system, and no call returns it', async () => {
  expect(await call('keys.set', { provider: 'fal', key: 'fal-key-0123456789' })).toEqual({
    ok: true,
    value: { provider: 'fal', isSet: true, keptIn: 'system' },
  });
  const stored = await readFile(join(shell.home, 'keys.json'), 'utf8');
  expect(stored).not.toContain('fal-key-0123456789');
  expect(JSON.stringify(shell.messages)).not.toContain('fal-key-0123456789');
  expect(await shell.page.content()).not.toContain('fal-key-0123456789');
});

test('brings the window to the front when the program is started again', async () => {
  await shell.ask('minimize-window');
  expect(await shell.startAgain([])).toBe(0);
  await shell.heard(({ kind }) => kind === 'focused');
  expect(of('window')).toHaveLength(1);
  const steps = shell.messages
    .map(({ kind }) => kind)
    .filter((kind) => /^(restored|shown|focused)$/.test(kind));
  expect(steps.slice(-3)).toEqual(['restored', 'shown', 'focused']);
});

test('asks where to save a file, in the folder of the last one', async () => {
  const sample = await call('sample.open', {});
  const { video } = sample.value as { video: { id: string } };
  const save = (name: string) =>
    shell.page.evaluate(
      ([address, fileName]) => {
        const link = document.createElement('a');
        link.href = address;
        link.download = fileName;
        link.click();
      },
      [`/media/source/${video.id}`, name] as const,
    );
  const dialogs = () => of('download-dialog').map(({ options }) => options);
  await save('dance.mp4');
  await expect.poll(dialogs).toEqual([
    {
      title: 'Save As',
      defaultPath: expect.stringMatching(/downloads[\\/]dance\.mp4$/),
      filters: [
        { name: 'Videos', extensions: ['mp4'] },
        { name: 'All files', extensions: ['*'] },
      ],
    },
  ]);
  await shell.ask('finish-download', { path: join(shell.home, 'chosen.mp4') });
  await save('other.mp4');
  await expect.poll(dialogs).toHaveLength(2);
  expect(dialogs()[1]).toMatchObject({ defaultPath: join(shell.home, 'other.mp4') });
});

test('selects a library folder with the system dialog', async () => {
  await shell.ask('answer-dialog', { dialog: 'open', value: ['/somewhere/else'] });
  expect(await call('library.chooseFolder', {})).toEqual({ ok: true, value: { folder: '/somewhere/else' } });
});

test('saves settings in the file that the terminal reads', async () => {
  await call('settings.set', { theme: 'dark' });
  expect(JSON.parse(await readFile(join(shell.home, 'settings.json'), 'utf8'))).toMatchObject({
    theme: 'dark',
    language: 'system',
  });
  expect(
    await shell.heard(({ kind, event }) => kind === 'event' && event === 'settings.changed'),
  ).toMatchObject({
    payload: { theme: 'dark' },
  });
  await expect(shell.page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

/** One command of the built terminal on the window's data folder. */
const terminal = async (...args: readonly string[]) => {
  const child = spawn(process.execPath, [join(programFolder, 'out/main/understudy.js'), ...args, '--json'], {
    env: { ...process.env, UNDERSTUDY_HOME: shell.home, FAL_KEY: '' },
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
    await shell.heard(
      ({ kind, event, payload }) =>
        kind === 'event' &&
        event === 'settings.changed' &&
        JSON.stringify(payload).includes('"isPaused":true'),
    ),
  ).toBeTruthy();
});

test('browser mode brings the window forward instead of opening the data folder again', async () => {
  const before = of('focused').length;
  expect(await terminal('serve')).toEqual({
    status: 0,
    json: { address: null, port: null, host: 'desktop' },
  });
  expect(of('focused')).toHaveLength(before + 1);
});
