// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { LibraryScreen } from '#renderer/features/library/library-screen.tsx';
import { useAppState } from '#renderer/state/use-app.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { about, imageSource, item } from '#test/renderer/samples.ts';
import {
  clickTile,
  drawLibrary,
  focusTile,
  giveSize,
  idOf,
  kept,
  marked,
  openMenu,
  pressIn,
  pressKey,
  tileIds,
  tiles,
  typeIn,
} from './library-drawing.tsx';

beforeEach(() => {
  vi.useFakeTimers();
  giveSize();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const playing = () => [...document.querySelectorAll('video')].map((video) => video.getAttribute('src'));
const pass = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));
const stillness = (isWanted: boolean) => vi.stubGlobal('matchMedia', () => ({ matches: isWanted }));

test('an empty library says what it is for and leads to the Studio', async () => {
  const { text, press, store } = await drawLibrary({ items: [] });
  expect(text()).toContain('Nothing here yet.');
  await press('Go to the Studio');
  expect(store.getState().view.screen).toEqual({ kind: 'studio' });
});

test('a tile says whose picture moves as whom, how long, by which model and at what cost', async () => {
  const { text } = await drawLibrary({ items: [item('item-0001', { billedMicros: 560_000 })] });
  expect(text()).toContain('1 result');
  expect(text()).toContain('hero + squats');
  expect(text()).toContain('Kling v2.6 pro (fal)');
  expect(text()).toContain('10.0 s');
  expect(text()).toContain('$0.56 billed');
});

test('a tile is called by the name that was given to it, and tells its marks to those who hear it', async () => {
  const named = marked(0, { name: 'Squats, take two', isFavourite: true, rating: 4 });
  const { text } = await drawLibrary({ items: [named] });
  expect(text()).toContain('Squats, take two');
  expect(text()).not.toContain('hero + squats');
  expect(tiles()[0]?.getAttribute('aria-label')).toMatch(
    /^Squats, take two, Kling .*: hero\.png \+ squats\.mp4\. .*Favourite\. 4 stars\.$/,
  );
});

test('the offline demonstration is marked as such', async () => {
  const { text } = await drawLibrary({ items: [item('item-0001', { isDemo: true, billedMicros: 0 })] });
  expect(text()).toContain('Demo');
  expect(text()).toContain('Free');
});

test('pressing a tile opens its comparison', async () => {
  const { store, press } = await drawLibrary();
  await press(/^hero \+ squats, .* 10.0 s, .*: hero.png \+ squats.mp4\. Compare\.$/);
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: idOf(0) });
});

test('Tab reaches one tile, and the arrow keys go to the others', async () => {
  await drawLibrary();
  await focusTile(0);
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
    await focusTile(index);
    await pass(200);
  }
  expect(playing()).toEqual([`/media/item/${idOf(1)}/result`]);
});

test('nothing plays by itself for a person who asked the system for less movement', async () => {
  stillness(true);
  await drawLibrary();
  await focusTile(0);
  await pass(1000);
  expect(playing()).toEqual([]);
});

test('of ten thousand results only those in sight and a few more are drawn', async () => {
  const { text, inputs } = await drawLibrary({ items: kept(10_000) });
  expect(text()).toContain('10000 results');
  expect(tiles().length).toBeGreaterThan(7);
  expect(tiles().length).toBeLessThan(40);
  expect(inputs('library.list')).toContainEqual(expect.objectContaining({ offset: 0, limit: 60 }));
  expect(inputs('library.list')).not.toContainEqual(expect.objectContaining({ offset: 60 }));
});

/** Moves the grid by hand; the DOM of tests does not draw in between. */
const scrollBy = async (
  px: number,
  { times, everyMs }: { readonly times: number; readonly everyMs: number },
) => {
  const scroller = document.querySelector('[data-scroller]');
  if (!scroller) throw new Error('Nothing scrolls.');
  for (let step = 0; step < times; step += 1) {
    await pass(everyMs);
    await act(async () => {
      scroller.scrollTop += px;
      scroller.dispatchEvent(new Event('scroll'));
    });
  }
};
const waitingPlaces = () => document.querySelectorAll('[data-waiting]').length;

test('what flies past under a dragged bar is drawn as empty places, and whole once it rests', async () => {
  const { inputs } = await drawLibrary({ items: kept(10_000) });
  await scrollBy(40_000, { times: 3, everyMs: 0 });
  expect(waitingPlaces()).toBeGreaterThan(7);
  const asked = inputs('library.list').length;
  await pass(200);
  expect(inputs('library.list').length).toBeGreaterThan(asked);
  expect(waitingPlaces()).toBe(0);
});

test('under a quick wheel results are drawn whole as long as the machine keeps up with it', async () => {
  await drawLibrary({ items: kept(10_000) });
  await scrollBy(120, { times: 12, everyMs: 16 });
  expect(waitingPlaces()).toBe(0);
  await scrollBy(120, { times: 12, everyMs: 34 });
  expect(waitingPlaces()).toBeGreaterThan(0);
  await pass(200);
  expect(waitingPlaces()).toBe(0);
});

test('a slow scroll is drawn whole, however slow the machine is', async () => {
  await drawLibrary({ items: kept(10_000) });
  await scrollBy(60, { times: 30, everyMs: 50 });
  expect(waitingPlaces()).toBe(0);
});

