/** However this program ends, no ffmpeg goes on without it. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { builds, makeClip } from '#test/fixtures/media.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-exit-'));
  await makeClip(join(folder, 'clip.mp4'), { seconds: 2, width: 320, height: 240 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The command lines of every ffmpeg that works on this test's clip. */
const running = (): readonly string[] =>
  execFileSync('ps', ['-Ao', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(folder) && line.includes('-nostdin'));

const started = async (ffmpegPath: string, how: string) => {
  const program = fileURLToPath(new URL('parent.ts', import.meta.url));
  const args = [program, ffmpegPath, join(folder, 'clip.mp4'), join(folder, 'out.mp4'), how];
  const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(() => {
    parent.kill('SIGKILL');
  });
  const ended = new Promise<void>((resolve) => parent.once('exit', () => resolve()));
  await vi.waitFor(() => expect(running()).toHaveLength(1), { timeout: 20_000, interval: 20 });
  return { parent, ended };
};

const nobodyIsLeft = () => vi.waitFor(() => expect(running()).toEqual([]), { timeout: 5000, interval: 20 });

describe.each(builds)('with $name', ({ path }) => {
  test.each(['encode', 'stream', 'capture'])(
    'killed while it works (%s), it takes its ffmpeg along',
    async (how) => {
      const { parent, ended } = await started(path, how);
      // A look is watched over from a little later on.
      await new Promise((resolve) => setTimeout(resolve, 300));
      parent.kill('SIGKILL');
      await ended;
      await nobodyIsLeft();
      expect(running()).toEqual([]);
    },
  );

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'asked to end by %s, it takes its ffmpeg along',
    async (signal) => {
      const { parent, ended } = await started(path, 'encode');
      parent.kill(signal);
      await ended;
      await nobodyIsLeft();
      expect(running()).toEqual([]);
    },
  );

  test.each(['exit', 'throw'])('when it ends by itself (%s), so does its ffmpeg', async (how) => {
    const { ended } = await started(path, `encode ${how}`);
    await ended;
    await nobodyIsLeft();
  });
});
