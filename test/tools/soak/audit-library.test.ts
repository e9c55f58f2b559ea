import { expect, test } from 'vitest';
import { noMarks } from '#contract/model/marks.ts';
import { itemId } from '#test/main/jobs/samples.ts';
import { breachesOf, folder, kept, notKept, onDisk } from './audit-samples.ts';

const { item } = kept;
const withNotes = { ...noMarks, notes: 'note 1' };
const inTrash = { ...noMarks, removedAt: '2026-11-21T10:00:00.000Z' };
const expecting = (notes: readonly string[], isInTrash = [false]) => ({
  expectedMarks: new Map([[itemId, { notes, isInTrash }]]),
});
const marked = (marks: typeof noMarks) =>
  onDisk({ kept: [{ ...kept, marks }], catalogued: [{ folder, marks }] });

test('accepts marks that the program confirmed, and unconfirmed marks with either value', () => {
  expect([
    breachesOf({ ...marked(withNotes), ...expecting(['note 1']) }),
    breachesOf({ ...marked(withNotes), ...expecting(['', 'note 1']) }),
    breachesOf({ ...marked(inTrash), ...expecting([''], [true]) }),
  ]).toEqual([[], [], []]);
});

test('reports lost notes, and an item that entered or left the trash unexpectedly', () => {
  expect([
    breachesOf(expecting(['note 1'])),
    breachesOf(expecting([''], [true])),
    breachesOf(marked(inTrash)),
  ]).toEqual([
    [`the notes of ${folder} should be "note 1", the catalogue has ""`],
    [`${folder} is unexpectedly not in the trash`],
    [`${folder} is unexpectedly in the trash`],
  ]);
});

test('reports marks that differ from the catalogue, and malformed marks', () => {
  const breaches = [
    breachesOf(onDisk({ kept: [{ ...kept, marks: withNotes }] })),
    breachesOf(onDisk({ kept: [{ ...kept, marks: null }] })),
  ];
  expect(breaches).toEqual([
    [expect.stringContaining(`${folder} has`)],
    [`${folder}: marks.json is malformed`],
  ]);
});

test('accepts a missing item after a deletion, and an existing one only if the deletion is unconfirmed', () => {
  const deleted = (isSure: boolean) => ({ deleted: [{ item, isSure }] });
  expect([
    breachesOf({ ...onDisk(notKept), ...deleted(true) }),
    breachesOf({ ...onDisk(notKept), ...deleted(false) }),
    breachesOf(deleted(false)),
    breachesOf(deleted(true)),
  ]).toEqual([[], [], [], [`${folder} was deleted permanently and still exists`]]);
});
