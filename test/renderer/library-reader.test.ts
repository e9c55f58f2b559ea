import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { LibraryPage } from '#contract/ipc.ts';
import { createLibraryReader } from '#renderer/features/library/library-reader.ts';
import { item } from './samples.ts';

const kept = (count: number) =>
  Array.from({ length: count }, (_, index) => item(`item-${String(index).padStart(4, '0')}`));

const setUp = (count: number) => {
  const shelf = { items: kept(count) };
  const asked: { offset: number; limit: number }[] = [];
  const reader = createLibraryReader({
    list: async ({ offset, limit }) => {
      asked.push({ offset, limit });
      return ok({ items: shelf.items.slice(offset, offset + limit), total: shelf.items.length });
    },
  });
  const ids = () => reader.getState().items.map(({ id }) => id);
  return { shelf, asked, reader, ids };
};

test('the library is read page by page until all of it is there', async () => {
  const { reader, asked } = setUp(130);
  await reader.reload();
  await reader.readMore();
  await reader.readMore();
  await reader.readMore();
  expect(asked).toEqual([
    { offset: 0, limit: 60 },
    { offset: 60, limit: 60 },
    { offset: 120, limit: 60 },
  ]);
  expect(reader.getState()).toEqual({ items: kept(130), total: 130, isReading: false, error: null });
});

test('when the library changes, all that was shown is read again in one go', async () => {
  const { reader, asked, shelf, ids } = setUp(100);
  await reader.reload();
  await reader.readMore();
  asked.length = 0;
  shelf.items = [item('brand-new-one'), ...shelf.items];
  await reader.reload();
  expect(asked).toEqual([{ offset: 0, limit: 100 }]);
  expect(ids().slice(0, 2)).toEqual(['brand-new-one', 'item-0000']);
});

test('a long list is read again in several calls, because one call may not ask for all', async () => {
  const { reader, asked, ids } = setUp(700);
  await reader.reload();
  for (let page = 1; page < 12; page += 1) await reader.readMore();
  asked.length = 0;
  await reader.reload();
  expect(asked).toEqual([
    { offset: 0, limit: 500 },
    { offset: 500, limit: 200 },
  ]);
  expect(ids()).toHaveLength(700);
});

test('a result that came in between two pages is not shown twice', async () => {
  const { reader, shelf, ids } = setUp(61);
  await reader.reload();
  shelf.items = [item('brand-new-one'), ...shelf.items];
  await reader.readMore();
  expect(new Set(ids()).size).toBe(ids().length);
});

test('a page that brings nothing new is the end, even where the program counted more', async () => {
  const asked: number[] = [];
  const reader = createLibraryReader({
    list: async ({ offset }) => {
      asked.push(offset);
      return ok({ items: offset === 0 ? kept(2) : [], total: 3 });
    },
  });
  await reader.reload();
  await reader.readMore();
  await reader.readMore();
  expect(asked).toEqual([0, 2]);
});

test('an answer that comes after the library changed again is ignored', async () => {
  const answers: ((page: Result<LibraryPage>) => void)[] = [];
  const reader = createLibraryReader({ list: () => new Promise((resolve) => answers.push(resolve)) });
  const first = reader.reload();
  const second = reader.reload();
  answers[1]?.(ok({ items: [item('the-new-answer')], total: 1 }));
  answers[0]?.(ok({ items: [item('the-old-answer')], total: 1 }));
  await Promise.all([first, second]);
  expect(reader.getState().items.map(({ id }) => id)).toEqual(['the-new-answer']);
});

test('when reading fails, what was read before stays and the reason is told', async () => {
  let isBroken = false;
  const reader = createLibraryReader({
    list: async () => (isBroken ? fail('internal') : ok({ items: kept(2), total: 2 })),
  });
  await reader.reload();
  isBroken = true;
  await reader.reload();
  expect(reader.getState()).toEqual({
    items: kept(2),
    total: 2,
    isReading: false,
    error: { code: 'internal', charged: 'no' },
  });
});
