import { expect, test } from 'vitest';
import { kindOf, placeFiles } from '#renderer/features/import/landing.ts';

const picture = { type: 'image/jpeg', name: 'hero.jpg' };
const clip = { type: 'video/mp4', name: 'dance.mp4' };
const mystery = { type: '', name: 'scan' };

test('a file is told by its type, or by the end of its name where the system knows no type', () => {
  expect([
    kindOf(picture),
    kindOf(clip),
    kindOf({ type: '', name: 'Phone.HEIC' }),
    kindOf({ type: 'application/octet-stream', name: 'camera.mkv' }),
    kindOf(mystery),
    kindOf({ type: 'text/plain', name: 'notes.txt' }),
  ]).toEqual(['image', 'video', 'image', 'video', null, null]);
});

test('a picture and a clip dropped together sort themselves, wherever they are dropped', () => {
  for (const under of ['image', 'video', null] as const)
    expect(placeFiles([clip, picture], under)).toEqual(
      new Map([
        ['video', clip],
        ['image', picture],
      ]),
    );
});

test('a picture dropped on Motion lands on Character', () => {
  expect(placeFiles([picture], 'video')).toEqual(new Map([['image', picture]]));
});

test('a file of unknown kind lands where it is dropped, or on Character where nothing is', () => {
  expect(placeFiles([mystery], 'video')).toEqual(new Map([['video', mystery]]));
  expect(placeFiles([mystery], null)).toEqual(new Map([['image', mystery]]));
});

test('a file of unknown kind takes the place that a known one leaves free', () => {
  expect(placeFiles([picture, mystery], 'image')).toEqual(
    new Map([
      ['image', picture],
      ['video', mystery],
    ]),
  );
});

test('of several pictures the first is taken', () => {
  const second = { ...picture, name: 'other.jpg' };
  expect(placeFiles([picture, second], null)).toEqual(new Map([['image', picture]]));
  expect(placeFiles([], null)).toEqual(new Map());
});
