import { expect, test } from 'vitest';
import { planDrop } from '#renderer/features/import/drop-target.ts';
import { kindOf } from '#renderer/state/file-kind.ts';

const image = { type: 'image/jpeg', name: 'hero.jpg' };
const video = { type: 'video/mp4', name: 'dance.mp4' };
const mystery = { type: '', name: 'scan' };

test('a file is told by its type, or by the end of its name where the system knows no type', () => {
  expect([
    kindOf(image),
    kindOf(video),
    kindOf({ type: '', name: 'Phone.HEIC' }),
    kindOf({ type: 'application/octet-stream', name: 'camera.mkv' }),
    kindOf(mystery),
    kindOf({ type: 'text/plain', name: 'notes.txt' }),
  ]).toEqual(['image', 'video', 'image', 'video', null, null]);
});

test('a picture and a clip dropped together sort themselves, wherever they are dropped', () => {
  for (const under of ['image', 'video', null] as const)
    expect(planDrop([video, image], under).places).toEqual(
      new Map([
        ['video', video],
        ['image', image],
      ]),
    );
});

test('a picture dropped on Motion lands on Character', () => {
  expect(planDrop([image], 'video').places).toEqual(new Map([['image', image]]));
});

test('a file of unknown kind lands where it is dropped, or on Character where nothing is', () => {
  expect(planDrop([mystery], 'video').places).toEqual(new Map([['video', mystery]]));
  expect(planDrop([mystery], null).places).toEqual(new Map([['image', mystery]]));
});

test('a file of unknown kind takes the place that a known one leaves free', () => {
  expect(planDrop([image, mystery], 'image').places).toEqual(
    new Map([
      ['image', image],
      ['video', mystery],
    ]),
  );
});

test('of several files of a kind the first is taken, and the others are left over', () => {
  const second = { ...image, name: 'other.jpg' };
  expect(planDrop([image, second], null)).toEqual({
    places: new Map([['image', image]]),
    left: [second],
  });
  expect(planDrop([image, video, second, mystery], 'image').left).toEqual([second, mystery]);
  expect(planDrop([mystery, video], null).left).toEqual([]);
  expect(planDrop([], null).places).toEqual(new Map());
});
