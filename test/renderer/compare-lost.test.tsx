// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, expect, test, vi } from 'vitest';
import { errorHeader } from '#contract/media-address.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { draw } from './draw.tsx';
import { createFakeBridge } from './fake-bridge.ts';
import { item } from './samples.ts';

afterEach(() => {
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

const itemId = itemIdSchema.parse('item-0001');

/** The result's player fails; `answer`: what its address answers then. */
const loseResult = async (answer: () => Promise<Response>) => {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (address: string, { method }: RequestInit) => {
    asked.push(`${method} ${address}`);
    return answer();
  });
  const drawn = await draw(<CompareScreen itemId={itemId} />, createFakeBridge({ items: [item(itemId)] }));
  const result = document.querySelector<HTMLVideoElement>('video[src$="/result"]');
  await act(async () => void result?.dispatchEvent(new Event('error')));
  await drawn.settle();
  return { asked, text: drawn.text() };
};

const refused = (code: string) => async () =>
  new Response('Not found', { status: 404, headers: { [errorHeader]: code } });

test.each([
  ['item-file-empty', 'is empty here; a sync service may not have downloaded it.'],
  ['item-files-missing', 'is missing from its folder.'],
  ['library-away', 'folder is not there'],
])('a clip that is not handed out says why (%s)', async (code, words) => {
  const { asked, text } = await loseResult(refused(code));
  expect([asked, text.includes(words), text.includes('cannot play this clip')]).toEqual([
    ['HEAD /media/item/item-0001/result'],
    true,
    false,
  ]);
});

test.each<[string, () => Promise<Response>]>([
  ['is there', async () => new Response(null, { status: 200 })],
  ['answers a code of another version', refused('of-the-future')],
  ['does not answer', async () => Promise.reject(new TypeError('no line'))],
])('a clip that %s and cannot be played is said to be that', async (_, answer) => {
  expect((await loseResult(answer)).text).toContain('This window cannot play this clip.');
});
