/** No ffmpeg process outlives this program, however it ends. */
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

/** The command lines of all running processes, each after the id of its parent. */
const lines = (): readonly string[] =>
  execFileSync('ps', ['-Ao', 'ppid=,args='], { encoding: 'utf8' }).split('\n');

/** All ffmpeg processes that use this test's video. */
const running = (): readonly string[] =>
  lines().filter((line) => line.includes(folder) && line.includes('-nostdin'));
const watchersOf = (parentId: number): readonly string[] =>
  lines().filter((line) => line.trim().startsWith(`${parentId} `) && line.includes('read -r group'));

/** On a loaded machine a process takes long to start and to end. */
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
  // A short run gets its watcher a little later.
  await vi.waitFor(() => expect(watchersOf(parent.pid ?? 0)).toHaveLength(1), retryPolicy);
  // Its answer comes after its current step, such as reporting the child to the watcher.
  parent.stdin.write('hello\n');
  await once(parent.stdout, 'data');
  return { parent, ended };
};

const noProcessIsLeft = () => vi.waitFor(() => expect(running()).toEqual([]), retryPolicy);

describe.each(builds)('with $name', { timeout: 300_000 }, ({ path }) => {
  test.each(gateCases(['encode', 'stream', 'capture'], 3))(
    'ffmpeg ends when the program is killed while it works (%s)',
    async (how) => {
      const { parent, ended } = await started(path, how);
      parent.kill('SIGKILL');
      await ended;
      await noProcessIsLeft();
      expect(running()).toEqual([]);
    },
  );

  test.each(gateCases(['SIGTERM', 'SIGINT'] as const))(
    'ffmpeg ends when the program is ended by %s',
    async (signal) => {
      const { parent, ended } = await started(path, 'encode');
      parent.kill(signal);
      await ended;
      await noProcessIsLeft();
      expect(running()).toEqual([]);
    },
  );

  test.each(['exit', 'throw'])('ffmpeg ends when the program ends by itself (%s)', async (how) => {
    const { parent, ended } = await started(path, 'encode');
    parent.stdin.write(`${how}\n`);
    await ended;
    await noProcessIsLeft();
  });
});
