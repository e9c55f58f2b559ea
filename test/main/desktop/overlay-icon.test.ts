import sharp from 'sharp';
import { expect, test } from 'vitest';
import { overlayIcon, overlayScale } from '#main/desktop/overlay-icon.ts';

const draw = async (count: number) => {
  const icon = overlayIcon(count);
  if (icon === null) throw new Error(`no icon for ${count}`);
  const { data, info } = await sharp(icon).raw().toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * 4).subarray(0, 4)];
  return { info, pixel, png: icon.toString('base64') };
};

test.each([0, -1])('draws nothing for %d', (count) => expect(overlayIcon(count)).toBeNull());

test('draws a disc of 16 points with transparent corners', async () => {
  const { info, pixel } = await draw(1);
  const side = 16 * overlayScale;
  expect(info).toMatchObject({ width: side, height: side, channels: 4 });
  for (const [x, y] of [
    [0, 0],
    [side - 1, 0],
    [0, side - 1],
    [side - 1, side - 1],
  ] as const)
    expect(pixel(x, y)[3]).toBe(0);
  expect(pixel(3, side / 2)).toEqual([196, 43, 28, 255]);
});

test('draws the number in white in the middle of the disc', async () => {
  const { pixel } = await draw(7);
  const isWhite = (x: number, y: number) => pixel(x, y).every((value) => value === 255);
  // One point of each cell of a glyph of 3 x 5 cells, 4 pixels wide.
  const rows = Array.from({ length: 5 }, (_row, y) =>
    Array.from({ length: 3 }, (_column, x) => (isWhite(12 + x * 4, 8 + y * 4) ? '#' : ' ')).join(''),
  );
  expect(rows).toEqual(['###', '  #', ' # ', ' # ', ' # ']);
});

test('draws each number up to 9 differently, and the larger ones as 9+', async () => {
  const drawn = await Promise.all(Array.from({ length: 10 }, (_, index) => draw(index + 1)));
  expect(new Set(drawn.map(({ png }) => png)).size).toBe(10);
  expect((await draw(250)).png).toBe(drawn[9]?.png);
});
