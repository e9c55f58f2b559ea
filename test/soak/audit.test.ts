/** A book that finds nothing wrong with anything would prove nothing: each kind of breach is tried. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { itemOf, videoFacts } from '#test/main/jobs/samples.ts';
import { keepAudit } from './audit.ts';
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

test('a run that was accepted once and is kept once is in order', () => {
  const { counts, breaches } = keepAudit(good);
  expect([breaches, counts['runs accepted'], counts['items in the library']]).toEqual([[], 1, 1]);
});

test('a run whose answer was lost is in order, and so is a request that never arrived', () => {
  const unsure = onDisk({ records: [record(states.unsure)], ...notKept, ...recorded('unknown') });
  expect([breachesOf(unsure), breachesOf({ ...unsure, ledger: { sent: [], accepted: [] } })]).toEqual([
    [],
    [],
  ]);
});

test('two submits for one approval are a breach, also where nobody could read the second', () => {
  const twice = { sent: [sent, sent], accepted: [accepted] };
  const unread = { sent: [sent, { provider: 'fal', prompt: null, videoSha256: null }], accepted: [accepted] };
  expect([breachesOf({ ledger: twice }), breachesOf({ ledger: unread })]).toEqual([
    ['"a dance" was sent for 2 times', 'fal was sent 2 submits for 1 approvals'],
    ['fal was sent 2 submits for 1 approvals'],
  ]);
});

test('a run that nobody approved or asked for is a breach', () => {
  expect(breachesOf({ approvals: [] })).toContain('"a dance" was sent for and never approved');
  expect(breachesOf({ ledger: { sent: [], accepted: [accepted] } })).toContain(
    'run r1 of fal was asked for by nobody',
  );
});

test.each([
  ['is lost', [], '"a dance" was accepted and is 0 jobs here'],
  [
    'is two jobs',
    [record(states.done), record(states.done, 'j2')],
    '"a dance" was accepted and is 2 jobs here',
  ],
  ['still moves', [record(states.downloading)], '"a dance" still is downloading'],
  ['is called free', [record({ ...states.unsure, error: fail('answer-lost').error })], 'is called free'],
])('an accepted run that %s is a breach', (_what, records, breach) => {
  const breaches = breachesOf(onDisk({ records, ...notKept }));
  expect(breaches.join('\n')).toContain(breach);
});

test('an accepted run is a breach that is done and not kept, kept twice, or kept with another’s result', () => {
  const other = { ...videoFacts, sha256: 'c'.repeat(64) };
  const stranger = itemOf(record(states.done), { result: { file: 'result.mp4', facts: other } });
  const breaches = [
    breachesOf(onDisk(notKept)),
    breachesOf(
      onDisk({ kept: [kept, kept], catalogued: [...good.disk.catalogued, ...good.disk.catalogued] }),
    ),
    breachesOf(onDisk({ kept: [{ ...kept, item: stranger }] })),
  ];
  expect(breaches).toEqual([
    ['"a dance" is done and in the library 0 times'],
    ['"a dance" is done and in the library 2 times'],
    ['"a dance" is in the library with another run\'s result', `nobody made ${folder}`],
  ]);
});

test('a paid result that cannot be fetched is a breach even where faults were on', () => {
  const { kind: _, ...download } = states.downloading;
  const failed = record({
    ...states.failed,
    error: fail('result-gone', { reason: 'unreadable', charged: 'yes' }).error,
    download,
  });
  expect(breachesOf({ hasFaults: true, ...onDisk({ records: [failed], ...notKept }) })).toEqual([
    expect.stringContaining('"a dance" is paid for, and its result cannot be fetched'),
  ]);
});

test('where only the disk was small, a job may fail for want of room and for nothing else', () => {
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

test('what is broken, unknown to the catalogue or left behind is a breach', () => {
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
    'the catalogue names 0 folders, the library has 1',
    'left behind: work/jobs/j1/result.mp4.part',
    'logged as an error: background work failed',
  ]);
});

test('the bucket holds only what an unsure job may still need', () => {
  const objects = ['understudy/motion.mp4'];
  const remembered = [{ object: 'understudy/motion.mp4', jobId: 'j1' }];
  const unsure = onDisk({ records: [record(states.unsure)], ...notKept, remembered, ...recorded('unknown') });
  expect([
    breachesOf({ objects, ...unsure }),
    breachesOf({ objects, ...onDisk({ remembered }) }),
    breachesOf({ objects }),
  ]).toEqual([
    [],
    ['the bucket still holds understudy/motion.mp4 of a job at rest'],
    ['the bucket holds understudy/motion.mp4, of which nothing is known here'],
  ]);
});
