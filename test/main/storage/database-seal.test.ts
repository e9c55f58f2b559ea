import { expect, test } from 'vitest';
import { judgeTrust } from '#main/storage/database-seal.ts';

const file = { sizeBytes: 8192, modifiedMs: 1000 };
const open = { kind: 'open', serials: [7] } as const;
const closing = { kind: 'closing', serials: [7, 8] } as const;
const closed = { kind: 'closed', serials: [7], ...file } as const;

const trusted = { isDoubtful: false, isPerhapsOlder: false };
const doubtful = { isDoubtful: true, isPerhapsOlder: false };
const perhapsOlder = { isDoubtful: true, isPerhapsOlder: true };

test.each([
  ['as it was closed', { seal: closed }, trusted],
  ['changed since it was closed', { seal: closed, file: { ...file, modifiedMs: 2000 } }, doubtful],
  ['of another size than when it was closed', { seal: closed, file: { ...file, sizeBytes: 1 } }, doubtful],
  ['opened by something else since', { seal: closed, wal: 'whole' }, doubtful],
  ['another copy than the one that was closed', { seal: closed, serial: 5 }, perhapsOlder],
  ['broken, so that nothing tells which copy it is', { seal: closed, serial: null }, trusted],
  ['left by a killed program', { seal: open, wal: 'whole' }, trusted],
  ['older than what a killed program had open', { seal: open, wal: 'whole', serial: 5 }, perhapsOlder],
  ['left by a killed program, its last writes gone', { seal: open, wal: 'none' }, perhapsOlder],
  ['left by a killed program, its last writes damaged', { seal: open, wal: 'damaged' }, perhapsOlder],
  ['left by a program killed while it closed', { seal: closing, wal: 'none' }, doubtful],
  ['numbered by a program killed while it closed', { seal: closing, wal: 'whole', serial: 8 }, doubtful],
  ['never sealed', { seal: null }, doubtful],
  ['never sealed, its last writes damaged', { seal: null, wal: 'damaged' }, perhapsOlder],
] as const)('a database that is %s', (_, found, trust) => {
  expect(judgeTrust({ serial: 7, file, wal: 'none', ...found })).toEqual(trust);
});
