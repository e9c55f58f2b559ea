// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { LibraryScreen } from '#renderer/features/library/library-screen.tsx';
import { draw } from './draw.tsx';
import { createFakeBridge } from './fake-bridge.ts';
import { about, item } from './samples.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  document.body.replaceChildren();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const kept = (count: number) =>
  Array.from({ length: count }, (_, index) => item(`item-${String(index).padStart(4, '0')}`));

const drawLibrary = async (items = kept(3), canReveal = false) => {
  const bridge = createFakeBridge({ items, about: { ...about, canReveal } });
  return { bridge, ...(await draw(<LibraryScreen />, bridge)) };
};

const tiles = () => [...document.querySelectorAll<HTMLElement>('[data-tile]')];
const playing = () => [...document.querySelectorAll('video')].map((video) => video.getAttribute('src'));
const pass = (ms: number) => act(async () => vi.advanceTimersByTime(ms));
const pressKey = (key: string) =>
  act(async () => {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  });
const stillness = (isWanted: boolean) => vi.stubGlobal('matchMedia', () => ({ matches: isWanted }));

test('an empty library says what it is for and leads to the Studio', async () => {
  const { text, press, store } = await drawLibrary([]);
  expect(text()).toContain('Nothing here yet.');
  await press('Go to the Studio');
  expect(store.getState().view.screen).toEqual({ kind: 'studio' });
});

test('a tile says whose picture moves as whom, how long, by which model and at what cost', async () => {
  const { text } = await drawLibrary([item('item-0001', { billedMicros: 560_000 })]);
  expect(text()).toContain('1 result');
  expect(text()).toContain('hero as squats');
  expect(text()).toContain('Kling v2.6 pro (fal)');
  expect(text()).toContain('10.0 s');
  expect(text()).toContain('$0.56 billed');
});

test('the offline demonstration is marked as such', async () => {
  const { text } = await drawLibrary([item('item-0001', { isDemo: true, billedMicros: 0 })]);
  expect(text()).toContain('Demo');
  expect(text()).toContain('Free');
});

test('pressing a tile opens its comparison', async () => {
  const { store, press } = await drawLibrary();
  await press(/^hero.png moving as squats.mp4, 10.0 s, .*Compare\.$/);
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: 'item-0000' });
});

test('Tab reaches one tile, and the arrow keys go to the others', async () => {
  await drawLibrary();
  await act(async () => tiles()[0]?.focus());
  await pressKey('ArrowRight');
  expect(document.activeElement).toBe(tiles()[1]);
  await pressKey('End');
  expect(document.activeElement).toBe(tiles()[2]);
  expect(tiles().map((tile) => tile.tabIndex)).toEqual([-1, -1, 0]);
});

test('pointing at a tile plays its result after a moment, one tile at a time', async () => {
  stillness(false);
  await drawLibrary();
  expect(playing()).toEqual([]);
  for (const index of [0, 1]) {
    await act(async () => tiles()[index]?.focus());
    await pass(200);
  }
  expect(playing()).toEqual(['/media/item/item-0001/result']);
});

test('nothing plays by itself for a person who asked the system for less movement', async () => {
  stillness(true);
  await drawLibrary();
  await act(async () => tiles()[0]?.focus());
  await pass(1000);
  expect(playing()).toEqual([]);
});

test('the result can be downloaded from its tile', async () => {
  await drawLibrary([item('item-0001')]);
  const link = document.querySelector('a[download]');
  expect(link?.getAttribute('href')).toBe('/media/item/item-0001/result?download=1');
  expect(link?.getAttribute('aria-label')).toBe('Download result');
});

test('the folder is shown where the program can show it, and not offered elsewhere', async () => {
  const here = await drawLibrary(kept(1), true);
  await here.press('Show in folder');
  expect(here.bridge.asked.at(-1)).toEqual({ name: 'library.reveal', input: { itemId: 'item-0000' } });
  await here.erase();
  const { box } = await drawLibrary(kept(1), false);
  expect(box.querySelector('[aria-label="Show in folder"]')).toBeNull();
});

test('a long library is shown sixty at a time, with a button for more', async () => {
  const { press, text } = await drawLibrary(kept(100));
  expect(tiles()).toHaveLength(60);
  await press('Show more');
  expect(tiles()).toHaveLength(100);
  expect(text()).not.toContain('Show more');
});

test('a result that arrives appears by itself', async () => {
  const { bridge } = await drawLibrary(kept(1));
  bridge.world.items = [item('brand-new-one'), ...bridge.world.items];
  await act(async () => bridge.announce('library.changed', { total: 2 }));
  expect(tiles().map((tile) => tile.dataset.tile)).toEqual(['brand-new-one', 'item-0000']);
});

test('a library that cannot be read says so and can be asked again', async () => {
  const bridge = createFakeBridge({ items: kept(1) });
  bridge.answer('library.list', () => fail('internal'));
  const { text, press } = await draw(<LibraryScreen />, bridge);
  expect(text()).toContain('Something went wrong in the program itself.');
  bridge.answer('library.list', () => ok({ items: kept(1), total: 1 }));
  await press('Try again');
  expect(tiles()).toHaveLength(1);
  expect(text()).not.toContain('Something went wrong');
});
