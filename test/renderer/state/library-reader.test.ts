import { expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { type LibraryPage, type LibraryQuery, wholeLibrary } from '#contract/model/library-query.ts';
import { createLibraryReader, itemAt } from '#renderer/state/library-reader.ts';
import { item } from '#test/renderer/samples.ts';

const kept = (count: number) =>
  Array.from({ length: count }, (_, index) => item(`item-${String(index).padStart(5, '0')}`));

/** A reader whose requests the test answers, in any order. */
const manually = () => {
  const requests: { offset: number; query: LibraryQuery; answer: (page: Result<LibraryPage>) => void }[] = [];
  const reader = createLibraryReader({
    list: ({ offset, query }) => new Promise((answer) => requests.push({ offset, query, answer })),
  });
  const offsets = () => requests.map(({ offset }) => offset);
  return { reader, requests, offsets };
};

const setUp = (count: number) => {
  const served = { items: kept(count), isBroken: false };
  const readOffsets: number[] = [];
  const reader = createLibraryReader({
    list: async ({ offset, limit, query }) => {
      readOffsets.push(offset);
      if (served.isBroken) return fail('internal');
      const found = served.items.filter(({ marks }) => marks.rating >= query.minRating);
      return ok({ items: found.slice(offset, offset + limit), total: found.length });
    },
  });
  const rest = async () => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  };
  const idAt = (index: number) => itemAt(reader.getState(), index)?.id;
  return { served, readOffsets, reader, rest, idAt };
};

test('only the visible positions are read, wherever in the library they are', async () => {
  const { reader, readOffsets, rest, idAt } = setUp(10_000);
  reader.reload();
  await rest();
  reader.show({ first: 7190, last: 7230 });
  await rest();
  expect(readOffsets).toEqual([0, 7140, 7200]);
  expect([reader.getState().total, idAt(7195), idAt(500)]).toEqual([10_000, 'item-07195', undefined]);
});

test('positions that were scrolled past are skipped: at most two reads run, then the visible ones', async () => {
  const { reader, requests, offsets } = manually();
  reader.show({ first: 0, last: 230 });
  expect(offsets()).toEqual([0, 60]);
  reader.show({ first: 6000, last: 6030 });
  requests[0]?.answer(ok({ items: kept(60), total: 10_000 }));
  await Promise.resolve();
  await Promise.resolve();
  expect(offsets()).toEqual([0, 60, 6000]);
});

test('when the library changes, the visible pages are read again, and shown unchanged until then', async () => {
  const { reader, served, rest, idAt, readOffsets } = setUp(100);
  reader.reload();
  await rest();
  served.items = [item('brand-new-one'), ...served.items];
  readOffsets.length = 0;
  reader.reload();
  expect(idAt(0)).toBe('item-00000');
  await rest();
  expect([readOffsets, idAt(0), idAt(1), reader.getState().total]).toEqual([
    [0],
    'brand-new-one',
    'item-00000',
    101,
  ]);
});

test('the results of another query replace the old ones as a whole', async () => {
  const { reader, served, rest, idAt } = setUp(130);
  served.items = served.items.map((one, index) =>
    index === 99 ? { ...one, marks: { ...one.marks, rating: 5 } } : one,
  );
  reader.show({ first: 0, last: 129 });
  await rest();
  reader.find({ ...wholeLibrary, minRating: 5 });
  expect(idAt(0)).toBe('item-00000');
  await rest();
  const { total, pages, query } = reader.getState();
  expect([total, idAt(0), pages.size, query.minRating]).toEqual([1, 'item-00099', 1, 5]);
});

test('a reply to an earlier query is ignored', async () => {
  const { reader, requests } = manually();
  reader.reload();
  reader.find({ ...wholeLibrary, text: 'new' });
  requests[1]?.answer(ok({ items: [item('the-new-answer')], total: 1 }));
  requests[0]?.answer(ok({ items: [item('the-old-answer')], total: 1 }));
  await Promise.resolve();
  await Promise.resolve();
  expect(itemAt(reader.getState(), 0)?.id).toBe('the-new-answer');
});

test('when a read fails, earlier pages stay, and nothing is read again automatically', async () => {
  const { reader, served, rest, readOffsets, idAt } = setUp(200);
  reader.reload();
  await rest();
  served.isBroken = true;
  reader.reload();
  await rest();
  readOffsets.length = 0;
  reader.show({ first: 120, last: 150 });
  await rest();
  const { error, isReading } = reader.getState();
  expect([error?.code, isReading, idAt(0), readOffsets]).toEqual(['internal', false, 'item-00000', []]);
  served.isBroken = false;
  reader.reload();
  await rest();
  expect([reader.getState().error, idAt(120)]).toEqual([null, 'item-00120']);
});

test('scrolling far through the library does not keep all of it in memory', async () => {
  const { reader, rest, idAt } = setUp(10_000);
  for (let first = 0; first < 9000; first += 60) {
    reader.show({ first, last: first + 59 });
    await rest();
  }
  expect(reader.getState().pages.size).toBe(40);
  expect([idAt(8999), idAt(0)]).toEqual(['item-08999', undefined]);
});

test('a library that has become shorter shows nothing after its end', async () => {
  const { reader, served, rest, idAt } = setUp(130);
  reader.show({ first: 0, last: 129 });
  await rest();
  served.items = kept(10);
  reader.show({ first: 0, last: 20 });
  reader.reload();
  await rest();
  expect([reader.getState().total, idAt(9), idAt(70)]).toEqual([10, 'item-00009', undefined]);
});
