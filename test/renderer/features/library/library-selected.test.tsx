// @vitest-environment happy-dom
import { act } from 'react';
import { expect, test, vi } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { bundleIdSchema } from '#contract/model/library-work.ts';
import { item } from '#test/renderer/samples.ts';
import {
  clickTile,
  drawLibrary,
  focusTile,
  idOf,
  ids,
  kept,
  marked,
  openMenu,
  pass,
  pressIn,
  pressKey,
  removedAt,
  setUpLibrary,
  tileIds,
  tiles,
  typeIn,
} from './library-drawing.tsx';

setUpLibrary();

const ticked = () =>
  [...document.querySelectorAll<HTMLInputElement>('input[aria-label="Select"]')]
    .filter(({ checked }) => checked)
    .map((box) => box.closest('li')?.querySelector<HTMLElement>('[data-tile]')?.dataset.tile);
const select = async (...indexes: number[]) => {
  for (const index of indexes) await clickTile(index, { ctrlKey: true });
};

test('selects with Space, Ctrl and the check mark; Shift extends the range', async () => {
  const { text } = await drawLibrary({ items: kept(8) });
  await focusTile(1);
  await pressKey(' ');
  await clickTile(4, { shiftKey: true });
  await clickTile(6, { ctrlKey: true });
  expect([ticked(), text().includes('5 selected')]).toEqual([ids(1, 2, 3, 4, 6), true]);
  await act(async () =>
    tiles()[6]?.closest('li')?.querySelector<HTMLElement>('input[aria-label="Select"]')?.click(),
  );
  expect(ticked()).toEqual(ids(1, 2, 3, 4));
});

test('selects all results with Ctrl+A, including unread ones; Escape clears the selection', async () => {
  const { text } = await drawLibrary({ items: kept(500) });
  await focusTile(0);
  await pressKey('a', { ctrlKey: true });
  expect(text()).toContain('500 selected');
  await pressKey('Escape');
  expect(text()).not.toContain('selected');
});

test('extends and reduces the selection with Shift and arrow keys', async () => {
  await drawLibrary({ items: kept(8) });
  await focusTile(0);
  await pressKey('ArrowRight', { shiftKey: true });
  await pressKey('ArrowRight', { shiftKey: true });
  await pressKey('ArrowLeft', { shiftKey: true });
  expect(ticked()).toEqual(ids(0, 1));
});

test('applies actions to the whole selection', async () => {
  const { press, inputs } = await drawLibrary({ items: kept(4) });
  await select(0, 2);
  await press('Add to favourites');
  await press('Remove from favourites');
  await pressIn('radio', '3 stars');
  expect(inputs('library.mark')).toEqual([
    { itemIds: ids(0, 2), change: { isFavourite: true } },
    { itemIds: ids(0, 2), change: { isFavourite: false } },
    { itemIds: ids(0, 2), change: { rating: 3 } },
  ]);
});

test('adds tags to many results and removes tags from many', async () => {
  const { press, inputs } = await drawLibrary({ items: [marked(0, { tags: ['old'] }), ...kept(3).slice(1)] });
  await select(0, 1);
  await press('Tags');
  const field = (label: string) => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    return found?.control instanceof HTMLInputElement ? found.control : null;
  };
  await typeIn(field('Add to all'), 'client A, night');
  await act(async () => field('Add to all')?.focus());
  await pressKey('Enter');
  await typeIn(field('Remove from all'), 'old');
  await act(async () => field('Remove from all')?.focus());
  await pressKey('Enter');
  await press('Save');
  expect(inputs('library.mark')).toEqual([
    { itemIds: ids(0, 1), change: { addTags: ['client A', 'night'], removeTags: ['old'] } },
  ]);
});

