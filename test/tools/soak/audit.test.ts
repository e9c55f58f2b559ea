/** Each kind of breach is detected. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { itemOf, videoFacts } from '#test/main/jobs/samples.ts';
import { auditFacts } from './audit.ts';
import {
  accepted,
  breachesOf,
  folder,
  good,
  kept,
  notKept,
  onDisk,
  record,
  recorded,
  sent,
  states,
} from './audit-samples.ts';

test('accepts a run that was accepted once and saved once', () => {
  const { counts, breaches } = auditFacts(good);
  expect([breaches, counts['runs accepted'], counts['items in the library']]).toEqual([[], 1, 1]);
});

test('accepts a run whose reply was lost, and a request that never arrived', () => {
  const unsure = onDisk({ records: [record(states.unsure)], ...notKept, ...recorded('unknown') });
  expect([breachesOf(unsure), breachesOf({ ...unsure, ledger: { sent: [], accepted: [] } })]).toEqual([
    [],
    [],
  ]);
});

test('reports two submits for one approval, also if the second was dropped unread', () => {
  const twice = { sent: [sent, sent], accepted: [accepted] };
  const unread = { sent: [sent, { provider: 'fal', prompt: null, videoSha256: null }], accepted: [accepted] };
  expect([breachesOf({ ledger: twice }), breachesOf({ ledger: unread })]).toEqual([
    ['"a dance" was submitted 2 times', 'fal received 2 submits for 1 approvals'],
    ['fal received 2 submits for 1 approvals'],
  ]);
});

test('reports a run without an approval or without a submit', () => {
  expect(breachesOf({ approvals: [] })).toContain('"a dance" was submitted and never approved');
  expect(breachesOf({ ledger: { sent: [], accepted: [accepted] } })).toContain(
    'run r1 of fal was requested by no submit',
  );
});

test.each([
  ['is lost', [], '"a dance" was accepted and is 0 jobs here'],
  [
    'is two jobs',
    [record(states.done), record(states.done, 'j2')],
    '"a dance" was accepted and is 2 jobs here',
  ],
  ['is not settled', [record(states.downloading)], '"a dance" still is downloading'],
  [
    'is reported as not charged',
    [record({ ...states.unsure, error: fail('answer-lost').error })],
    'is reported as not charged',
  ],
])('reports an accepted run that %s', (_what, records, breach) => {
  const breaches = breachesOf(onDisk({ records, ...notKept }));
  expect(breaches.join('\n')).toContain(breach);
});

test('reports a done run that is not saved, saved twice, or saved with the result of another run', () => {
  const other = { ...videoFacts, sha256: 'c'.repeat(64) };
  const foreignItem = itemOf(record(states.done), { result: { file: 'result.mp4', facts: other } });
  const breaches = [
    breachesOf(onDisk(notKept)),
    breachesOf(
      onDisk({ kept: [kept, kept], catalogued: [...good.disk.catalogued, ...good.disk.catalogued] }),
    ),
    breachesOf(onDisk({ kept: [{ ...kept, item: foreignItem }] })),
  ];
  expect(breaches).toEqual([
    ['"a dance" is done and in the library 0 times'],
    ['"a dance" is done and in the library 2 times'],
    ['"a dance" is in the library with another run\'s result', `no accepted run made ${folder}`],
  ]);
});

test('reports a charged result that cannot be downloaded, even with faults', () => {
  const { kind: _, ...download } = states.downloading;
  const failed = record({
    ...states.failed,
    error: fail('result-gone', { reason: 'unreadable', charged: 'yes' }).error,
    download,
  });
  expect(breachesOf({ hasFaults: true, ...onDisk({ records: [failed], ...notKept }) })).toEqual([
    expect.stringContaining('"a dance" is charged, and its result cannot be downloaded'),
  ]);
});

test('accepts only disk-full failures with a small disk and no faults', () => {
  const failedFor = (code: 'disk-full' | 'internal') => ({
    isSmallDisk: true,
    ledger: { sent: [], accepted: [] },
    ...onDisk({
      records: [record({ ...states.failed, error: fail(code).error })],
      ...notKept,
      ...recorded(),
    }),
  });
  expect([breachesOf(failedFor('disk-full')), breachesOf(failedFor('internal')).length]).toEqual([[], 1]);
});

test('reports broken files, uncatalogued folders, stray files and logged errors', () => {
  expect(
    breachesOf(
      onDisk({
        kept: [{ ...kept, flaws: ['result.mp4: missing'] }],
        catalogued: [],
        strays: ['work/jobs/j1/result.mp4.part'],
        logged: ['background work failed'],
      }),
    ),
  ).toEqual([
    'result.mp4: missing',
    'the catalogue lists 0 folders, the library has 1',
    'left behind: work/jobs/j1/result.mp4.part',
    'logged as an error: background work failed',
  ]);
});

test('accepts only bucket objects of an unsure job', () => {
  const objects = ['understudy/motion.mp4'];
  const remembered = [{ object: 'understudy/motion.mp4', jobId: 'j1' }];
  const unsure = onDisk({ records: [record(states.unsure)], ...notKept, remembered, ...recorded('unknown') });
  expect([
    breachesOf({ objects, ...unsure }),
    breachesOf({ objects, ...onDisk({ remembered }) }),
    breachesOf({ objects }),
  ]).toEqual([
    [],
    ['the bucket still contains understudy/motion.mp4 of a settled job'],
    ['the bucket contains understudy/motion.mp4, which the program does not record'],
  ]);
});
