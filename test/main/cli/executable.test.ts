/** The executable in a separate process: behaviour that tests inside this process cannot cover. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import { fullTest } from '#test/fixtures/full-test.ts';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { startFalSandbox } from '#test/sandbox/fal.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { startTerminal } from './terminal.ts';

let folder: string;
let home: string;
let sandbox: Sandbox;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-executable-'));
  await makeImage(join(folder, 'hero.jpg'), { width: 400, height: 500 });
  await makeVideo(join(folder, 'dance.mp4'), { seconds: 3, fps: 10, width: 400, height: 500 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  home = await mkdtemp(join(folder, 'home-'));
  sandbox = await startFalSandbox({ faults: { queuePolls: 0, runPolls: 1 } });
});
afterEach(() => sandbox.close());

const start = (...args: readonly string[]) => {
  const program = startTerminal(args, { home, environment: sandbox.environment });
  onTestFinished(() => void program.child.kill('SIGKILL'));
  return program;
};
const paidRun = () => [
  ...['run', '--image', join(folder, 'hero.jpg'), '--video', join(folder, 'dance.mp4')],
  ...['--model', 'fal/kling-v2.6-pro'],
];

test('prints help on stdout and exits with 0', async () => {
  expect(await start('--help').ended).toMatchObject({
    status: 0,
    stdout: expect.stringContaining('Usage: understudy'),
    stderr: '',
  });
});

fullTest('reports invalid arguments on stderr and exits with 2', async () => {
  expect(await start('fly').ended).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringContaining("unknown command 'fly'"),
  });
});

test('exits with the status of a failure, and prints it as the only JSON value on stdout', async () => {
  const { status, stdout } = await start('inspect', join(folder, 'nowhere.mp4'), '--json').ended;
  expect([status, JSON.parse(stdout)]).toMatchObject([
    3,
    [{ error: { code: 'file-missing', charged: 'no' } }],
  ]);
});

test('submits a paid run once; prints one JSON value on stdout and progress on stderr', async () => {
  const { status, stdout, stderr } = await start(...paidRun(), '--yes', '--json').ended;
  expect([status, JSON.parse(stdout)]).toMatchObject([0, { job: { state: { kind: 'done' } }, item: {} }]);
  expect([sandbox.submits(), stderr === '']).toEqual([1, false]);
});

fullTest('submits nothing without an interactive terminal', async () => {
  const { status, stderr } = await start(...paidRun()).ended;
  expect([status, sandbox.submits()]).toEqual([2, 0]);
  expect(stderr).toContain('$0.');
});

test.each(gateCases(['SIGINT', 'SIGTERM'] as const))(
  '%s stops following a paid run and exits; the run stays in the queue',
  async (signal) => {
    sandbox.faults.runPolls = 1_000_000;
    const { child, ended } = start(...paidRun(), '--yes', '--json');
    await vi.waitFor(() => expect(sandbox.submits()).toBe(1), { timeout: 40_000, interval: 50 });
    child.kill(signal);
    const { status, stdout } = await ended;
    expect([status, JSON.parse(stdout)]).toMatchObject([1, { item: null }]);
    expect(JSON.parse((await start('jobs', '--json').ended).stdout)).toMatchObject([
      { state: { kind: expect.stringMatching(/^(starting|waiting)$/) } },
    ]);
  },
);
