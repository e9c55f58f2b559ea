import { expect, test } from 'vitest';
import { commandMessages } from '#contract/messages/commands.ts';
import { en as domainEn } from '#contract/messages/en.ts';
import { es as domainEs } from '#contract/messages/es.ts';
import { reasonCodes } from '#contract/model/plan.ts';
import type { ScanFinding } from '#contract/rules/best-windows.ts';
import { batchMessages } from '#renderer/messages/batch.ts';
import { costMessages } from '#renderer/messages/costs.ts';
import { deliveryMessages } from '#renderer/messages/delivery.ts';
import { deliverySetupMessages } from '#renderer/messages/delivery-setup.ts';
import { desktopMessages } from '#renderer/messages/desktop.ts';
import { en } from '#renderer/messages/en.ts';
import { es } from '#renderer/messages/es.ts';
import { framingMessages } from '#renderer/messages/framing.ts';
import { libraryMessages } from '#renderer/messages/library.ts';
import { libraryFindMessages } from '#renderer/messages/library-find.ts';
import { libraryMarksMessages } from '#renderer/messages/library-marks.ts';
import { libraryWorkMessages } from '#renderer/messages/library-work.ts';
import { queueMessages } from '#renderer/messages/queue.ts';
import { scanMessages } from '#renderer/messages/scan.ts';
import { shortcutMessages } from '#renderer/messages/shortcuts.ts';
import { spendCheckMessages } from '#renderer/messages/spend-check.ts';
import { spendingMessages } from '#renderer/messages/spending.ts';
import { storageMessages } from '#renderer/messages/storage.ts';
import { transferRecordMessages } from '#renderer/messages/transfer-record.ts';
import { trimMessages } from '#renderer/messages/trim.ts';
import { unsureMessages } from '#renderer/messages/unsure.ts';

/** Each sentence under its path; functions are called with `7` for every parameter. */
const sentences = (messages: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages === 'function')
    return sentences(messages(...Array.from({ length: messages.length }, () => '7')), path);
  if (typeof messages !== 'object' || messages === null) return [[path, `not words: ${String(messages)}`]];
  return Object.entries(messages).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
};
const paths = (messages: unknown) => sentences(messages).map(([path]) => path);

const wordLists = [
  commandMessages,
  desktopMessages,
  shortcutMessages,
  trimMessages,
  costMessages,
  deliveryMessages,
  deliverySetupMessages,
  transferRecordMessages,
  unsureMessages,
  spendCheckMessages,
  queueMessages,
  spendingMessages,
  libraryMessages,
  libraryMarksMessages,
  libraryWorkMessages,
  libraryFindMessages,
  storageMessages,
  batchMessages,
];

test('both languages have the same messages', () => {
  expect(paths(es)).toEqual(paths(en));
  expect(paths(framingMessages.es)).toEqual(paths(framingMessages.en));
  for (const messages of wordLists) expect(paths(messages.es)).toEqual(paths(messages.en));
  const [more, fewer] = [scanMessages.es, scanMessages.en].map((messages) => Object.keys(messages));
  expect(more).toEqual(fewer);
});

test('no sentence is empty or has surrounding spaces', () => {
  for (const [path, text] of [...sentences(en), ...sentences(es)]) expect(text, path).toMatch(/^\S(.*\S)?$/s);
});

test('the parameters of a sentence appear in it, in both languages', () => {
  const about = (messages: typeof en, language: 'en' | 'es') => [
    messages.inputs.reading('hero.png'),
    messages.queue.names('hero.png', 'dance.mp4'),
    messages.choices.generateFor('$1.12'),
    trimMessages[language].length('8.0 s', '10.0 s'),
  ];
  for (const output of [about(en, 'en'), about(es, 'es')]) {
    const [reading, names, price, length] = output;
    expect(reading).toContain('hero.png');
    expect(names).toMatch(/hero\.png.*dance\.mp4/);
    expect(price).toContain('$1.12');
    expect(length).toMatch(/8\.0 s.*10\.0 s/);
  }
});

test('every plan reason has a sentence in both languages', () => {
  const reason = {
    subject: 'video',
    severity: 'mended',
    limit: '10 s',
    actual: '14 s',
    source: 'x',
  } as const;
  for (const messages of [domainEn, domainEs]) {
    for (const code of reasonCodes) {
      const { because, change } = messages.reason({ ...reason, code });
      expect(because.length * change.length, code).toBeGreaterThan(0);
    }
  }
});

test('every finding about a part of a video is one sentence in both languages', () => {
  const findings: readonly ScanFinding[] = [
    { kind: 'cut', atSec: 7.21 },
    { kind: 'black', startSec: 1, endSec: 2.5 },
    { kind: 'frozen', startSec: 3, endSec: 4 },
    { kind: 'still' },
    { kind: 'camera' },
  ];
  for (const messages of [domainEn, domainEs])
    for (const finding of findings) expect(messages.finding(finding)).toMatch(/^[A-Z][^.]+(\d\.\d[^.]*)*\.$/);
  expect(domainEs.finding({ kind: 'cut', atSec: 7.21 })).toBe(
    'Corte en 7.2 s: Kling solo usa una toma continua.',
  );
});

test('a rate or a colour depth is translated into Spanish', () => {
  const reason = { subject: 'video', severity: 'mended', source: 'x' } as const;
  const fps = { ...reason, code: 'video-fps', limit: '60 fps', actual: '120 fps' } as const;
  expect(domainEs.reason(fps).because).toBe('120 fps supera 60 fps');
  const colours = { ...reason, code: 'image-colours', limit: 'RGB', actual: 'CMYK' } as const;
  expect(domainEs.reason(colours)).toEqual({
    because: 'su formato de color es CMYK',
    change: 'se pasa a RGB',
  });
});

test('a source of this program has its name in each language; the name of a document stays', () => {
  const sources = ['compatibility-rule', 'own-choice', 'video-itself', "Novita's model page"];
  expect(sources.map(domainEn.reasonSource)).toEqual([
    "Understudy's compatibility rule",
    'your choice',
    'the video itself',
    "Novita's model page",
  ]);
  expect(sources.map(domainEs.reasonSource)).toEqual([
    'la regla de compatibilidad de Understudy',
    'tu elección',
    'el propio vídeo',
    "Novita's model page",
  ]);
});
