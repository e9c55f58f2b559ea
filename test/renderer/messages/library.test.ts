import { expect, test } from 'vitest';
import { compareMessages } from '#renderer/messages/compare.ts';
import { deliverySetupMessages } from '#renderer/messages/delivery-setup.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { libraryMessages } from '#renderer/messages/library.ts';
import { libraryFindMessages } from '#renderer/messages/library-find.ts';
import { libraryMarksMessages } from '#renderer/messages/library-marks.ts';
import { libraryWorkMessages } from '#renderer/messages/library-work.ts';
import { settingsMessages } from '#renderer/messages/settings.ts';
import { storageMessages } from '#renderer/messages/storage.ts';
import { transferRecordMessages } from '#renderer/messages/transfer-record.ts';
import { unsureMessages } from '#renderer/messages/unsure.ts';
import { imageFacts, videoFacts } from '#test/renderer/samples.ts';

/** Each sentence with its path; functions are called with a placeholder for every parameter. */
const sentences = (messages: unknown, path = ''): [string, string][] => {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages === 'function') return [[path, String(messages('result', 'b', 'c'))]];
  if (typeof messages !== 'object' || messages === null) return [];
  return Object.entries(messages).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
};

const all = {
  library: libraryMessages,
  libraryFind: libraryFindMessages,
  libraryMarks: libraryMarksMessages,
  libraryWork: libraryWorkMessages,
  storage: storageMessages,
  compare: compareMessages,
  settings: settingsMessages,
  deliverySetup: deliverySetupMessages,
  transferRecord: transferRecordMessages,
  unsure: unsureMessages,
};

test.each(Object.entries(all))(
  '%s has the same messages in both languages, and none is empty',
  (_, messages) => {
    const [en, es] = [sentences(messages.en), sentences(messages.es)];
    expect(es.map(([path]) => path)).toEqual(en.map(([path]) => path));
    expect([...en, ...es].filter(([, sentence]) => sentence.trim() === '')).toEqual([]);
  },
);

test('facts are on one line', () => {
  const figures = createFigures('en');
  expect(figures.video(videoFacts).join(' · ')).toBe(
    '1080 × 1920 · 13.0 s · 30 fps · H.264 · 4.2 MB · with audio',
  );
  expect(figures.image(imageFacts).join(' · ')).toBe('768 × 1152 · PNG · 101.18 kB');
  expect(
    createFigures('es')
      .video({ ...videoFacts, audioCodec: null })
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
  const output = (['en', 'es'] as const).map((language) =>
    [1, 3].map((count) => libraryWorkMessages[language].removed(count)),
  );
  expect(output).toEqual([
    ['1 result moved to the trash.', '3 results moved to the trash.'],
    ['1 resultado movido a la papelera.', '3 resultados movidos a la papelera.'],
  ]);
});
