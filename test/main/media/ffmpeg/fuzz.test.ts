import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { caseCount } from '#test/fixtures/runs.ts';
import { createRandom } from './fuzz-files.ts';
import { countsOf, fuzz } from './fuzz-run.ts';

const cases = caseCount({ limiter: 40, full: 320 });

// Each case opens a file with ffprobe, and one in four is fitted as well.
test(`${cases} damaged files give facts or a known error, and leave no temporary files`, {
  timeout: 1_200_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-fuzz-'));
  // Temporary files must be created here, so that they can be counted.
  vi.stubEnv('TMPDIR', folder);
  onTestFinished(() => {
    vi.unstubAllEnvs();
  });
  try {
    const all = await fuzz({ folder, cases, firstSeed: 1000, fitEvery: 4 });
    process.stdout.write(`${JSON.stringify(countsOf(all), null, 2)}\n`);
    expect(all.filter(({ isGood }) => !isGood)).toEqual([]);
    expect(all.filter(({ left }) => left.length > 0)).toEqual([]);
    expect(await readdir(folder)).toEqual([]);
    const running = execFileSync('ps', ['-Ao', 'args='], { encoding: 'utf8' });
    expect(running.split('\n').filter((line) => line.includes(folder))).toEqual([]);
    // Test files of which none opens, or all, would prove nothing.
    const opened = all.filter(({ probed }) => probed === 'video' || probed === 'image').length;
    const [min, max] = [(cases * 3) / 16, (cases * 15) / 16];
    expect([all.length, opened > min, opened < max, all.some(({ fitted }) => fitted === 'fitted')]).toEqual([
      cases,
      true,
      true,
      true,
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('the same seed always damages a file in the same way', () => {
  const numbers = (seed: number) => Array.from({ length: 5 }, createRandom(seed));
  expect([numbers(7), new Set([...numbers(7), ...numbers(8)]).size]).toEqual([numbers(7), 10]);
});
