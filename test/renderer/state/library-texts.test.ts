import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type AppError, fail } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { libraryStoreOf } from '#renderer/state/library-store.ts';
import { textKey } from '#renderer/state/library-texts.ts';
import { createFakeApp } from '#test/renderer/draw.tsx';
import { createFakeBridge } from '#test/renderer/fake-bridge.ts';
import { item } from '#test/renderer/samples.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const itemId = itemIdSchema.parse('item-0001');
const notes = { itemId, field: 'notes' } as const;

const setUp = async () => {
  const bridge = createFakeBridge({ items: [item(itemId)] });
  const { texts, view } = libraryStoreOf(await createFakeApp(bridge));
  const saved = () => bridge.requests.filter(({ name }) => name === 'library.mark').map(({ input }) => input);
  const typed = () => view.getState().typed[textKey(notes)];
  return { bridge, texts, saved, typed };
};

test('typed text is saved once, after a pause in typing', async () => {
  const { texts, saved } = await setUp();
  texts.type(notes, 'g');
  await vi.advanceTimersByTimeAsync(599);
  texts.type(notes, 'good');
  await vi.advanceTimersByTimeAsync(599);
  expect(saved()).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(saved()).toEqual([{ itemIds: [itemId], change: { notes: 'good' } }]);
});

test('leaving the field saves immediately, and only once', async () => {
  const { texts, saved } = await setUp();
  texts.type(notes, 'good');
  await texts.save(notes);
  await texts.save(notes);
  await vi.advanceTimersByTimeAsync(2000);
  expect(saved()).toHaveLength(1);
});

test('text that could not be saved stays with the error, and can be saved again', async () => {
  const { bridge, texts, saved, typed } = await setUp();
  bridge.answer('library.mark', () => fail('disk-full'));
  texts.type(notes, 'good');
  await texts.save(notes);
  const error: AppError = { code: 'disk-full', charged: 'no' };
  expect(typed()).toEqual({ text: 'good', error });
  await texts.save(notes);
  expect(saved()).toHaveLength(2);
});

test('saved text is replaced by the value of the library, but not while more is typed', async () => {
  const { texts, typed } = await setUp();
  texts.type(notes, 'good');
  await texts.save(notes);
  texts.type(notes, 'good, but short');
  texts.settle(notes, 'good');
  expect(typed()?.text).toBe('good, but short');
  await texts.save(notes);
  texts.settle(notes, 'good, but short');
  expect(typed()).toBeUndefined();
});
