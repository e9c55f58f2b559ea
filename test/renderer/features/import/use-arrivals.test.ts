import { expect, test } from 'vitest';
import { planDrop } from '#renderer/features/import/use-arrivals.ts';
import { kindOf } from '#renderer/shared/use-file-drop.ts';

const image = { type: 'image/jpeg', name: 'hero.jpg' };
const video = { type: 'video/mp4', name: 'dance.mp4' };
const unknown = { type: '', name: 'scan' };

test('determines the kind by type, or by file extension without a type', () => {
  expect([
    kindOf(image),
    kindOf(video),
    kindOf({ type: '', name: 'Phone.HEIC' }),
    kindOf({ type: 'application/octet-stream', name: 'camera.mkv' }),
    kindOf(unknown),
    kindOf({ type: 'text/plain', name: 'notes.txt' }),
  ]).toEqual(['image', 'video', 'image', 'video', null, null]);
});

test('sorts an image and a video dropped together, wherever they are dropped', () => {
  for (const under of ['image', 'video', null] as const)
    expect(planDrop([video, image], under).places).toEqual(
      new Map([
        ['video', video],
        ['image', image],
      ]),
    );
});

test('assigns an image dropped on Motion to Character', () => {
  expect(planDrop([image], 'video').places).toEqual(new Map([['image', image]]));
});

test('assigns a file of unknown kind to the zone below it, or to Character outside the zones', () => {
  expect(planDrop([unknown], 'video').places).toEqual(new Map([['video', unknown]]));
  expect(planDrop([unknown], null).places).toEqual(new Map([['image', unknown]]));
});

test('assigns a file of unknown kind to the zone that a known one leaves free', () => {
  expect(planDrop([image, unknown], 'image').places).toEqual(
    new Map([
      ['image', image],
      ['video', unknown],
    ]),
  );
});

test('takes the first of several files of a kind and returns the others', () => {
  const second = { ...image, name: 'other.jpg' };
  expect(planDrop([image, second], null)).toEqual({
    places: new Map([['image', image]]),
    left: [second],
  });
  expect(planDrop([image, video, second, unknown], 'image').left).toEqual([second, unknown]);
  expect(planDrop([unknown, video], null).left).toEqual([]);
  expect(planDrop([], null).places).toEqual(new Map());
});
