import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { TextRequest } from '#main/media/image/image-requests.ts';
import { imageDecoder } from '#test/fixtures/media.ts';

const never = new AbortController().signal;

const emPx = 36;
/** Between the text and the sides of its plate at this type size. */
const padPx = 16;

type Pixels = {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue, opacity. */
  readonly at: (x: number, y: number) => readonly number[];
  readonly hash: string;
};

/** The PNG of a text has no filters. */
const pixelsOf = (bytes: Uint8Array, width: number, height: number): Pixels => {
  const png = Buffer.from(bytes);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  for (let y = 0; y < height; y += 1) expect(rows[y * (width * 4 + 1)]).toBe(0);
  return {
    width,
    height,
    at: (x, y) => [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4).subarray(0, 4)],
    hash: createHash('sha256').update(rows).digest('hex'),
  };
};

const draw = async (text: string, more: Partial<TextRequest> = {}): Promise<Pixels | null> => {
  const request = { text, maxEmPx: emPx, minEmPx: emPx, maxWidthPx: 10_000, ...more };
  const drawn = await imageDecoder.text(request, never);
  if (!drawn.ok) throw new Error(JSON.stringify(drawn.error));
  return drawn.value === null ? null : pixelsOf(drawn.value.bytes, drawn.value.width, drawn.value.height);
};

const drawn = async (text: string, more: Partial<TextRequest> = {}): Promise<Pixels> => {
  const pixels = await draw(text, more);
  if (pixels === null) throw new Error('The text was not drawn.');
  return pixels;
};

/** The brightness of all pixels together: white letters on a black plate. */
const inkOf = ({ width, height, at }: Pixels): number => {
  let ink = 0;
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) ink += ((at(x, y)[0] ?? 0) * (at(x, y)[3] ?? 0)) / 255;
  return ink;
};

/** Width, and first and last row with ink. */
const extentOf = ({ width, height, at }: Pixels): string => {
  const rows = Array.from({ length: height }, (_, y) =>
    Array.from({ length: width }, (__, x) => at(x, y)[0] ?? 0).some((grey) => grey > 0),
  );
  return [width, rows.indexOf(true), rows.lastIndexOf(true)].join(' ');
};

const scripts: Readonly<Record<string, string>> = {
  Latin: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
  'accents and signs': 'ÁÉÍÓÚÑÜáéíóúñü¿¡«»“”.,:;·-–—…()/&+ṠŁőœßğ',
  Cyrillic: 'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ',
  Greek: 'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρστυφχψωάέήίόύώΐὈ',
};

test.each(Object.keys(scripts))('draws every letter with the own font: %s', async (name) => {
  // Every letter that no font has is drawn as a box of this extent.
  const box = extentOf(await drawn('\u0378'));
  const letters = [...(scripts[name] ?? '')];
  const pixels = await Promise.all(letters.map((letter) => drawn(letter)));
  for (const [index, letter] of letters.entries()) {
    const own = pixels[index];
    if (own === undefined) throw new Error(letter);
    expect(inkOf(own), letter).toBeGreaterThan(1000);
    expect(extentOf(own), letter).not.toBe(box);
  }
});

test('draws different letters differently, and accents with more ink', async () => {
  expect(inkOf(await drawn('Í'))).toBeGreaterThan(inkOf(await drawn('I')));
  expect(inkOf(await drawn('ñ'))).toBeGreaterThan(inkOf(await drawn('n')));
  expect((await drawn('W')).width).toBeGreaterThan((await drawn('i')).width);
});

test('draws equal texts equally, whatever the form of their accents', async () => {
  const composed = await drawn('Niño Ä');
  expect((await drawn('Nin\u0303o A\u0308')).hash).toBe(composed.hash);
});

test('draws a box with its code for a character that no font has', async () => {
  const [one, other] = [await drawn('\u0378'), await drawn('\u0379')];
  expect([one.width, one.height]).toEqual([other.width, other.height]);
  expect(one.hash).not.toBe(other.hash);
  expect(inkOf(one)).toBeGreaterThan(1000);
});

test('draws markup and entities as the characters that they consist of', async () => {
  const bold = await drawn('<b>&');
  const letters = await Promise.all(['<', 'b', '>', '&'].map((letter) => drawn(letter)));
  const inks = letters.map(inkOf).reduce((sum, ink) => sum + ink);
  expect(inkOf(bold) / inks).toBeCloseTo(1, 1);
  expect(bold.width).toBeGreaterThan((await drawn('b')).width * 2);
  expect((await drawn('&lt;')).width).toBeGreaterThan((await drawn('<')).width * 1.5);
  for (const text of ['</span>', '<span size="999999">a', '&#0;', '&amp', '<!--', '\'"', '<span'])
    expect(inkOf(await drawn(text)), text).toBeGreaterThan(0);
});

test('draws one line whatever separates the words', async () => {
  const plain = await drawn('one two');
  for (const separator of ['\n', '\r\n', '\t', '\u2028', '\u2029', '\u0000', '\u000b', '\u0085', ' \n '])
    expect((await drawn(`one${separator}two`)).hash, JSON.stringify(separator)).toBe(plain.hash);
  expect((await drawn(' one two\n')).hash).toBe(plain.hash);
});

