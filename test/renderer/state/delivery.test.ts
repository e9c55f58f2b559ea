import { expect, test } from 'vitest';
import { readPastedLink } from '#renderer/state/delivery.ts';

test('a link is kept as typed, without surrounding spaces', () => {
  const url = 'https://files.example/a%20b.mp4?X-Amz-Signature=ab%2Fc';
  expect(readPastedLink(` ${url}\n`)).toEqual({ kind: 'good', url });
});

test('an empty text is no link, and no error', () => {
  expect([readPastedLink(''), readPastedLink('  ')]).toEqual([{ kind: 'none' }, { kind: 'none' }]);
});

test('an invalid link has a reason', () => {
  const whys = [
    'my video',
    'https://',
    `https://files.example/${'a'.repeat(4000)}`,
    'http://files.example/clip.mp4',
    'file:///home/someone/clip.mp4',
    'https://me:secret@files.example/clip.mp4',
  ].map((text) => readPastedLink(text));
  expect(whys).toEqual([
    { kind: 'bad', why: 'no-link' },
    { kind: 'bad', why: 'no-link' },
    { kind: 'bad', why: 'no-link' },
    { kind: 'bad', why: 'not-https' },
    { kind: 'bad', why: 'no-link' },
    { kind: 'bad', why: 'password' },
  ]);
});
