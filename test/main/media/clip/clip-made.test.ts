import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { createVerify } from '#main/media/clip/clip-made.ts';

const signal = new AbortController().signal;
const unreadable = async () => fail('file-not-media');

test('a clip that cannot be read is a full disk where there is no room, and ffmpeg’s fault elsewhere', async () => {
  const asked: string[] = [];
  const verifyOn = (isFull: boolean) =>
    createVerify(unreadable, async (folder) => {
      asked.push(folder);
      return isFull;
    })('/work/inputs/motion.mp4', () => true, signal);
  expect([await verifyOn(true), await verifyOn(false), asked]).toEqual([
    fail('disk-full'),
    fail('tool-failed', { subject: 'ffmpeg', detail: 'What was made cannot be read.' }),
    ['/work/inputs', '/work/inputs'],
  ]);
});