test('a result that arrives appears by itself, and nothing blinks meanwhile', async () => {
  const { bridge } = await drawLibrary({ items: kept(1) });
  const before = tiles()[0];
  bridge.world.items = [item('brand-new-one'), ...bridge.world.items];
  await act(async () => bridge.announce('library.changed', { total: 2 }));
  expect(tileIds()).toEqual(['brand-new-one', idOf(0)]);
  expect(tiles()[1]).toBe(before);
});

test('a library that cannot be read says so and can be asked again', async () => {
  const { bridge, text, press, erase } = await drawLibrary({ items: kept(1) });
  await erase();
  bridge.answer('library.list', () => fail('internal'));
  const again = await draw(<LibraryScreen />, bridge);
  expect(again.text()).toContain('Something went wrong in the program itself.');
  bridge.answer('library.list', () => ok({ items: kept(1), total: 1 }));
  await press('Try again');
  expect(tiles()).toHaveLength(1);
  expect(text()).not.toContain('Something went wrong');
});

test('the query, what is selected and the current tile are as they were when one comes back', async () => {
  const bridge = createFakeBridge({ items: kept(8) });
  const Shown = () => {
    const kind = useAppState(({ view }) => view.screen.kind);
    return kind === 'library' ? <LibraryScreen /> : null;
  };
  const { actions, text } = await draw(<Shown />, bridge);
  await act(async () => actions.show('library'));
  await clickTile(2, { ctrlKey: true });
  await focusTile(5);
  await act(async () => actions.show('settings'));
  expect(tiles()).toEqual([]);
  bridge.answer('library.list', () => new Promise(() => undefined));
  await act(async () => actions.show('library'));
  // At once, before anything has been read again.
  expect(tileIds()).toEqual(kept(8).map(({ id }) => id));
  expect(text()).toContain('1 selected');
  expect(tiles().findIndex((tile) => tile.tabIndex === 0)).toBe(5);
});

test('F marks a favourite, figures rate, and F2 gives a name where it stands', async () => {
  const { inputs } = await drawLibrary();
  await focusTile(1);
  await pressKey('f');
  await pressKey('4');
  await pressKey('0');
  await pressKey('F2');
  const field = document.querySelector<HTMLInputElement>('input[aria-label="Name of this result"]');
  await typeIn(field, ' Squats, take two ');
  await pressKey('Enter');
  const itemIds = [idOf(1)];
  expect(inputs('library.mark')).toEqual([
    { itemIds, change: { isFavourite: true } },
    { itemIds, change: { rating: 4 } },
    { itemIds, change: { rating: 0 } },
    { itemIds, change: { name: 'Squats, take two' } },
  ]);
});

test('Escape leaves the name as it was', async () => {
  const { inputs } = await drawLibrary();
  await focusTile(0);
  await pressKey('F2');
  await typeIn(document.querySelector('input[aria-label="Name of this result"]'), 'Nonsense');
  await pressKey('Escape');
  expect(inputs('library.mark')).toEqual([]);
  expect(document.querySelector('input[aria-label="Name of this result"]')).toBeNull();
});

test('the menu of a result offers everything that can be done with it', async () => {
  await drawLibrary({ items: kept(1), about: { ...about, canReveal: true } });
  await openMenu(0);
  const offered = [...document.querySelectorAll('[role="menu"] [role="menuitem"]')].map(
    ({ textContent }) => textContent,
  );
  expect(offered).toEqual([
    'Open',
    'Use again in the Studio',
    'RenameF2',
    'Add to favouritesF',
    'Rating',
    'Tags…',
    'Download result',
    'Show in folder',
    'Move to trash',
  ]);
  expect(document.querySelector('[role="menu"] a')?.getAttribute('href')).toBe(
    `/media/item/${idOf(0)}/result?download=1`,
  );
});

test('the folder is shown where the program can show it, and not offered elsewhere', async () => {
  const here = await drawLibrary({ items: kept(1), about: { ...about, canReveal: true } });
  await openMenu(0);
  await pressIn('menuitem', 'Show in folder');
  expect(here.inputs('library.reveal')).toEqual([{ itemId: idOf(0) }]);
  await here.erase();
  const { text } = await drawLibrary({ items: kept(1) });
  await openMenu(0);
  expect(text()).toContain('Download result');
  expect(text()).not.toContain('Show in folder');
});

test('a result can be used again, which leads to the Studio with its files', async () => {
  const { store } = await drawLibrary({ items: kept(1) });
  await openMenu(0);
  await pressIn('menuitem', 'Use again in the Studio');
  const { draft, view } = store.getState();
  expect([view.screen.kind, draft.image]).toEqual([
    'studio',
    { kind: 'open', source: imageSource, problem: null },
  ]);
});

test('the desktop takes the file out of the window itself; a browser is told its address', async () => {
  const dragged = async (canDrag: boolean) => {
    const { inputs, erase } = await drawLibrary({ items: kept(1), about: { ...about, canDrag } });
    const set = vi.fn();
    const event = new Event('dragstart', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { setData: set, effectAllowed: 'none' } });
    await act(async () => tiles()[0]?.dispatchEvent(event));
    const asked = inputs('library.drag');
    await erase();
    return [event.defaultPrevented, asked, set.mock.calls.map(([type]) => type)];
  };
  expect(await dragged(true)).toEqual([true, [{ itemId: idOf(0) }], []]);
  expect(await dragged(false)).toEqual([false, [], ['DownloadURL']]);
});
