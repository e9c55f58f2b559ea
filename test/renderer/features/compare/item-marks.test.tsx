// @vitest-environment happy-dom
import { act } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { noMarks } from '#contract/model/marks.ts';
import { CompareScreen } from '#renderer/features/compare/compare-screen.tsx';
import { LibraryScreen } from '#renderer/features/library/library-screen.tsx';
import { useAppState } from '#renderer/state/use-app.ts';
import { draw } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { pressIn, pressKey, typeIn } from '#test/renderer/features/library/library-drawing.tsx';
import { item } from '#test/renderer/samples.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const itemId = itemIdSchema.parse('item-0001');
const pass = (ms: number) => act(async () => vi.advanceTimersByTimeAsync(ms));

const Shown = () => {
  const { kind } = useAppState(({ view }) => view.screen);
  return kind === 'compare' ? <CompareScreen itemId={itemId} /> : <LibraryScreen />;
};

const drawMarks = async (marks: Partial<typeof noMarks> = {}) => {
  const bridge = createFakeBridge({ items: [item(itemId, { marks: { ...noMarks, ...marks } })] });
  const drawn = await draw(<Shown />, bridge);
  const open = () => act(async () => drawn.actions.openItem(itemId));
  await open();
  const inputs = (name: string) =>
    bridge.requests.filter((call) => call.name === name).map(({ input }) => input);
  const field = (label: string): HTMLInputElement | HTMLTextAreaElement => {
    const found = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label);
    const control = found?.control;
    if (control instanceof HTMLInputElement || control instanceof HTMLTextAreaElement) return control;
    throw new Error(`There is no field called ${label}`);
  };
  return { bridge, inputs, field, open, ...drawn };
};

test('saves a name on input and shows it in the header', async () => {
  const { field, inputs, box } = await drawMarks();
  expect(box.querySelector('h1')?.textContent).toBe('hero + squats');
  await typeIn(field('Name'), 'Squats, take two');
  await pass(600);
  expect(inputs('library.mark')).toEqual([{ itemIds: [itemId], change: { name: 'Squats, take two' } }]);
  expect(box.querySelector('h1')?.textContent).toBe('Squats, take two');
});

test('sets favourite and rating with one press each', async () => {
  const { press, inputs } = await drawMarks({ rating: 2 });
  await press('Favourite');
  await pressIn('radio', '5 stars');
  await press('Clear rating');
  expect(inputs('library.mark')).toEqual([
    { itemIds: [itemId], change: { isFavourite: true } },
    { itemIds: [itemId], change: { rating: 5 } },
    { itemIds: [itemId], change: { rating: 0 } },
  ]);
});

test('adds and removes tags one by one, so that concurrent changes lose none', async () => {
  const { field, press, inputs } = await drawMarks({ tags: ['dance'] });
  await typeIn(field('Tags'), 'client A');
  await act(async () => field('Tags').focus());
  await pressKey('Enter');
  await press('Remove tag: dance');
  expect(inputs('library.mark')).toEqual([
    { itemIds: [itemId], change: { addTags: ['client A'] } },
    { itemIds: [itemId], change: { removeTags: ['dance'] } },
  ]);
});

test('reports notes that cannot be saved, and keeps the typed text after coming back', async () => {
  const { bridge, field, text, press, inputs, actions, open } = await drawMarks();
  bridge.answer('library.mark', () => fail('disk-full'));
  await typeIn(field('Notes'), 'The second take is better.');
  await pass(600);
  expect(text()).toContain('Not saved. Your changes are still here.');
  expect(text()).toContain('The disk is full.');
  await press('Save again');
  expect(inputs('library.mark')).toHaveLength(2);
  await act(async () => actions.show('library'));
  await open();
  expect(field('Notes').value).toBe('The second take is better.');
});

test('saves pending input on leaving', async () => {
  const { field, inputs, erase } = await drawMarks();
  await typeIn(field('Notes'), 'Quick.');
  await erase();
  expect(inputs('library.mark')).toEqual([{ itemIds: [itemId], change: { notes: 'Quick.' } }]);
});

test('shows a mark that is made elsewhere', async () => {
  const { bridge, field } = await drawMarks({ name: 'Before' });
  bridge.world.items = [item(itemId, { marks: { ...noMarks, name: 'After' } })];
  await act(async () => bridge.announce('library.changed', { total: 1 }));
  expect(field('Name').value).toBe('After');
});

test('returns to the library after a removal, where it can be undone', async () => {
  const { press, inputs, store, text } = await drawMarks();
  await press('Remove');
  expect(inputs('library.remove')).toEqual([{ itemIds: [itemId] }]);
  expect(store.getState().view.screen).toEqual({ kind: 'library' });
  expect(text()).toContain('1 result moved to the trash.');
  await press('Undo');
  expect(inputs('library.restore')).toEqual([{ itemIds: [itemId] }]);
});

test('reports that a result is in the trash and can be restored in place', async () => {
  const { press, text, inputs } = await drawMarks({ removedAt: '2026-11-20T11:00:00.000Z' });
  expect(text()).toContain('This result is in the trash.');
  await press('Restore');
  expect(inputs('library.restore')).toEqual([{ itemIds: [itemId] }]);
  expect(text()).not.toContain('This result is in the trash.');
});

test('does not navigate after a slow removal if the user has left the screen', async () => {
  const { bridge, press, actions, store } = await drawMarks();
  const removing = Promise.withResolvers<void>();
  bridge.answer('library.remove', () => removing.promise.then(() => ok({ changed: 1 })));
  await press('Remove');
  await act(async () => actions.show('settings'));
  await act(async () => removing.resolve());
  expect(store.getState().view.screen).toEqual({ kind: 'settings' });
});
