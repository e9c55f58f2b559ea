import { inflateSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { drawLabel } from '#main/library/export/label.ts';
import { createType } from '#main/library/export/text.ts';

const type = createType();
const inkOf = (text: string, emPx = 36) => type.draw(text, emPx).ink.reduce((sum, value) => sum + value, 0);

test('can draw every letter of the names and of both languages', () => {
  const all =
    'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789ÁÉÍÓÚÑÜáéíóúñü¿¡«»“”.,:;·-–—…()/&+';
  expect(type.fit(all, 36, 100_000)).toBe(all);
  for (const letter of all) expect(inkOf(letter), letter).toBeGreaterThan(0);
});

test('draws different letters differently, and accents with more ink', () => {
  expect(inkOf('Í')).toBeGreaterThan(inkOf('I'));
  expect(inkOf('ñ')).toBeGreaterThan(inkOf('n'));
  expect(type.draw('W', 36).width).toBeGreaterThan(type.draw('i', 36).width);
});

test('an unknown letter loses its accents, then becomes a question mark', () => {
  expect(type.fit('Ṡtep ☃ 结', 36, 10_000)).toBe('Step ? ?');
});

test('truncates a text that is too wide with an ellipsis, and returns an empty text without room', () => {
  const cut = type.fit('Result · Kling v2.6 pro', 20, 120);
  expect(cut).toMatch(/^Result.*…$/);
  expect(type.draw(cut, 20).width).toBeLessThanOrEqual(121);
  expect(type.fit('Result', 20, 10)).toBe('');
});

test('smaller type has equal shapes with less ink', () => {
  const [large, small] = [type.draw('Reference', 36), type.draw('Reference', 18)];
  expect(small.width / large.width).toBeCloseTo(0.5, 1);
  expect(inkOf('Reference', 18) / inkOf('Reference', 36)).toBeCloseTo(0.25, 1);
});

test('a label that is too wide shrinks before it is truncated', () => {
  const at = (width: number) => drawLabel(type, 'Resultado · Offline demonstration', { width, height: 1000 });
  const [roomy, tight] = [at(1000), at(420)];
  expect(roomy?.width).toBeLessThan(980);
  expect(tight?.width).toBeLessThan(420);
  expect((tight?.width ?? 0) / (tight?.height ?? 1)).toBeCloseTo(
    (roomy?.width ?? 0) / (roomy?.height ?? 1),
    -0.5,
  );
});

test('a label is an image with white letters on a dark plate with round corners', () => {
  const label = drawLabel(type, 'Reference', { width: 720, height: 1280 });
  if (label === null) throw new Error('The label was not drawn.');
  const { png, width, height } = label;
  const start = png.indexOf('IDAT') + 4;
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
  const pixel = (x: number, y: number) => [...rows.subarray(y * (width * 4 + 1) + 1 + x * 4).subarray(0, 4)];
  expect(pixel(0, 0)[3]).toBeLessThan(60);
  expect(pixel(3, height >> 1)).toEqual([0, 0, 0, 165]);
  const inks = Array.from({ length: width }, (_, x) => pixel(x, height >> 1)).filter(
    ([grey]) => grey === 255,
  );
  expect(inks.length).toBeGreaterThan(10);
  expect(drawLabel(type, 'Reference', { width: 30, height: 30 })).toBe(null);
});
