import { expect, test } from 'vitest';
import { batchMessages } from '#renderer/messages/batch.ts';

/** Each sentence under its path; functions are asked with `7` for everything. */
const sentences = (messages: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages === 'function')
    return sentences(messages(...Array.from({ length: messages.length }, () => 7)), path);
  if (typeof messages !== 'object' || messages === null) return [[path, `not words: ${String(messages)}`]];
  return Object.entries(messages).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
};

test('both languages say the same things, and none of them nothing', () => {
  const [en, es] = [sentences(batchMessages.en), sentences(batchMessages.es)];
  expect(es.map(([path]) => path)).toEqual(en.map(([path]) => path));
  for (const [path, text] of [...en, ...es]) expect(text, path).toMatch(/^\S(.*\S)?$/s);
});

test('a price says what is known and what is not, and never guesses', () => {
  const { price } = batchMessages.en.foot;
  const said = [
    price({ runs: 12, knownMicros: 0, unknownRuns: 0 }),
    price({ runs: 12, knownMicros: 13_440_000, unknownRuns: 0 }),
    price({ runs: 15, knownMicros: 13_440_000, unknownRuns: 3 }),
    price({ runs: 4, knownMicros: 0, unknownRuns: 1 }),
    price({ runs: 1, knownMicros: 0, unknownRuns: 1 }),
  ];
  expect(said).toEqual([
    'free',
    '$13.44',
    '$13.44 and 3 generations of unknown price',
    'free, and 1 generation of unknown price',
    'price unknown',
  ]);
});