test('draws texts that are not well formed, right-to-left texts and very long texts', async () => {
  for (const text of ['a\ud800b', '\udfff', 'سلام world', 'नमस्ते', '\u202eabc', '👩‍👩‍👧', '\ufffe'])
    expect(inkOf(await drawn(text)), JSON.stringify(text)).toBeGreaterThan(0);
  const long = await drawn('wide '.repeat(100_000), { maxWidthPx: 400 });
  expect(long.width).toBeLessThanOrEqual(400);
  const stacked = await drawn(`a${'\u0301'.repeat(300)}`);
  expect(stacked.height).toBeLessThan(emPx * 4);
});

test('draws every text in a plate of the same height, with its baseline at the same place', async () => {
  const texts = ['ace', 'Ágj', '…', 'Жд', 'Reference'];
  const heights = (await Promise.all(texts.map((text) => drawn(text)))).map(({ height }) => height);
  expect(new Set(heights).size).toBe(1);
  const bottomOf = ({ width, height, at }: Pixels): number => {
    for (let y = height - 1; y >= 0; y -= 1)
      for (let x = 0; x < width; x += 1) if ((at(x, y)[0] ?? 0) > 128) return y;
    return -1;
  };
  expect(bottomOf(await drawn('H'))).toBe(bottomOf(await drawn('Í')));
  expect(bottomOf(await drawn('g'))).toBeGreaterThan(bottomOf(await drawn('H')) + 4);
});

test('draws nothing for a text without a visible character', async () => {
  for (const text of ['', '   ', '\u200b', '\u0000'])
    expect(await draw(text), JSON.stringify(text)).toBeNull();
});

test('truncates a text that is too wide with an ellipsis, and draws nothing without room', async () => {
  const text = 'Result · Kling v2.6 pro';
  const small = { maxEmPx: 20, minEmPx: 20 };
  const cut = await drawn(text, { ...small, maxWidthPx: 140 });
  expect(cut.width).toBeLessThanOrEqual(140);
  const beginnings = Array.from({ length: text.length }, (_, count) => `${text.slice(0, count).trimEnd()}…`);
  const same = (await Promise.all(beginnings.map((beginning) => drawn(beginning, small)))).map(
    ({ hash }) => hash === cut.hash,
  );
  const count = same.indexOf(true);
  expect(beginnings[count]).toMatch(/^Result.*…$/);
  // One more letter is too wide.
  expect((await drawn(beginnings[count + 1] ?? '', small)).width).toBeGreaterThan(140);
  expect(await draw('Result', { ...small, maxWidthPx: 30 })).toBeNull();
  expect(await draw('Result', { ...small, maxWidthPx: -10 })).toBeNull();
});

test('does not divide characters that consist of several code points where it truncates', async () => {
  const flags = '🇪🇸'.repeat(8);
  const cut = await drawn(flags, { maxWidthPx: 200 });
  const whole = await Promise.all(Array.from({ length: 8 }, (_, count) => drawn(`${'🇪🇸'.repeat(count)}…`)));
  expect(whole.map(({ hash }) => hash)).toContain(cut.hash);
});

test('smaller type has equal shapes with less ink', async () => {
  const [large, small] = [
    await drawn('Reference'),
    await drawn('Reference', { maxEmPx: emPx / 2, minEmPx: emPx / 2 }),
  ];
  expect(small.width / large.width).toBeCloseTo(0.5, 1);
  expect(inkOf(small) / inkOf(large)).toBeCloseTo(0.25, 1);
});

test('a text that is too wide shrinks before it is truncated', async () => {
  const at = (maxWidthPx: number) => drawn('Resultado · Offline demonstration', { minEmPx: 23, maxWidthPx });
  const [roomy, tight] = [await at(980), await at(420)];
  expect(roomy.width).toBeLessThan(980);
  expect(tight.width).toBeLessThanOrEqual(420);
  expect(tight.width).toBeGreaterThan(390);
  expect(tight.width / tight.height).toBeCloseTo(roomy.width / roomy.height, -0.5);
});

test('is an image with white letters on a dark plate with round corners', async () => {
  const { width, height, at } = await drawn('Reference', { maxEmPx: 30, minEmPx: 30 });
  expect(at(0, 0)[3]).toBeLessThan(60);
  expect(at(3, height >> 1)).toEqual([0, 0, 0, 165]);
  const inks = Array.from({ length: width }, (_, x) => at(x, height >> 1)).filter(([grey]) => grey === 255);
  expect(inks.length).toBeGreaterThan(10);
  expect(inks.every(([, , , opacity]) => opacity === 255)).toBe(true);
});

test('leaves equal space on both sides of the text', async () => {
  const { width, height, at } = await drawn('H');
  const column = (x: number): number =>
    Math.max(...Array.from({ length: height }, (_, y) => at(x, y)[0] ?? 0));
  expect([column(padPx - 1), column(width - padPx)]).toEqual([0, 0]);
  expect([column(padPx) > 0, column(width - padPx - 1) > 0]).toEqual([true, true]);
});