test('moves results to the trash and restores them by Undo within ten seconds', async () => {
  const { press, text } = await drawLibrary({ items: kept(4) });
  await select(1, 2);
  await press('Move to trash');
  expect(tileIds()).toEqual(ids(0, 3));
  expect(text()).toContain('2 results moved to the trash.');
  expect(text()).not.toContain('selected');
  await press('Undo');
  expect(tileIds()).toEqual(ids(0, 1, 2, 3));
  await focusTile(0);
  await pressKey('Delete');
  await pass(9_999);
  expect(text()).toContain('1 result moved to the trash.');
  await pass(1);
  expect(text()).not.toContain('moved to the trash.');
  expect(tileIds()).toEqual(ids(1, 2, 3));
});

test('focuses the next tile when the focused one is removed', async () => {
  await drawLibrary({ items: kept(4) });
  await focusTile(1);
  await pressKey('Delete');
  expect(document.activeElement?.getAttribute('data-tile')).toBe(idOf(2));
});

test('keeps the focus on its tile when a result arrives, and keys apply to that tile', async () => {
  const { bridge, inputs } = await drawLibrary({ items: kept(3) });
  await focusTile(1);
  bridge.world.items = [item('brand-new-one'), ...bridge.world.items];
  await act(async () => bridge.announce('library.changed', { total: 4 }));
  expect(document.activeElement?.getAttribute('data-tile')).toBe(idOf(1));
  await pressKey('Delete');
  expect(inputs('library.remove')).toEqual([{ itemIds: ids(1) }]);
  expect(document.activeElement?.getAttribute('data-tile')).toBe(idOf(2));
});

test('applies keys on a button of a tile to that tile', async () => {
  const { inputs } = await drawLibrary({ items: [marked(0, {}), marked(1, { isFavourite: true })] });
  await focusTile(0);
  const heart = tiles()[1]?.closest('li')?.querySelector<HTMLElement>('[aria-pressed="true"]');
  await act(async () => heart?.focus());
  await pressKey('Delete');
  expect(inputs('library.remove')).toEqual([{ itemIds: ids(1) }]);
});

test('deselects what is no longer found', async () => {
  const { text, inputs, press } = await drawLibrary({
    items: [marked(0, { name: 'Waltz' }), marked(1, { name: 'Tango' })],
  });
  await select(0, 1);
  await typeIn(document.querySelector('input[type="search"]'), 'tango');
  await pass(120);
  expect(text()).toContain('1 selected');
  await press('Move to trash');
  expect(inputs('library.remove')).toEqual([{ itemIds: ids(1) }]);
});

test('limits the menu of an unselected tile to that tile', async () => {
  const { inputs } = await drawLibrary({ items: kept(4) });
  await select(0, 1);
  await openMenu(3);
  await pressIn('menuitem', 'Move to trash');
  expect(inputs('library.remove')).toEqual([{ itemIds: ids(3) }]);
});

test('restores from the trash, or deletes permanently after a confirmation of the consequences', async () => {
  const items = [0, 1, 2].map((index) => marked(index, { removedAt }));
  const { text, press, inputs } = await drawLibrary({ items });
  await pressIn('radio', 'Trash (3)');
  await select(0);
  await press('Restore');
  expect(tileIds()).toEqual(ids(1, 2));
  await select(0);
  await press('Delete permanently');
  expect(text()).toContain('Delete 1 result permanently?');
  expect(text()).toContain('The image, video and result files are deleted from this computer');
  expect(text()).toContain('charges are not refunded');
  expect(inputs('library.deleteForever')).toEqual([]);
  const yes = [...document.querySelectorAll<HTMLElement>('[role="dialog"] button')].at(-1);
  await act(async () => yes?.click());
  expect([inputs('library.deleteForever'), tileIds()]).toEqual([[{ itemIds: ids(1) }], ids(2)]);
});

