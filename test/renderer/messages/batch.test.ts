import { expect, test } from 'vitest';
import { batch as batchEn } from '#renderer/messages/en/batch.ts';
import { batch as batchEs } from '#renderer/messages/es/batch.ts';

/** Each sentence under its path; functions are called with `7` for every parameter. */
const sentences = (messages: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages === 'function')
    return sentences(messages(...Array.from({ length: messages.length }, () => 7)), path);
  if (typeof messages !== 'object' || messages === null) return [[path, `not words: ${String(messages)}`]];
  return Object.entries(messages).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
};

test('both languages have the same messages, and none is empty', () => {
  const [en, es] = [sentences(batchEn), sentences(batchEs)];
  expect(es.map(([path]) => path)).toEqual(en.map(([path]) => path));
  for (const [path, text] of [...en, ...es]) expect(text, path).toMatch(/^\S(.*\S)?$/s);
});

test('a price states the known and the unknown part, without a guess', () => {
  const { price } = batchEn.foot;
  const output = [
    price({ runs: 12, knownMicros: 0, unknownRuns: 0 }),
    price({ runs: 12, knownMicros: 13_440_000, unknownRuns: 0 }),
    price({ runs: 15, knownMicros: 13_440_000, unknownRuns: 3 }),
    price({ runs: 4, knownMicros: 0, unknownRuns: 1 }),
    price({ runs: 1, knownMicros: 0, unknownRuns: 1 }),
  ];
  expect(output).toEqual([
    'free',
    '$13.44',
    '$13.44 and 3 generations of unknown price',
    'free, and 1 generation of unknown price',
    'price unknown',
  ]);
});
