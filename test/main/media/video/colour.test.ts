import { expect, test } from 'vitest';
import { coloursOf } from '#main/media/video/colour.ts';

const video = { space: undefined, range: undefined, pixelFormat: 'yuv420p', heightPx: 720 };
const matrixOf = (space: string | undefined, heightPx: number) =>
  coloursOf({ ...video, space, heightPx }).matrix;

test('a clip has the colours that it names', () => {
  const names = ['bt709', 'smpte170m', 'bt470bg', 'bt2020nc', 'smpte240m'];
  expect(names.map((name) => matrixOf(name, 720))).toEqual([
    'bt709',
    'bt601',
    'bt601',
    'bt2020',
    'smpte240m',
  ]);
});

test('a clip that names none has those of its size, as players take it', () => {
  const found = [
    matrixOf(undefined, 480),
    matrixOf('unknown', 576),
    matrixOf(undefined, 720),
    matrixOf('gbr', 1080),
  ];
  expect(found).toEqual(['bt601', 'bt601', 'bt709', 'bt709']);
});

test.each([
  ['that is as everything plays it', {}, true],
  ['that says so', { space: 'bt709', range: 'tv' }, true],
  ['of ten bits', { pixelFormat: 'yuv420p10le' }, true],
  ['of standard definition', { heightPx: 480 }, false],
  ['of full range, by its name', { pixelFormat: 'yuvj420p' }, false],
  ['of full range, by its tag', { range: 'pc' }, false],
  ['of red, green and blue', { pixelFormat: 'gbrp' }, false],
])('a clip %s needs no conversion: %o %s', (_, changes, isStandard) => {
  expect(coloursOf({ ...video, ...changes }).isStandard).toBe(isStandard);
});