test('empties the whole trash after a confirmation', async () => {
  const items = [0, 1].map((index) => marked(index, { removedAt }));
  const { text, press, inputs } = await drawLibrary({ items });
  await pressIn('radio', 'Trash (2)');
  await press('Empty trash');
  expect(text()).toContain('Delete 2 results permanently?');
  await press('Cancel');
  expect(inputs('library.deleteForever')).toEqual([]);
  await press('Empty trash');
  await press('Delete permanently');
  expect(inputs('library.deleteForever')).toEqual([{ itemIds: null }]);
});

test('makes a bundle of the selection, downloads it, and can download it again', async () => {
  const pressed: string[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    pressed.push(this.getAttribute('href') ?? '');
  });
  const { bridge, press, text } = await drawLibrary({ items: kept(3) });
  const id = bundleIdSchema.parse('11111111-1111-4111-8111-111111111111');
  bridge.answer('library.bundle', ({ itemIds }) =>
    ok({ id, name: 'understudy-2-results.zip', sizeBytes: 31_000_000, items: itemIds.length }),
  );
  await select(0, 1);
  await press('Export');
  expect(pressed).toEqual([`/media/bundle/${id}?download=1`]);
  expect(text()).toContain('understudy-2-results.zip is ready, 31 MB.');
  expect([...document.querySelectorAll('a')].map((link) => link.getAttribute('href'))).toEqual(pressed);
});

test('shows the progress of long-running work, which can be stopped without an error', async () => {
  const { bridge, press, text, inputs } = await drawLibrary({ items: kept(3) });
  let answer: (failed: Result<never>) => void = () => undefined;
  bridge.answer('library.bundle', () => new Promise((resolve) => (answer = resolve)));
  await select(0);
  await press('Export');
  await act(async () =>
    bridge.announce('library.working', { kind: 'working', work: 'bundle', fraction: 0.42 }),
  );
  expect(text()).toContain('Creating bundle');
  expect(text()).toContain('42 %');
  await press('Cancel');
  expect(inputs('library.cancelWork')).toEqual([{}]);
  await act(async () => {
    answer(fail('cancelled'));
    bridge.announce('library.working', { kind: 'idle' });
  });
  expect(document.querySelector('[role="alert"]')).toBeNull();
});

test('shows why an action failed', async () => {
  const { bridge, text } = await drawLibrary({ items: kept(1) });
  bridge.answer('library.remove', () => fail('library-away'));
  await focusTile(0);
  await pressKey('Delete');
  expect(text()).toContain("The library's folder is not there.");
  expect(tileIds()).toEqual(ids(0));
});

const drop = (name: string) =>
  act(async () => {
    const event = new Event('drop', { bubbles: true, cancelable: true });
    const items = [{ kind: 'file', type: '' }];
    Object.assign(event, { dataTransfer: { types: ['Files'], items, files: [new File(['x'], name)] } });
    document.querySelector('ul')?.dispatchEvent(event);
  });

test('imports a dropped bundle and reports the outcome', async () => {
  const { bridge, text, press } = await drawLibrary({
    imported: ok({ added: 3, known: 1, leftOut: [{ folder: 'abc', why: 'newer' }] }),
  });
  await drop('results.ZIP');
  expect(bridge.requests.at(-1)).toEqual({ name: 'library.import', input: 'results.ZIP' });
  expect(text()).toContain('3 results added. 1 already in library. 1 result skipped:');
  expect(text()).toContain('abc: made by a newer version of Understudy.');
  await press('Close');
  expect(text()).not.toContain('skipped');
});

test('rejects any other dropped file', async () => {
  const { bridge, text } = await drawLibrary();
  await drop('hero.png');
  expect(text()).toContain('Only bundles can be imported here');
  expect(bridge.requests.some(({ name }) => name === 'library.import')).toBe(false);
});

test('reports a broken bundle', async () => {
  const { text } = await drawLibrary({
    imported: fail('bundle-broken', { subject: 'results.zip', reason: 'not-a-zip' }),
  });
  await drop('results.zip');
  expect(text()).toContain('results.zip is no bundle of results, or is broken.');
});
