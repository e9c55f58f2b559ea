import { expect, test } from 'vitest';
import { messages as en } from '#renderer/messages/en/messages.ts';
import { messages as es } from '#renderer/messages/es/messages.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { imageFacts, videoFacts } from '#test/renderer/samples.ts';

/** Each sentence with its path; functions are called with a placeholder for every parameter. */
const sentences = (messages: unknown, path = ''): [string, string][] => {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages === 'function') return [[path, String(messages('result', 'b', 'c'))]];
  if (typeof messages !== 'object' || messages === null) return [];
  return Object.entries(messages).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
};

test.each([
  'library',
  'libraryFind',
  'libraryMarks',
  'libraryWork',
  'storage',
  'compare',
  'settings',
  'deliverySetup',
  'transferRecord',
  'unsure',
] as const)('%s has the same messages in both languages, and none is empty', (part) => {
  const [english, spanish] = [sentences(en[part]), sentences(es[part])];
  expect(spanish.map(([path]) => path)).toEqual(english.map(([path]) => path));
  expect([...english, ...spanish].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
});

test('facts are on one line', () => {
  const figures = createFigures('en');
  expect(figures.video(videoFacts, en.facts).join(' · ')).toBe(
    '1080 × 1920 · 13.0 s · 30 fps · H.264 · 4.2 MB · with audio',
  );
  expect(figures.image(imageFacts).join(' · ')).toBe('768 × 1152 · PNG · 101.18 kB');
  expect(
    createFigures('es')
      .video({ ...videoFacts, audioCodec: null }, es.facts)
      .at(-1),
  ).toBe('sin audio');
});

test('the date of a price is the same in every time zone', () => {
  expect(createFigures('en').day('2026-11-21')).toBe('Nov 21, 2026');
  expect(createFigures('es').day('2026-11-21')).toBe('21 nov 2026');
});

test('a moment is in the time zone of the computer', () => {
  const figures = createFigures('en', 'Asia/Tokyo');
  expect(figures.moment('2026-11-21T20:05:00.000Z')).toMatch(/^Nov 22, 2026, 5:05\sAM$/);
  expect(figures.date('2026-11-21T20:05:00.000Z')).toBe('Nov 22, 2026');
});

test('the title of a file is its name without the extension', () => {
  const figures = createFigures('en');
  expect([figures.title('hero.final.png'), figures.title('README')]).toEqual(['hero.final', 'README']);
});

test('one result and several are distinguished in both languages', () => {
  const output = [en, es].map(({ libraryWork }) => [1, 3].map((count) => libraryWork.removed(count)));
  expect(output).toEqual([
    ['1 result moved to the trash.', '3 results moved to the trash.'],
    ['1 resultado movido a la papelera.', '3 resultados movidos a la papelera.'],
  ]);
});
