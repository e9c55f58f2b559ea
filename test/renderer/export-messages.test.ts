import { expect, test } from 'vitest';
import { exportWords } from '#renderer/messages/export.ts';

const shapeOf = (words: object): unknown =>
  Object.fromEntries(
    Object.entries(words).map(([key, value]) => [
      key,
      typeof value === 'object' ? shapeOf(value) : typeof value,
    ]),
  );

test('both languages say the same things', () => {
  expect(shapeOf(exportWords.es)).toEqual(shapeOf(exportWords.en));
});

test('the figures of a finished clip appear in its sentence', () => {
  for (const words of [exportWords.en, exportWords.es])
    expect(words.made('1.61 MB', '10.0 s')).toMatch(/1\.61 MB.*10\.0 s/);
});
