import { expect, test } from 'vitest';
import { itemOf } from '#test/main/jobs/samples.ts';
import {
  agreedMicros,
  breachesOf,
  good,
  kept,
  notKept,
  onDisk,
  record,
  recorded,
  states,
} from './audit-samples.ts';

test('accepts an agreed amount that is recorded once and counted', () => {
  expect(breachesOf({})).toEqual([]);
});

test('reports an accepted run with no ledger entry or two', () => {
  expect([breachesOf(onDisk(recorded())), breachesOf(onDisk(recorded('yes', 'yes')))]).toEqual([
    [
      '"a dance" is recorded as no, amount unknown instead of yes, 896000',
      '"a dance" was accepted and has 0 entries in the ledger',
      'the program counts 0 for 0 runs (0 of unknown price), the jobs sum to 896000 for 1 (0)',
    ],
    [
      '"a dance" is recorded as yes, 896000 instead of yes, 896000',
      '"a dance" was accepted and has 2 entries in the ledger',
    ],
  ]);
});

test('reports a run recorded as not charged that may be charged', () => {
  const unsure = { records: [record(states.unsure)], ...notKept };
  expect(breachesOf(onDisk({ ...unsure, ...recorded('no') }))).toContain(
    '"a dance" is recorded as no, amount unknown instead of unknown, 896000',
  );
});

test('expects the billed amount instead of the estimate', () => {
  const billed = { ...kept, item: itemOf(record(states.done), { billedMicros: 420_000 }) };
  expect(breachesOf(onDisk({ kept: [billed] }))).toEqual([
    '"a dance" is recorded as yes, 896000 instead of yes, 420000',
    'the program counts 896000 for 1 runs (0 of unknown price), the jobs sum to 420000 for 1 (0)',
  ]);
});

test('reports spending above the agreed amount, and a ledger entry without a job', () => {
  const approvals = good.approvals.map((approval) => ({ ...approval, agreedMicros: agreedMicros - 1 }));
  const unknownEntry = { jobId: 'j9', estimateMicros: 1, billedMicros: null, charged: 'yes' as const };
  expect([
    breachesOf({ approvals }),
    breachesOf(onDisk({ ledger: [...good.disk.ledger, unknownEntry] })),
    breachesOf(onDisk({ spending: { ...good.disk.spending, waitingMicros: 5 } })),
  ]).toEqual([
    [
      '"a dance" is recorded at 896000 and was agreed at 895999',
      '896000 was spent by the estimates for 1 runs, 895999 was agreed to for 1',
    ],
    ['the ledger has an entry for j9, which is no job'],
    ['5 is reserved without a queued job'],
  ]);
});
