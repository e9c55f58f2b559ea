import { expect, test } from 'vitest';
import { languageNames, languages } from '#contract/messages/languages.ts';
import { reasonCodes } from '#contract/model/plan.ts';
import type { ScanFinding } from '#contract/rules/best-windows.ts';
import { messages as en, type PageMessages } from '#renderer/messages/en/messages.ts';
import { messages as es } from '#renderer/messages/es/messages.ts';
import { loadMessages } from '#renderer/messages/languages.ts';

/** Each sentence under its path; functions are called with `7` for every parameter. */
const sentences = (messages: unknown, path = ''): readonly (readonly [string, string])[] => {
  if (typeof messages === 'string') return [[path, messages]];
  if (typeof messages === 'function')
    return sentences(messages(...Array.from({ length: messages.length }, () => '7')), path);
  if (typeof messages !== 'object' || messages === null) return [[path, `not words: ${String(messages)}`]];
  return Object.entries(messages).flatMap(([key, value]) => sentences(value, `${path}/${key}`));
};
const paths = (messages: unknown) => sentences(messages).map(([path]) => path);

/** Its functions take strings or figures, which `sentences` gives them. */
const partsOf = ({ domain, ui, costs, scan: _scan, framing, ...parts }: PageMessages) => {
  const { unknownBecause: _unknownBecause, ...others } = costs;
  const { batch: _batch, exporting: _exporting, ...plain } = parts;
  return { ui, framing, costs: others, commands: domain.commands, crashes: domain.crashes, ...plain };
};

test('both languages have the same messages', () => {
  expect(paths(partsOf(es))).toEqual(paths(partsOf(en)));
  expect(Object.keys(es.scan)).toEqual(Object.keys(en.scan));
});

test('each language has the name of its folder, and a name for the user', async () => {
  for (const language of languages) {
    expect((await loadMessages(language)).language).toBe(language);
    expect(languageNames[language]).toMatch(/^\p{Lu}/u);
  }
});

test('no sentence is empty or has surrounding spaces', () => {
  for (const [path, text] of [...sentences(en.ui), ...sentences(es.ui)])
    expect(text, path).toMatch(/^\S(.*\S)?$/s);
});

test('the parameters of a sentence appear in it, in both languages', () => {
  const about = ({ ui: messages, trim }: PageMessages) => [
    messages.inputs.reading('hero.png'),
    messages.queue.names('hero.png', 'dance.mp4'),
    messages.choices.generateFor('$1.12'),
    trim.length('8.0 s', '10.0 s'),
  ];
  for (const output of [about(en), about(es)]) {
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
  for (const messages of [en.domain, es.domain]) {
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
  for (const messages of [en.domain, es.domain])
    for (const finding of findings) expect(messages.finding(finding)).toMatch(/^[A-Z][^.]+(\d\.\d[^.]*)*\.$/);
  expect(es.domain.finding({ kind: 'cut', atSec: 7.21 })).toBe(
    'Corte en 7.2 s: Kling solo usa una toma continua.',
  );
});

test('a rate or a colour depth is translated into Spanish', () => {
  const reason = { subject: 'video', severity: 'mended', source: 'x' } as const;
  const fps = { ...reason, code: 'video-fps', limit: '60 fps', actual: '120 fps' } as const;
  expect(es.domain.reason(fps).because).toBe('120 fps supera 60 fps');
  const colours = { ...reason, code: 'image-colours', limit: 'RGB', actual: 'CMYK' } as const;
  expect(es.domain.reason(colours)).toEqual({
    because: 'su formato de color es CMYK',
    change: 'se pasa a RGB',
  });
});

test('a source of this program has its name in each language; the name of a document stays', () => {
  const sources = ['compatibility-rule', 'own-choice', 'video-itself', "Novita's model page"];
  expect(sources.map(en.domain.reasonSource)).toEqual([
    "Understudy's compatibility rule",
    'your choice',
    'the video itself',
    "Novita's model page",
  ]);
  expect(sources.map(es.domain.reasonSource)).toEqual([
    'la regla de compatibilidad de Understudy',
    'tu elección',
    'el propio vídeo',
    "Novita's model page",
  ]);
});
