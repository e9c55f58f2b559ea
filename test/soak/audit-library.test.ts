import { expect, test } from 'vitest';
import { noMarks } from '#contract/model/marks.ts';
import { itemId } from '#test/main/jobs/samples.ts';
import { breachesOf, folder, kept, notKept, onDisk } from './audit-samples.ts';

const { item } = kept;
const noted = { ...noMarks, notes: 'word 1' };
const inTrash = { ...noMarks, removedAt: '2026-11-21T10:00:00.000Z' };
const saying = (notes: readonly string[], isInTrash = [false]) => ({
  words: new Map([[itemId, { notes, isInTrash }]]),
});
const marked = (marks: typeof noMarks) =>
  onDisk({ kept: [{ ...kept, marks }], catalogued: [{ folder, marks }] });

test('what a person said and the program has heard is in order, also where it may or may not have heard it', () => {
  expect([
    breachesOf({ ...marked(noted), ...saying(['word 1']) }),
    breachesOf({ ...marked(noted), ...saying(['', 'word 1']) }),
    breachesOf({ ...marked(inTrash), ...saying([''], [true]) }),
  ]).toEqual([[], [], []]);
});

test('a word that is lost, and an item that has left the trash or come there by itself, are breaches', () => {
  expect([
    breachesOf(saying(['word 1'])),
    breachesOf(saying([''], [true])),
    breachesOf(marked(inTrash)),
  ]).toEqual([
    [`of ${folder} "word 1" was said, and the list says ""`],
    [`${folder} is not in the trash, against what was said`],
    [`${folder} is in the trash, against what was said`],
  ]);
});

test('a folder that says other than the catalogue is a breach, and so are marks that make no sense', () => {
  const breaches = [
    breachesOf(onDisk({ kept: [{ ...kept, marks: noted }] })),
    breachesOf(onDisk({ kept: [{ ...kept, marks: null }] })),
  ];
  expect(breaches).toEqual([
    [expect.stringContaining(`${folder} says`)],
    [`${folder}: marks.json makes no sense`],
  ]);
});

test('what was deleted for ever is not missing, and may be there only where nobody has answered', () => {
  const deleted = (isSure: boolean) => ({ deleted: [{ item, isSure }] });
  expect([
    breachesOf({ ...onDisk(notKept), ...deleted(true) }),
    breachesOf({ ...onDisk(notKept), ...deleted(false) }),
    breachesOf(deleted(false)),
    breachesOf(deleted(true)),
  ]).toEqual([[], [], [], [`${folder} was deleted for ever and is there`]]);
});
