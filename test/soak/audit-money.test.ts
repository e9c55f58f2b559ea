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

test('money that was agreed to, booked once and counted is in order', () => {
  expect(breachesOf({})).toEqual([]);
});

test('an accepted run without an entry in the ledger, or with two, is a breach', () => {
  expect([breachesOf(onDisk(recorded())), breachesOf(onDisk(recorded('yes', 'yes')))]).toEqual([
    [
      '"a dance" is booked no, nobody knows how much instead of yes, 896000',
      '"a dance" was accepted and has 0 entries in the ledger',
      'the program counts 0 for 0 runs (0 of unknown price), the jobs come to 896000 for 1 (0)',
    ],
    [
      '"a dance" is booked yes, 896000 instead of yes, 896000',
      '"a dance" was accepted and has 2 entries in the ledger',
    ],
  ]);
});

test('a run that is called unpaid in the ledger and may be paid is a breach', () => {
  const unsure = { records: [record(states.unsure)], ...notKept };
  expect(breachesOf(onDisk({ ...unsure, ...recorded('no') }))).toContain(
    '"a dance" is booked no, nobody knows how much instead of unknown, 896000',
  );
});

test('what the provider billed counts instead of the estimate', () => {
  const billed = { ...kept, item: itemOf(record(states.done), { billedMicros: 420_000 }) };
  expect(breachesOf(onDisk({ kept: [billed] }))).toEqual([
    '"a dance" is booked yes, 896000 instead of yes, 420000',
    'the program counts 896000 for 1 runs (0 of unknown price), the jobs come to 420000 for 1 (0)',
  ]);
});

test('spending more than was agreed to is a breach, and so is a stranger in the ledger', () => {
  const approvals = good.approvals.map((approval) => ({ ...approval, agreedMicros: agreedMicros - 1 }));
  const stranger = { jobId: 'j9', estimateMicros: 1, billedMicros: null, charged: 'yes' as const };
  expect([
    breachesOf({ approvals }),
    breachesOf(onDisk({ ledger: [...good.disk.ledger, stranger] })),
    breachesOf(onDisk({ spending: { ...good.disk.spending, waitingMicros: 5 } })),
  ]).toEqual([
    [
      '"a dance" is booked at 896000 and was agreed at 895999',
      '896000 was spent by the estimates for 1 runs, 895999 was agreed to for 1',
    ],
    ['the ledger names j9, which is no job'],
    ['5 still waits to be spent by nothing'],
  ]);
});
