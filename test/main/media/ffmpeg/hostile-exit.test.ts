/** However this program ends, no ffmpeg goes on without it. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { builds, makeVideo } from '#test/fixtures/media.ts';
import { gateCases } from '#test/fixtures/runs.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-exit-'));
  await makeVideo(join(folder, 'clip.mp4'), { seconds: 2, width: 320, height: 240 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command lines of all that runs, each behind the number of the program that started it. */
const lines = (): readonly string[] =>
  execFileSync('ps', ['-Ao', 'ppid=,args='], { encoding: 'utf8' }).split('\n');

/** Every ffmpeg that works on this test's clip. */
const running = (): readonly string[] =>
  lines().filter((line) => line.includes(folder) && line.includes('-nostdin'));
const watchersOf = (parentId: number): readonly string[] =>
  lines().filter((line) => line.trim().startsWith(`${parentId} `) && line.includes('read -r group'));

/** On a busy machine a program takes long to begin and to end. */
const retryPolicy = { timeout: 100_000, interval: 20 };

const started = async (ffmpegPath: string, how: string) => {
  const program = fileURLToPath(new URL('parent.ts', import.meta.url));
  const args = [program, ffmpegPath, join(folder, 'clip.mp4'), join(folder, 'out.mp4'), how];
  const parent = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => {
    parent.kill('SIGKILL');
  });
  const ended = new Promise<void>((resolve) => parent.once('exit', () => resolve()));
  await vi.waitFor(() => expect(running()).toHaveLength(1), retryPolicy);
  // A look is watched over from a little later on.
  await vi.waitFor(() => expect(watchersOf(parent.pid ?? 0)).toHaveLength(1), retryPolicy);
  // Its answer comes after whatever it was just about, such as telling the watcher whom to watch.
  parent.stdin.write('hello\n');
  await once(parent.stdout, 'data');
  return { parent, ended };
};

const noProcessIsLeft = () => vi.waitFor(() => expect(running()).toEqual([]), retryPolicy);

describe.each(builds)('with $name', { timeout: 300_000 }, ({ path }) => {
  test.each(gateCases(['encode', 'stream', 'capture'], 3))(
    'killed while it works (%s), it takes its ffmpeg along',
    async (how) => {
      const { parent, ended } = await started(path, how);
      parent.kill('SIGKILL');
      await ended;
      await noProcessIsLeft();
      expect(running()).toEqual([]);
    },
  );

  test.each(gateCases(['SIGTERM', 'SIGINT'] as const))(
    'asked to end by %s, it takes its ffmpeg along',
    async (signal) => {
      const { parent, ended } = await started(path, 'encode');
      parent.kill(signal);
      await ended;
      await noProcessIsLeft();
      expect(running()).toEqual([]);
    },
  );

  test.each(['exit', 'throw'])('when it ends by itself (%s), so does its ffmpeg', async (how) => {
    const { parent, ended } = await started(path, 'encode');
    parent.stdin.write(`${how}\n`);
    await ended;
    await noProcessIsLeft();
  });
});
