/** Several commands on one data folder: one process owns it, the others call the owner. */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { openSession } from '#main/cli/session.ts';
import { createFilePorts, createNodePorts } from '#main/node-ports.ts';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { startFalSandbox } from '#test/sandbox/fal.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { startTerminal, understudy } from './terminal.ts';

let folder: string;
let home: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-session-'));
  await makeImage(join(folder, 'hero.jpg'), { width: 400, height: 500 });
  await makeVideo(join(folder, 'dance.mp4'), { seconds: 3, fps: 10, width: 400, height: 500 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home-'));
  sandbox = await startFalSandbox({ faults: { queuePolls: 0, runPolls: 1_000_000 } });
});
afterEach(() => sandbox.close());

const paidRun = () => [
  ...['run', '--image', join(folder, 'hero.jpg'), '--video', join(folder, 'dance.mp4')],
  ...['--model', 'fal/kling-v2.6-pro', '--yes', '--json'],
];
const start = (...args: readonly string[]) => {
  const program = startTerminal(args, { home, environment: sandbox.environment });
  onTestFinished(() => void program.child.kill('SIGKILL'));
  return program;
};
const isSent = () => vi.waitFor(() => expect(sandbox.submits()).toBe(1), { timeout: 40_000, interval: 50 });

const sessionOf = async (stop = new AbortController()) => {
  const notes: string[] = [];
  const environment = { ...process.env, UNDERSTUDY_HOME: home };
  const session = await openSession({
    filePorts: createFilePorts('terminal', environment),
    ownPorts: async () => createNodePorts('terminal', environment),
    signal: stop.signal,
    note: (sentence) => notes.push(sentence),
    onOwned: async () => undefined,
  });
  if (!session.ok) throw new Error(session.error.code);
  return { ...session.value, notes };
};

test('a second command calls the owner, receives its events, and takes over after its end', async () => {
  const [one, two] = [await sessionOf(), await sessionOf()];
  onTestFinished(two.close);
  const received: string[] = [];
  two.app.subscribe((name) => received.push(name));
  expect(await two.app.handlers['settings.set']({ theme: 'dark' })).toMatchObject({ ok: true });
  expect(await one.app.handlers['settings.get']({})).toMatchObject({ value: { theme: 'dark' } });
  await vi.waitFor(() => expect(received).toContain('settings.changed'));
  let hasEnded = false;
  two.app.onOwnerEnding(() => {
    hasEnded = true;
  });
  await one.close();
  await vi.waitFor(() => expect(hasEnded).toBe(true));
  expect(await two.app.handlers['settings.get']({})).toMatchObject({ value: { theme: 'dark' } });
  expect(await two.app.takeOver(null)).toEqual({ ok: true, value: {} });
  const before = received.length;
  await two.app.handlers['settings.set']({ theme: 'light' });
  expect(received.slice(before)).toContain('settings.changed');
});

test('an ending owner waits for a call of another command', async () => {
  const [one, two] = [await sessionOf(), await sessionOf()];
  onTestFinished(two.close);
  const sample = two.app.handlers['sample.open']({});
  // The owner has received the call once it replies to a later one.
  await two.app.handlers['settings.get']({});
  const closed = one.close();
  expect(await sample).toMatchObject({ ok: true });
  await closed;
});

test('lists and stops a run of another terminal', async () => {
  const run = start(...paidRun());
  await isSent();
  const listed = await understudy(['jobs'], { home });
  expect(listed.json).toMatchObject([{ state: { kind: expect.stringMatching(/^(starting|waiting)$/) } }]);
  const [{ id }] = listed.json as [{ id: string }];
  await vi.waitFor(async () =>
    expect(await understudy(['jobs', 'stop', id], { home })).toMatchObject({ status: 0 }),
  );
  const { stdout } = await run.ended;
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'polling-stopped' } });
});

test('opens the files of a command again at the next owner', async () => {
  const [one, two] = [await sessionOf(), await sessionOf()];
  onTestFinished(two.close);
  const opened = await two.app.handlers['media.open']({ path: join(folder, 'hero.jpg') });
  if (!opened.ok) throw new Error(opened.error.code);
  await one.close();
  // A still image is refused as an animation; a source that is not open would be `source-gone`.
  expect(await two.app.handlers['media.openAnimation']({ sourceId: opened.value.id })).toMatchObject({
    ok: false,
    error: { code: 'file-is-image' },
  });
});

test('the owner closes the files of a command when the command ends', async () => {
  const one = await sessionOf();
  onTestFinished(one.close);
  const two = await sessionOf();
  const opened = await two.app.handlers['media.open']({ path: join(folder, 'hero.jpg') });
  if (!opened.ok) throw new Error(opened.error.code);
  const codeAtOwner = async () => {
    const animation = await one.app.handlers['media.openAnimation']({ sourceId: opened.value.id });
    return animation.ok ? 'ok' : animation.error.code;
  };
  // A still image is refused as an animation, which shows that it is open.
  expect(await codeAtOwner()).toBe('file-is-image');
  await two.close();
  await vi.waitFor(async () => expect(await codeAtOwner()).toBe('source-gone'), { timeout: 10_000 });
});

test('takes over after the owner is killed, without another submit', async () => {
  const owner = start('jobs', 'watch', '--json');
  const run = start(...paidRun());
  await isSent();
  const follower = start('jobs', 'watch', '--json');
  await vi.waitFor(
    async () =>
      expect((await understudy(['jobs'], { home })).json).toMatchObject([{ state: { kind: 'waiting' } }]),
    { timeout: 10_000 },
  );
  sandbox.faults.runPolls = 0;
  for (const { child } of [owner, run]) child.kill('SIGKILL');
  await once(run.child, 'exit');
  const { status, stdout } = await follower.ended;
  expect([status, JSON.parse(stdout)]).toMatchObject([0, [{ state: { kind: 'done' } }]]);
  expect(sandbox.submits()).toBe(1);
});

test('commands on files need no owner and create no data folder', async () => {
  const nowhere = join(home, 'nowhere');
  const files = [join(folder, 'hero.jpg'), join(folder, 'dance.mp4')];
  expect(await understudy(['inspect', ...files], { home: nowhere })).toMatchObject({ status: 0 });
  const check = ['check', '--image', files[0] ?? '', '--video', files[1] ?? ''];
  expect(await understudy(check, { home: nowhere })).toMatchObject({ status: 0 });
  expect(await understudy(['models'], { home: nowhere })).toMatchObject({ status: 0 });
  expect(existsSync(nowhere)).toBe(false);
});
