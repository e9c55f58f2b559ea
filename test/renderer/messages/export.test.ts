import { expect, test } from 'vitest';
import { exporting as en } from '#renderer/messages/en/export.ts';
import { exporting as es } from '#renderer/messages/es/export.ts';

const shapeOf = (messages: object): unknown =>
  Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === 'object' ? shapeOf(value) : typeof value,
    ]),
  );

test('both languages have the same messages', () => {
  expect(shapeOf(es)).toEqual(shapeOf(en));
});

test('the figures of a finished video appear in its sentence', () => {
  for (const messages of [en, es]) expect(messages.made('1.61 MB', '10.0 s')).toMatch(/1\.61 MB.*10\.0 s/);
});
