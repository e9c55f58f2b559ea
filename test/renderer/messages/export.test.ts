import { expect, test } from 'vitest';
import { exportMessages } from '#renderer/messages/export.ts';

const shapeOf = (messages: object): unknown =>
  Object.fromEntries(
    Object.entries(messages).map(([key, value]) => [
      key,
      typeof value === 'object' ? shapeOf(value) : typeof value,
    ]),
  );

test('both languages have the same messages', () => {
  expect(shapeOf(exportMessages.es)).toEqual(shapeOf(exportMessages.en));
});

test('the figures of a finished video appear in its sentence', () => {
  for (const messages of [exportMessages.en, exportMessages.es])
    expect(messages.made('1.61 MB', '10.0 s')).toMatch(/1\.61 MB.*10\.0 s/);
});
