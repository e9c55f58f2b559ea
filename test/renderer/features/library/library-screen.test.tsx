// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
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
  idOf,
  kept,
  marked,
  openMenu,
  pass,
  pressIn,
  pressKey,
  setUpLibrary,
  tileIds,
  tiles,
  typeIn,
} from './library-drawing.tsx';

setUpLibrary();

const playing = () => [...document.querySelectorAll('video')].map((video) => video.getAttribute('src'));
const stubReducedMotion = (isReduced: boolean) => vi.stubGlobal('matchMedia', () => ({ matches: isReduced }));

test('explains an empty library and links to the Studio', async () => {
  const { text, press, store } = await drawLibrary({ items: [] });
  expect(text()).toContain('Nothing here yet.');
  await press('Go to the Studio');
  expect(store.getState().view.screen).toEqual({ kind: 'studio' });
});

test('shows image, video, length, model and cost on a tile', async () => {
  const { text } = await drawLibrary({ items: [item('item-0001', { billedMicros: 560_000 })] });
  expect(text()).toContain('1 result');
  expect(text()).toContain('hero + squats');
  expect(text()).toContain('Kling v2.6 pro (fal)');
  expect(text()).toContain('10.0 s');
  expect(text()).toContain('$0.56 billed');
});

test('names a tile by its given name, and reads its marks to screen readers', async () => {
  const named = marked(0, { name: 'Squats, take two', isFavourite: true, rating: 4 });
  const { text } = await drawLibrary({ items: [named] });
  expect(text()).toContain('Squats, take two');
  expect(text()).not.toContain('hero + squats');
  expect(tiles()[0]?.getAttribute('aria-label')).toMatch(
    /^Squats, take two, Kling .*: hero\.png \+ squats\.mp4\. .*Favourite\. 4 stars\.$/,
  );
});

test('marks the offline demonstration as such', async () => {
  const { text } = await drawLibrary({ items: [item('item-0001', { isDemo: true, billedMicros: 0 })] });
  expect(text()).toContain('Demo');
  expect(text()).toContain('Free');
});

test('opens a comparison when a tile is pressed', async () => {
  const { store, press } = await drawLibrary();
  await press(/^hero \+ squats, .* 10.0 s, .*: hero.png \+ squats.mp4\. Compare\.$/);
  expect(store.getState().view.screen).toEqual({ kind: 'compare', itemId: idOf(0) });
});

test('reaches one tile by Tab, and the others by arrow keys', async () => {
  await drawLibrary();
  await focusTile(0);
  await pressKey('ArrowRight');
  expect(document.activeElement).toBe(tiles()[1]);
  await pressKey('End');
  expect(document.activeElement).toBe(tiles()[2]);
  expect(tiles().map((tile) => tile.tabIndex)).toEqual([-1, -1, 0]);
});

test('plays one tile at a time after a short hover', async () => {
  stubReducedMotion(false);
  await drawLibrary();
  expect(playing()).toEqual([]);
  for (const index of [0, 1]) {
    await focusTile(index);
    await pass(200);
  }
  expect(playing()).toEqual([`/media/item/${idOf(1)}/result`]);
});

test('plays nothing automatically with reduced motion', async () => {
  stubReducedMotion(true);
  await drawLibrary();
  await focusTile(0);
  await pass(1000);
  expect(playing()).toEqual([]);
});

test('renders only the visible results and a few more of ten thousand', async () => {
  const { text, inputs } = await drawLibrary({ items: kept(10_000) });
  expect(text()).toContain('10000 results');
  expect(tiles().length).toBeGreaterThan(7);
  expect(tiles().length).toBeLessThan(40);
  expect(inputs('library.list')).toContainEqual(expect.objectContaining({ offset: 0, limit: 60 }));
  expect(inputs('library.list')).not.toContainEqual(expect.objectContaining({ offset: 60 }));
});

