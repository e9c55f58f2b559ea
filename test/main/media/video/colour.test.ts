import { expect, test } from 'vitest';
import { coloursOf } from '#main/media/video/colour.ts';

const video = { space: undefined, range: undefined, pixelFormat: 'yuv420p', heightPx: 720 };
const matrixOf = (space: string | undefined, heightPx: number) =>
  coloursOf({ ...video, space, heightPx }).matrix;

test('a video has the colours of its tags', () => {
  const names = ['bt709', 'smpte170m', 'bt470bg', 'bt2020nc', 'smpte240m'];
  expect(names.map((name) => matrixOf(name, 720))).toEqual([
    'bt709',
    'bt601',
    'bt601',
    'bt2020',
    'smpte240m',
  ]);
});

test('a video without tags has the default colours for its size, as in players', () => {
  const found = [
    matrixOf(undefined, 480),
    matrixOf('unknown', 576),
    matrixOf(undefined, 720),
    matrixOf('gbr', 1080),
  ];
  expect(found).toEqual(['bt601', 'bt601', 'bt709', 'bt709']);
});

test.each([
  ["in the output's colours", {}, true],
  ["tagged with the output's colours", { space: 'bt709', range: 'tv' }, true],
  ['of ten bits', { pixelFormat: 'yuv420p10le' }, true],
  ['in standard definition', { heightPx: 480 }, false],
  ['with full range, by its pixel format', { pixelFormat: 'yuvj420p' }, false],
  ['with full range, by its tag', { range: 'pc' }, false],
  ['in RGB', { pixelFormat: 'gbrp' }, false],
])('a video %s needs no conversion: %o %s', (_, changes, isStandard) => {
  expect(coloursOf({ ...video, ...changes }).isStandard).toBe(isStandard);
});
