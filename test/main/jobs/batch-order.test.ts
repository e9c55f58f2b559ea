import { expect, test } from 'vitest';
import { type BatchId, batchIdSchema } from '#contract/model/job.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { orderOfRecords } from '#main/jobs/batches.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never, type Program } from './harness.ts';
import { createdAt, jobId, jobRecord } from './samples.ts';

const paused = settingsSchema.parse({ queue: { isPaused: true } });

const run = (image: string, video: string, id = `${image}-${video}`) => {
  const record = jobRecord(id);
  return {
    ...record,
    image: { ...record.image, path: `/${image}`, name: `${image}.png` },
    video: { ...record.video, path: `/${video}`, name: `${video}.mp4` },
  };
};
const { sha256: imageSha256 } = run('a', 'x').image.facts;
const { sha256: videoSha256 } = run('a', 'x').video.facts;

const submit = async (program: Program): Promise<BatchId> => {
  const records = [run('a', 'x'), run('a', 'y'), run('b', 'y')];
  const sent = await program.jobs.submitBatch(records, { stopAfter: null });
  if (!sent.ok) throw new Error(sent.error.code);
  return sent.value.batchId;
};
const order = {
  createdAt,
  rows: [
    { name: 'a.png', sha256: imageSha256 },
    { name: 'b.png', sha256: imageSha256 },
  ],
  columns: [
    { name: 'x.mp4', sha256: videoSha256 },
    { name: 'y.mp4', sha256: videoSha256 },
  ],
  runs: [
    { row: 0, column: 0, jobIds: ['a-x'] },
    { row: 0, column: 1, jobIds: ['a-y'] },
    { row: 1, column: 1, jobIds: ['b-y'] },
  ],
  isComplete: true,
};

test('a batch keeps its rows and columns after its jobs are dismissed, and after a restart', async () => {
  const harness = createHarness();
  const options = {
    providers: [createFakeProvider({ status: never }).provider],
    settings: () => paused,
  };
  const program = harness.open(options);
  const batchId = await submit(program);
  await program.jobs.cancelBatch(batchId);
  for (const id of ['a-x', 'a-y', 'b-y']) await program.jobs.dismiss(jobId(id));
  expect(program.jobs.list()).toEqual([]);
  program.kill();
  expect(harness.open(options).jobs.batchOrder(batchId)).toMatchObject({ ok: true, value: order });
});

test('a retry is added to its run in the order, and stays there when both jobs are dismissed', async () => {
  const fal = createFakeProvider({ status: never });
  const program = createHarness().open({
    providers: [fal.provider],
    settings: () => paused,
  });
  const batchId = await submit(program);
  await program.jobs.cancel(jobId('a-y'));
  const again = await program.jobs.retry(jobId('a-y'));
  if (!again.ok) throw new Error(again.error.code);
  await program.jobs.cancel(again.value.id);
  const third = await program.jobs.retry(again.value.id);
  if (!third.ok) throw new Error(third.error.code);
  await program.jobs.dismiss(jobId('a-y'));
  const found = program.jobs.batchOrder(batchId);
  expect(found.ok && found.value?.runs.map(({ jobIds }) => jobIds)).toEqual([
    ['a-x'],
    ['a-y', again.value.id, third.value.id],
    ['b-y'],
  ]);
});

test.each([null, 'not JSON', '{"rows":[]}'])(
  'an order stored as %s is derived from the jobs that still exist',
  async (stored) => {
    const program = createHarness().open({
      providers: [createFakeProvider({ status: never }).provider],
      settings: () => paused,
    });
    const batchId = await submit(program);
    program.store.read((sql) => sql.run('UPDATE batches SET batch_order = ?', stored));
    await program.jobs.reorder(jobId('a-y'), jobId('a-x'));
    await program.jobs.cancel(jobId('b-y'));
    await program.jobs.dismiss(jobId('b-y'));
    expect(program.jobs.batchOrder(batchId)).toMatchObject({
      value: { ...order, rows: order.rows.slice(0, 1), runs: order.runs.slice(0, 2), isComplete: false },
    });
    expect(program.jobs.batchOrder(batchIdSchema.parse('unknown'))).toEqual({ ok: true, value: null });
  },
);

test('a file that was submitted twice has two rows, so that each run has its own cell', () => {
  const { rows, columns, runs } = orderOfRecords([
    run('a', 'x', '1'),
    run('a', 'y', '2'),
    run('a', 'x', '3'),
  ]);
  expect([rows.length, columns.length]).toEqual([2, 2]);
  expect(runs.map(({ row, column }) => [row, column])).toEqual([
    [0, 0],
    [0, 1],
    [1, 0],
  ]);
});
