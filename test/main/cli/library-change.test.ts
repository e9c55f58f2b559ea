/** `library mark`, `remove`, `restore` and `delete`. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { callInputs, typed } from './fake-program.ts';

const ids = ['item-one', 'item-two'];
const overview = (inTrash: number) => ({
  'library.overview': async () => ok({ total: 3, favourites: 0, inTrash, tags: [], models: [] }),
});
const deleting = { 'library.deleteForever': async () => ok({ changed: 2 }) };

test('mark changes only the fields of its options', async () => {
  const handlers = { 'library.mark': async () => ok({ changed: 2 }) };
  const full = await typed(
    [
      ...['library', 'mark', ...ids, '--name', 'Final', '--favourite', '--rating', '5'],
      ...['--tag', 'client', '--tag', 'summer', '--untag', 'draft', '--notes', 'send it'],
    ],
    { handlers },
  );
  const small = await typed(['library', 'mark', 'item-one', '--no-favourite', '--json'], { handlers });
  expect([full, small].flatMap((ended) => callInputs(ended, 'library.mark'))).toEqual([
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
])('rejects %j without marking a result', async (args) => {
  const { status, calls } = await typed(args);
  expect({ status, calls }).toEqual({ status: 2, calls: [] });
});

test('restores removed results and reports those that needed no change', async () => {
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
  expect(callInputs(restored, 'library.restore')).toEqual([{ itemIds: ids }]);
});

test('lists the trash as the library is listed', async () => {
  const handlers = { 'library.list': async () => ok({ items: [], total: 0 }) };
  const ended = await typed(['library', 'trash'], { handlers });
  expect(callInputs(ended, 'library.list')).toMatchObject([{ query: { isInTrash: true } }]);
});

test.each([
  ['the user answers yes', 'yes' as const, [], 0, [{ itemIds: null }]],
  ['the user answers no', 'no' as const, [], 1, []],
  ['there is no terminal', undefined, [], 2, []],
  ['there is no terminal, but --yes', undefined, ['--yes'], 0, [{ itemIds: null }]],
])('empties the trash only after a confirmation: %s', async (_title, answer, more, status, deleted) => {
  const ended = await typed(['library', 'trash', 'empty', ...more], {
    handlers: { ...overview(2), ...deleting },
    ...(answer === undefined ? {} : { answer }),
  });
  expect({ status: ended.status, deleted: callInputs(ended, 'library.deleteForever') }).toEqual({
    status,
    deleted,
  });
  expect(ended.questions).toEqual(
    more.length > 0 ? [] : ['Delete 2 results in the trash permanently? [y/N] '],
  );
});

test('does not ask about an empty trash', async () => {
  const { status, stdout, questions } = await typed(['library', 'trash', 'empty'], { handlers: overview(0) });
  expect({ status, stdout, questions }).toEqual({
    status: 0,
    stdout: 'The trash is empty.\n',
    questions: [],
  });
});

test('does not delete a result outside the trash, and reports it', async () => {
  const named = ['library', 'delete', ...ids, 'item-three', '--yes'];
  const { status, stdout } = await typed(named, { handlers: deleting });
  expect({ status, stdout }).toEqual({
    status: 0,
    stdout: '2 results deleted permanently.\nNot in the trash, not deleted: 1 result.\n',
  });
});

test('prints a refusal as one JSON value with --json', async () => {
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

test('reports a library location that is not available', async () => {
  const handlers = { 'library.remove': async () => fail('library-away', { subject: 'Films' }) };
  const { status, stderr } = await typed(['library', 'remove', 'item-one'], { handlers });
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr:
      "The library's folder is not there (Films). Nothing was charged. Connect its disk again; until then nothing can be kept or shown.\n",
  });
});
