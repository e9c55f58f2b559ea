// @vitest-environment happy-dom
/** User input before the main process has answered, and late answers. */
import { act } from 'react';
import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import type { LibraryStore } from '#renderer/state/library-store.ts';
import { libraryStoreOf } from '#renderer/state/library-store.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import {
  drawLibrary,
  focusTile,
  ids,
  kept,
  marked,
  openMenu,
  pressIn,
  pressKey,
  removedAt,
  setUpLibrary,
  tileIds,
  typeIn,
} from './library-drawing.tsx';

setUpLibrary();

/** The library's actions; the order of all results is answered by the test. */
const withSlowOrder = async () => {
  const bridge = createFakeBridge({ items: kept(4) });
  const app = await createFakeApp(bridge);
  const room: LibraryStore = libraryStoreOf(app);
  const waiting: (() => void)[] = [];
  const order = kept(4).map(({ id }) => id);
  bridge.answer('library.ids', () => new Promise((resolve) => waiting.push(() => resolve(ok([...order])))));
  const selected = () => [...room.view.getState().selection.ids];
  return { room, order, waiting, selected };
};

test('keeps a cleared selection empty when the list of all results arrives', async () => {
  const { room, waiting, selected } = await withSlowOrder();
  const all = room.actions.selectAll();
  room.actions.clearSelection();
  waiting[0]?.();
  await all;
  expect(selected()).toEqual([]);
});

test('does not apply a selection made in the library before the switch to the trash', async () => {
  const { room, waiting, selected } = await withSlowOrder();
  const all = room.actions.selectAll();
  room.actions.find({ isInTrash: true });
  waiting[0]?.();
  await all;
  expect(selected()).toEqual([]);
});

test('keeps the range requested last, whichever answer arrives first', async () => {
  const { room, order, waiting, selected } = await withSlowOrder();
  const [first, second, , last] = order;
  if (!first || !second || !last) throw new Error('There are too few results.');
  room.actions.toggle(first);
  const far = room.actions.extendTo(last);
  const near = room.actions.extendTo(second);
  waiting[1]?.();
  await near;
  waiting[0]?.();
  await far;
  expect(selected()).toEqual([first, second]);
});

test('offers Undo for an item removed while another removal is being undone', async () => {
  const bridge = createFakeBridge({ items: kept(3) });
  const { actions, view } = libraryStoreOf(await createFakeApp(bridge));
  const [first, second] = kept(2).map(({ id }) => id);
  if (!first || !second) throw new Error('There are too few results.');
  await actions.remove([first]);
  const restoring = Promise.withResolvers<void>();
  bridge.answer('library.restore', () => restoring.promise.then(() => ok({ changed: 1 })));
  const undoing = actions.undoRemove();
  await actions.remove([second]);
  restoring.resolve();
  await undoing;
  expect(view.getState().removed).toEqual([second]);
});

test('applies keys to the visible items while the trash is loading', async () => {
  const { bridge, inputs } = await drawLibrary({ items: [...kept(2), marked(2, { removedAt })] });
  bridge.answer('library.list', () => new Promise(() => undefined));
  await pressIn('radio', /^Trash/);
  await focusTile(0);
  await pressKey('Delete');
  expect(document.querySelector('[role="dialog"]')).toBeNull();
  expect(inputs('library.remove')).toEqual([{ itemIds: ids(0) }]);
});

test('removes one result on key repeat', async () => {
  await drawLibrary({ items: kept(4) });
  await focusTile(1);
  await pressKey('Delete');
  for (const _ of [1, 2, 3]) await pressKey('Delete', { repeat: true });
  expect(tileIds()).toEqual(ids(0, 2, 3));
});

test('keeps tags added elsewhere while the user edits tags', async () => {
  const { bridge, inputs, press } = await drawLibrary({ items: [marked(0, { tags: ['old'] })] });
  await openMenu(0);
  await pressIn('menuitem', /^Tags/);
  bridge.world.items = [marked(0, { tags: ['old', 'from elsewhere'] })];
  await act(async () => bridge.announce('library.changed', { total: 1 }));
  const field = document.querySelector<HTMLInputElement>('[role="dialog"] input');
  await typeIn(field, 'mine');
  await act(async () => field?.focus());
  await pressKey('Enter');
  await press('Save');
  expect(inputs('library.mark')).toEqual([
    { itemIds: ids(0), change: { addTags: ['mine'], removeTags: [] } },
  ]);
});

test('removes no tags when Backspace is held after the text is empty', async () => {
  const { inputs, press } = await drawLibrary({ items: [marked(0, { tags: ['first', 'second'] })] });
  await openMenu(0);
  await pressIn('menuitem', /^Tags/);
  await act(async () => document.querySelector<HTMLInputElement>('[role="dialog"] input')?.focus());
  await pressKey('Backspace', { repeat: true });
  await pressKey('Backspace');
  await press('Save');
  expect(inputs('library.mark')).toEqual([
    { itemIds: ids(0), change: { addTags: [], removeTags: ['second'] } },
  ]);
});
