/** Transfer records are stored with the job, kept with its item, and uploads are deleted when the run has ended. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import type { KeepRequest } from '#main/jobs/ports.ts';
import { transferRecordOf } from '#main/jobs/steps/prepare.ts';
import { transferRecordOfResult } from '#main/jobs/steps/save.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness } from './harness.ts';
import { fittedIn, itemOf, jobRecord, model } from './samples.ts';

const file = fittedIn('/work').video;
const base = {
  file: 'video',
  sizeBytes: 6,
  host: null,
  until: null,
  keptSec: null,
  isDeletedAfterwards: false,
};

test('a transfer record states who holds a file, who can read it and until when, without a link', () => {
  const until = '2026-11-28T10:00:00.000Z';
  const url = 'https://bucket.example/x.mp4?X-Amz-Signature=s3cret';
  expect([
    transferRecordOf('video', { kind: 'local', path: '/work/motion.mp4' }, file),
    transferRecordOf(
      'video',
      { kind: 'inline', path: '/work/m', contentType: 'video/mp4', form: 'data-uri' },
      file,
    ),
    transferRecordOf('video', { kind: 'link', url, expiresAt: until, via: 'bucket' }, file),
    transferRecordOf('video', { kind: 'link', url, expiresAt: null, via: 'pasted-link' }, file),
    transferRecordOfResult({ kind: 'link', url, expiresAt: until }, model),
  ]).toEqual([
    { ...base, via: 'this-computer', readableBy: 'only-you' },
    { ...base, via: 'inside-request', readableBy: 'provider' },
    {
      ...base,
      via: 'bucket',
      host: 'bucket.example',
      readableBy: 'anyone-with-the-link',
      until,
      isDeletedAfterwards: true,
    },
    { ...base, via: 'pasted-link', host: 'bucket.example', readableBy: 'anyone-with-the-link' },
    {
      ...base,
      file: 'result',
      sizeBytes: null,
      via: 'provider',
      host: 'bucket.example',
      readableBy: 'anyone-with-the-link',
      until,
      keptSec: model.resultLink.keptSec,
    },
  ]);
});

test('the job shows its transfer records after delivery, and the item receives them', async () => {
  const kept: KeepRequest[] = [];
  const released: string[] = [];
  const program = createHarness().open({
    providers: [createFakeProvider().provider],
    keep: async (request) => {
      kept.push(request);
      return { ok: true, value: itemOf(request.record) };
    },
    release: async (jobId) => void released.push(jobId),
  });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', 'done');
  await program.clock.rest();
  const shown = program.announced.flat().filter(({ id }) => id === 'j1');
  const counts = (kind: string) =>
    new Set(
      shown.filter(({ state }) => state.kind === kind).map(({ transferRecords }) => transferRecords.length),
    );
  expect([counts('uploading'), counts('starting'), counts('waiting')]).toEqual([
    new Set([0]),
    new Set([2]),
    new Set([2]),
  ]);
  expect(kept[0]?.transferRecords.map(({ file, via }) => [file, via])).toEqual([
    ['image', 'fal-storage'],
    ['video', 'fal-storage'],
    ['result', 'provider'],
  ]);
  expect(released).toEqual(['j1']);
});

test.each([
  ['failed', ['j1']],
  ['unsure', []],
] as const)('uploads released for a job that is %s: %j', async (kind, expected) => {
  const released: string[] = [];
  const error = fail('provider-refused').error;
  const program = createHarness().open({
    providers: [
      createFakeProvider({
        start: async () => (kind === 'failed' ? { kind: 'refused', error } : { kind: 'unsure', error }),
      }).provider,
    ],
    release: async (jobId) => void released.push(jobId),
  });
  await program.jobs.submit(jobRecord('j1'));
  await program.untilState('j1', kind);
  await program.clock.rest();
  expect(released).toEqual(expected);
});
