import { expect, test } from 'vitest';
import { outsideArchive, shippedToolsFolder } from '#main/program-folder.ts';

test.each([
  ['/opt/Understudy/resources/app.asar', '/opt/Understudy/resources/app.asar.unpacked'],
  [
    '/opt/Understudy/resources/app.asar/resources/fonts',
    '/opt/Understudy/resources/app.asar.unpacked/resources/fonts',
  ],
  ['C:\\Understudy\\resources\\app.asar\\a', 'C:\\Understudy\\resources\\app.asar.unpacked\\a'],
  ['/opt/resources/app.asar.unpacked/a', '/opt/resources/app.asar.unpacked/a'],
  ['/home/u/understudy/resources', '/home/u/understudy/resources'],
])('%s is outside the archive at %s', (path, expected) => {
  expect(outsideArchive(path)).toBe(expected);
});

test('a program that runs from its sources ships no ffmpeg', () => {
  expect(shippedToolsFolder).toBeNull();
});
