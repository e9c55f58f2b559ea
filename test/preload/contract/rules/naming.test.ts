import { describe, expect, it } from 'vitest';
import {
  cutToBytes,
  maxNameBytes,
  numberedName,
  resultFileName,
  resultName,
  safeFileName,
  shortNameBytes,
} from '#contract/rules/naming.ts';

const named = (imageName: string, videoName: string, modelId = 'fal/kling-v2.6-pro') =>
  resultFileName({ imageName, videoName, modelId });

describe('name of an exported result', () => {
  it('holds image, video and model', () => {
    expect(named('character.jpg', 'squats.mp4')).toBe('character-squats-kling-v2.6-pro.mp4');
  });

  it('keeps letters of every language and removes accents, spaces and symbols', () => {
    expect(named('J\u00f3zef & Ma\u0142gorzata (2).png', '\u8df3\u821e \u{1f483}.MOV')).toBe(
      'Jozef-Ma\u0142gorzata-2-\u8df3\u821e-kling-v2.6-pro.mp4',
    );
    expect(named('\ud55c\uae00.png', 'a.mp4')).toBe('\ud55c\uae00-a-kling-v2.6-pro.mp4');
  });

  it('is never a path, a hidden file or an option', () => {
    expect(named('../../etc/passwd', '-rf /')).toBe('etc-passwd-rf-kling-v2.6-pro.mp4');
    expect(named('.bashrc', '\\\\server\\share')).toBe('bashrc-server-share-kling-v2.6-pro.mp4');
    expect(named('a\u0000b\nc.png', 'CON:.mp4')).toBe('a-b-c-CON-kling-v2.6-pro.mp4');
  });

  it('is never empty', () => {
    expect(named('', '???')).toBe('untitled-untitled-kling-v2.6-pro.mp4');
    expect(named('\u{1f483}.png', '..mp4', '')).toBe('untitled-untitled-untitled.mp4');
  });

  it('stays short, with whole characters and no trailing dash', () => {
    expect(named('x'.repeat(300), `${'y'.repeat(39)} z.mp4`)).toBe(
      `${'x'.repeat(40)}-${'y'.repeat(39)}-kling-v2.6-pro.mp4`,
    );
    expect(named('\u{20bb7}'.repeat(60), 'a.mp4')).toBe(`${'\u{20bb7}'.repeat(40)}-a-kling-v2.6-pro.mp4`);
  });

  it('holds only letters, digits, dots and dashes for any input', () => {
    const odd = Array.from({ length: 400 }, (_, index) => String.fromCodePoint(index * 37));
    const names = odd.map((character) => named(`${character}a${character}.png`, `${character}.mp4`));
    expect(names.filter((name) => !/^[\p{L}\p{N}][\p{L}\p{N}.-]*\.mp4$/u.test(name))).toEqual([]);
  });
});

const bytes = (text: string): number => Buffer.byteLength(text);

/** 45 names of each kind, with 1 to 4 bytes per character, single and combined. */
const writings: readonly (readonly [string, string])[] = [
  ['Latin', 'abcdefghi'],
  ['accented', '\u00e1\u00f1\u00fc\u00e7\u0142\u00f8'],
  ['Cyrillic', '\u0436\u0449\u044b'],
  ['Chinese', '\u8df3\u821e\u89d2\u8272'],
  ['Japanese', '\u30c0\u30f3\u30b9'],
  ['Korean, decomposed', '\ud55c\uae00'.normalize('NFD')],
  ['Thai', '\u0e01\u0e33\u0e25\u0e31\u0e07'],
  ['Devanagari', '\u0928\u093e\u091a'],
  ['rare Chinese of two units', '\u{20bb7}\u{2a6d6}'],
  ['Gothic', '\u{10330}\u{10331}'],
  ['emoji', '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}'],
];
const long = (text: string): string => text.repeat(45).slice(0, 45 * text.length);

describe('bytes of a name', () => {
  const models = ['fal/kling-v2.6-pro', `fal/${'m'.repeat(60)}`];
  const cases = writings.flatMap(([writing, text]) =>
    models.map((modelId) => ({
      writing,
      modelId,
      imageName: `${long(text)}.png`,
      videoName: `${long(text)}.mp4`,
    })),
  );

  it.each(cases)('stay within every limit with number and extension ($writing, $modelId)', (item) => {
    for (const maxBytes of [maxNameBytes, shortNameBytes]) {
      const name = resultName(item, { maxBytes });
      for (const attempt of [1, 2, 999]) {
        const numbered = numberedName(name, attempt, maxBytes);
        expect(bytes(numbered)).toBeLessThanOrEqual(maxBytes);
        expect(numbered).toMatch(attempt === 1 ? /[^.-]\.mp4$/ : new RegExp(` \\(${attempt}\\)\\.mp4$`));
        expect(numbered.isWellFormed()).toBe(true);
        expect(numbered).toContain(item.modelId.slice(4, 20));
      }
    }
  });

  it.each(cases)(
    'stay within the limit in the longest export name ($writing, $modelId)',
    ({ imageName, videoName, modelId }) => {
      const name = resultFileName(
        { imageName, videoName, modelId },
        { tail: '-and-novita-kling-v3-pro-side-by-side' },
      );
      expect([bytes(name) <= maxNameBytes, name.endsWith('-side-by-side.mp4')]).toEqual([true, true]);
    },
  );

  it('are removed from the longer of the two names first', () => {
    const { stem } = resultName(
      { imageName: 'anna.png', videoName: `${'\u8df3'.repeat(40)}.mp4`, modelId: 'fal/kling' },
      { maxBytes: shortNameBytes },
    );
    expect(stem).toBe(`anna-${'\u8df3'.repeat(40)}-kling`);
  });

  it.each([
    ['a family emoji of three', '\u{1f469}\u200d\u{1f469}\u200d\u{1f467}', 18],
    ['a letter with two diacritics', 'e\u0301\u0323', 5],
    ['a flag emoji', '\u{1f1ea}\u{1f1f8}', 8],
    ['an unpaired surrogate', '\ud83d', 3],
  ])('never split %s', (_, character, size) => {
    expect([
      cutToBytes(`a${character}b`, size + 2),
      cutToBytes(`a${character}b`, size + 1),
      cutToBytes(`a${character}b`, size),
    ]).toEqual([`a${character}b`, `a${character}`, 'a']);
  });
});

describe('reserved name', () => {
  it.each(['CON', 'nul', 'Com1', 'lpt9', 'COM\u00b9', 'aux'])(
    'is changed where it is in front of the first dot: %s',
    (name) => {
      expect([
        safeFileName({ stem: name, extension: '.png' }, 143),
        safeFileName({ stem: `${name}.v1`, extension: '.png' }, 143),
        safeFileName({ stem: `${name}sole`, extension: '.png' }, 143),
      ]).toEqual([`_${name}.png`, `_${name}.v1.png`, `${name}sole.png`]);
    },
  );

  it('is changed in the name of a result as well', () => {
    expect(named('con.v1.png', 'a.mp4')).toBe('_con.v1-a-kling-v2.6-pro.mp4');
    expect(named('con.png', 'a.mp4')).toBe('con-a-kling-v2.6-pro.mp4');
  });

  it.each([
    ['name. ', '', 'name'],
    ['name', '.', 'name'],
    [' ...', '', 'file'],
    ['', '', 'file'],
  ])('without trailing dots and spaces: %j', (stem, extension, expected) => {
    expect(safeFileName({ stem, extension }, 143)).toBe(expected);
  });
});
