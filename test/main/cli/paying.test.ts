/** Repeats, spending limits and batches of paid runs: the real program against the fal sandbox. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fullTest } from '#test/fixtures/full-test.ts';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';
import { startFalSandbox } from '#test/sandbox/fal.ts';
import type { Sandbox } from '#test/sandbox/sandbox.ts';
import { understudy as runProgram } from './terminal.ts';

let folder: string;
let home: string;
let sandbox: Sandbox;
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-paying-'));
  await makeImage(at('hero.jpg'), { width: 400, height: 500 });
  for (const [name, seconds] of [
    ['dance.mp4', 4],
    ['squats.mp4', 5],
    ['tiny.mp4', 1],
  ] as const)
    await makeVideo(at(name), { seconds, fps: 10, width: 400, height: 500 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'understudy-home-'));
  sandbox = await startFalSandbox({ faults: { queuePolls: 0, runPolls: 1 } });
});
afterEach(async () => {
  await sandbox.close();
  await rm(home, { recursive: true, force: true });
});

const understudy = (...args: readonly string[]) =>
  runProgram(args, { home, environment: sandbox.environment });

const run = (...more: readonly string[]) =>
  understudy(
    ...['run', '--image', at('hero.jpg'), '--video', at('dance.mp4'), '--model', 'fal/kling-v2.6-pro'],
    ...['--yes', ...more],
  );

const batch = (...more: readonly string[]) =>
  understudy(
    ...['batch', '--image', at('hero.jpg'), '--video', at('dance.mp4'), at('squats.mp4'), at('tiny.mp4')],
    ...['--model', 'fal/kling-v2.6-pro', '--yes', ...more],
  );

test('submits an identical run again only with --again', async () => {
  const first = await run();
  const { item } = first.json as { item: { id: string; paths: { result: string } } };
  const again = await run();
  expect({ status: again.status, json: again.json, submits: sandbox.submits() }).toMatchObject({
    status: 2,
    json: { error: { code: 'duplicate-unapproved', charged: 'no', subject: item.id } },
    submits: 1,
  });
  expect(again.stderr).toContain(item.paths.result);
  expect((await run('--prompt', 'on a stage')).status).toBe(0);
  expect((await run('--again')).status).toBe(0);
  expect(sandbox.submits()).toBe(3);
});

test('submits a run over a spending limit only with --over-limit', async () => {
  await understudy('spending', 'limit', '--run', '0.10');
  expect(await run()).toMatchObject({
    status: 2,
    json: {
      error: {
        code: 'spending-limit-exceeded',
        charged: 'no',
        breaches: [{ limit: 'run', limitMicros: 100_000, wouldBeMicros: 448_000 }],
        unknownCosts: 0,
      },
    },
  });
  expect([sandbox.submits(), (await understudy('jobs')).json]).toEqual([0, []]);
  expect((await run('--over-limit')).status).toBe(0);
  await understudy('spending', 'limit', '--run', 'none');
  expect((await understudy('spending')).json).toMatchObject({
    day: { runs: 1 },
    month: { runs: 1, unknownRuns: 0 },
    waitingMicros: 0,
    spendingLimits: { runMicros: null, dayMicros: null, monthMicros: null },
  });
});

test('a batch submits the possible cells, and none the second time', async () => {
  const first = await batch();
  expect({ status: first.status, json: first.json, submits: sandbox.submits() }).toMatchObject({
    status: 0,
    json: {
      batchId: expect.any(String),
      cells: [
        { verdict: 'ready', fate: 'ordered', job: { state: { kind: 'done' } } },
        { verdict: 'ready', fate: 'ordered', job: { state: { kind: 'done' } } },
        { verdict: 'impossible', fate: 'impossible', job: null },
      ],
      total: { runs: 2, unknownRuns: 0 },
    },
    submits: 2,
  });
  expect((await batch()).status).toBe(2);
  expect(await batch('--leave-repeats-out')).toMatchObject({ status: 0, json: { batchId: null } });
  expect(sandbox.submits()).toBe(2);
});

fullTest('a batch cancels the remaining jobs after --stop-after failures', async () => {
  sandbox.faults.submit = 'refused-list';
  // A file given twice would be one entry.
  const videos = ['dance.mp4', 'squats.mp4', 'dance-2.mp4', 'squats-2.mp4'].map(at);
  for (const name of ['dance', 'squats']) await copyFile(at(`${name}.mp4`), at(`${name}-2.mp4`));
  const ended = await understudy(
    ...['batch', '--image', at('hero.jpg'), '--video', ...videos, '--model', 'fal/kling-v2.6-pro'],
    ...['--stop-after', '1', '--again', '--yes'],
  );
  const { cells } = ended.json as { cells: { job: { state: { kind: string } } }[] };
  const kinds = cells.map(({ job }) => job.state.kind);
  // Two jobs run concurrently, so one more may be submitted before the first failure.
  expect({
    status: ended.status,
    isCancelled: kinds.filter((kind) => kind === 'cancelled').length >= 2,
  }).toEqual({
    status: 4,
    isCancelled: true,
  });
  expect(sandbox.submits()).toBe(kinds.filter((kind) => kind === 'failed').length);
});