/** Scrolls the grid; the test DOM does not render in between. */
const scrollBy = async (
  px: number,
  { times, everyMs }: { readonly times: number; readonly everyMs: number },
) => {
  const scroller = document.querySelector('[data-scroller]');
  if (!scroller) throw new Error('No scroll container found.');
  for (let step = 0; step < times; step += 1) {
    await pass(everyMs);
    await act(async () => {
      scroller.scrollTop += px;
      scroller.dispatchEvent(new Event('scroll'));
    });
  }
};
const waitingPlaces = () => document.querySelectorAll('[data-waiting]').length;

test('renders skeletons while the scroll bar is dragged, and full tiles after it stops', async () => {
  const { inputs } = await drawLibrary({ items: kept(10_000) });
  await scrollBy(40_000, { times: 3, everyMs: 0 });
  expect(waitingPlaces()).toBeGreaterThan(7);
  const requests = inputs('library.list').length;
  await pass(200);
  expect(inputs('library.list').length).toBeGreaterThan(requests);
  expect(waitingPlaces()).toBe(0);
});

test('renders full tiles under a fast wheel as long as the machine keeps up', async () => {
  await drawLibrary({ items: kept(10_000) });
  await scrollBy(120, { times: 12, everyMs: 16 });
  expect(waitingPlaces()).toBe(0);
  await scrollBy(120, { times: 12, everyMs: 34 });
  expect(waitingPlaces()).toBeGreaterThan(0);
  await pass(200);
  expect(waitingPlaces()).toBe(0);
});

test('renders full tiles on slow scrolling, however slow the machine is', async () => {
  await drawLibrary({ items: kept(10_000) });
  await scrollBy(60, { times: 30, everyMs: 50 });
  expect(waitingPlaces()).toBe(0);
});

test('adds a new result without flicker', async () => {
  const { bridge } = await drawLibrary({ items: kept(1) });
  const before = tiles()[0];
  bridge.world.items = [item('brand-new-one'), ...bridge.world.items];
  await act(async () => bridge.announce('library.changed', { total: 2 }));
  expect(tileIds()).toEqual(['brand-new-one', idOf(0)]);
  expect(tiles()[1]).toBe(before);
});

test('reports a library that cannot be read, with a retry', async () => {
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

test('keeps query, selection and current tile when the screen is opened again', async () => {
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
  // Without delay, before anything has been read again.
  expect(tileIds()).toEqual(kept(8).map(({ id }) => id));
  expect(text()).toContain('1 selected');
  expect(tiles().findIndex((tile) => tile.tabIndex === 0)).toBe(5);
});

test('marks a favourite with F, rates with digits, and edits the name with F2', async () => {
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

test('keeps the name on Escape', async () => {
  const { inputs } = await drawLibrary();
  await focusTile(0);
  await pressKey('F2');
  await typeIn(document.querySelector('input[aria-label="Name of this result"]'), 'Nonsense');
  await pressKey('Escape');
  expect(inputs('library.mark')).toEqual([]);
  expect(document.querySelector('input[aria-label="Name of this result"]')).toBeNull();
});

test('offers all actions in the menu of a result', async () => {
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

test('offers to show the folder only where that is possible', async () => {
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

test('reuses a result in the Studio with its files', async () => {
  const { store } = await drawLibrary({ items: kept(1) });
  await openMenu(0);
  await pressIn('menuitem', 'Use again in the Studio');
  const { draft, view } = store.getState();
  expect([view.screen.kind, draft.image]).toEqual([
    'studio',
    { kind: 'open', source: imageSource, problem: null },
  ]);
});

test('drags the file natively on the desktop, and by its address in a browser', async () => {
  const dragged = async (canDrag: boolean) => {
    const { inputs, erase } = await drawLibrary({ items: kept(1), about: { ...about, canDrag } });
    const set = vi.fn();
    const event = new Event('dragstart', { bubbles: true, cancelable: true });
    Object.assign(event, { dataTransfer: { setData: set, effectAllowed: 'none' } });
    await act(async () => tiles()[0]?.dispatchEvent(event));
    const requests = inputs('library.drag');
    await erase();
    return [event.defaultPrevented, requests, set.mock.calls.map(([type]) => type)];
  };
  expect(await dragged(true)).toEqual([true, [{ itemId: idOf(0) }], []]);
  expect(await dragged(false)).toEqual([false, [], ['DownloadURL']]);
});
