/** Marking, removing and deleting from the terminal. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { asked, typed } from './fake-program.ts';

const ids = ['item-one', 'item-two'];
const overview = (inTrash: number) => ({
  'library.overview': async () => ok({ total: 3, favourites: 0, inTrash, tags: [], models: [] }),
});
const deleting = { 'library.deleteForever': async () => ok({ changed: 2 }) };

test('a mark changes what is named and nothing else', async () => {
  const handlers = { 'library.mark': async () => ok({ changed: 2 }) };
  const full = await typed(
    [
      ...['library', 'mark', ...ids, '--name', 'Final', '--favourite', '--rating', '5'],
      ...['--tag', 'client', '--tag', 'summer', '--untag', 'draft', '--notes', 'send it'],
    ],
    { handlers },
  );
  const small = await typed(['library', 'mark', 'item-one', '--no-favourite', '--json'], { handlers });
  expect([full, small].flatMap((ended) => asked(ended, 'library.mark'))).toEqual([
    {
      itemIds: ids,
      change: {
        ...{ name: 'Final', isFavourite: true, rating: 5, notes: 'send it' },
        ...{ addTags: ['client', 'summer'], removeTags: ['draft'] },
      },
    },
    { itemIds: ['item-one'], change: { isFavourite: false, addTags: [], removeTags: [] } },
  ]);
  expect([full.stdout, JSON.parse(small.stdout)]).toEqual(['2 results updated.\n', { changed: 2 }]);
});

test.each([
  [['library', 'mark', 'item-one']],
  [['library', 'mark', '--rating', '3']],
  [['library', 'mark', 'item-one', '--rating', '6']],
  [['library', 'mark', 'item-one', '--tag', '  ']],
  [['library', 'mark', 'item-one', '../../etc', '--rating', '3']],
])('%j is wrong use, and nothing is marked', async (args) => {
  const { status, calls } = await typed(args);
  expect({ status, calls }).toEqual({ status: 2, calls: [] });
});

test('removed results can be restored, and what needed no change is said', async () => {
  const handlers = {
    'library.remove': async () => ok({ changed: 2 }),
    'library.restore': async () => ok({ changed: 1 }),
  };
  const removed = await typed(['library', 'remove', ...ids], { handlers });
  const restored = await typed(['library', 'restore', ...ids], { handlers });
  expect([removed.stdout, restored.stdout]).toEqual([
    '2 results moved to the trash. Restore with "understudy library restore".\n',
    '1 result restored from the trash.\nNo change needed: 1 result.\n',
  ]);
  expect(asked(restored, 'library.restore')).toEqual([{ itemIds: ids }]);
});

test('the trash is listed like the library', async () => {
  const handlers = { 'library.list': async () => ok({ items: [], total: 0 }) };
  const ended = await typed(['library', 'trash'], { handlers });
  expect(asked(ended, 'library.list')).toMatchObject([{ query: { isInTrash: true } }]);
});

test.each([
  ['a person says yes', 'yes' as const, [], 0, [{ itemIds: null }]],
  ['a person says no', 'no' as const, [], 1, []],
  ['nobody is there', undefined, [], 2, []],
  ['nobody is there, but --yes is', undefined, ['--yes'], 0, [{ itemIds: null }]],
])('emptying the trash when %s ends so', async (_title, answer, more, status, deleted) => {
  const ended = await typed(['library', 'trash', 'empty', ...more], {
    handlers: { ...overview(2), ...deleting },
    ...(answer === undefined ? {} : { answer }),
  });
  expect({ status: ended.status, deleted: asked(ended, 'library.deleteForever') }).toEqual({
    status,
    deleted,
  });
  expect(ended.questions).toEqual(
    more.length > 0 ? [] : ['Delete 2 results in the trash permanently? [y/N] '],
  );
});

test('an empty trash needs no question', async () => {
  const { status, stdout, questions } = await typed(['library', 'trash', 'empty'], { handlers: overview(0) });
  expect({ status, stdout, questions }).toEqual({
    status: 0,
    stdout: 'The trash is empty.\n',
    questions: [],
  });
});

test('what is named but not in the trash is not deleted, and is said', async () => {
  const named = ['library', 'delete', ...ids, 'item-three', '--yes'];
  const { status, stdout } = await typed(named, { handlers: deleting });
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: '2 results deleted permanently.\nNot in the trash, not deleted: 1 result.\n',
  });
});

test('under --json a refusal is one value, too', async () => {
  const { status, stdout } = await typed(['library', 'delete', 'item-one', '--json']);
  expect({ status, json: JSON.parse(stdout) }).toEqual({
    status: 2,
    json: {
      error: {
        code: 'bad-request',
        message: 'Confirmation needed: add --yes to delete. Nothing was deleted.',
        charged: 'no',
        reason: 'confirmation-missing',
      },
    },
  });
});

test('a library whose disk is away says so', async () => {
  const handlers = { 'library.remove': async () => fail('library-away', { subject: 'Films' }) };
  const { status, stderr } = await typed(['library', 'remove', 'item-one'], { handlers });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      "The library's folder is not there (Films). Nothing was charged. Connect its disk again; until then nothing can be kept or shown.\n",
  });
});
