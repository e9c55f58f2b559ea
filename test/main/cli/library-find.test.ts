import { expect, test } from 'vitest';
import { ok } from '#contract/errors.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { noMarks } from '#contract/model/marks.ts';
import { item } from '#test/renderer/samples.ts';
import { callInputs, typed } from './fake-program.ts';

const two = [item('item-one'), item('item-two')];
const listing = { 'library.list': async () => ok({ items: two, total: 2 }) };

test('lists the whole library without options, newest first', async () => {
  const ended = await typed(['library', '--json'], { handlers: listing });
  expect({
    status: ended.status,
    json: JSON.parse(ended.stdout),
    listed: callInputs(ended, 'library.list'),
  }).toEqual({
    status: 0,
    json: two,
    listed: [{ offset: 0, limit: 500, query: wholeLibrary }],
  });
});

test('puts every option of the list into the query', async () => {
  const ended = await typed(
    [
      ...['library', 'list', '--text', 'dance stage', '--model', 'fal/kling-v2.6-pro'],
      ...['--model', 'runpod/kling-v2.6-std', '--tag', 'client', '--tag', 'final', '--favourites'],
      ...['--min-rating', '4', '--orientation', 'video', '--trash', '--sort', 'cost'],
      ...['--limit', '20', '--offset', '40'],
    ],
    { handlers: listing },
  );
  expect(callInputs(ended, 'library.list')).toEqual([
    {
      offset: 40,
      limit: 20,
      query: {
        text: 'dance stage',
        modelIds: ['fal/kling-v2.6-pro', 'runpod/kling-v2.6-std'],
        tags: ['client', 'final'],
        orientation: 'video',
        onlyFavourites: true,
        minRating: 4,
        isInTrash: true,
        sort: 'cost',
      },
    },
  ]);
});

test('reads all pages of the library, or up to the limit', async () => {
  const all = Array.from({ length: 1203 }, (_, at) => item(`item-${String(at).padStart(5, '0')}`));
  const handlers = {
    'library.list': async ({ offset, limit }: { offset: number; limit: number }) =>
      ok({ items: all.slice(offset, offset + limit), total: all.length }),
  };
  const whole = await typed(['library', 'list', '--json'], { handlers });
  const some = await typed(['library', 'list', '--json', '--limit', '600', '--offset', '10'], { handlers });
  const ids = (stdout: string) => (JSON.parse(stdout) as { id: string }[]).map(({ id }) => id);
  expect(ids(whole.stdout)).toEqual(all.map(({ id }) => id));
  expect(ids(some.stdout)).toEqual(all.slice(10, 610).map(({ id }) => id));
  expect(some.stderr).toBe('600 of 1203\n');
});

test('accepts search words as several arguments or in quotes', async () => {
  const handlers = { 'library.list': async () => ok({ items: [], total: 0 }) };
  const apart = await typed(['library', 'search', 'red', 'stage', '--favourites'], { handlers });
  const quoted = await typed(['library', 'search', 'red stage', '--favourites'], { handlers });
  const query = { ...wholeLibrary, text: 'red stage', onlyFavourites: true };
  expect(callInputs(apart, 'library.list')).toEqual([{ offset: 0, limit: 500, query }]);
  expect(callInputs(quoted, 'library.list')).toEqual(callInputs(apart, 'library.list'));
  expect(apart).toMatchObject({ status: 0, stdout: 'No matches.\n' });
});

test('shows the marks of a result', async () => {
  const marks = {
    ...noMarks,
    ...{ name: 'The good one', isFavourite: true, rating: 4, tags: ['client', 'final'] },
    ...{ notes: 'second take', removedAt: '2026-11-21T11:00:00.000Z' },
  };
  const handlers = { 'library.get': async () => ok(item('item-one', { marks })) };
  const { stdout } = await typed(['library', 'show', 'item-one'], { handlers });
  expect(stdout.split('\n')).toEqual([
    'item-one  2026-11-21 10:05  Kling v2.6 pro (fal)  hero.png + squats.mp4  10.00 s  "The good one"  favourite  4 of 5  #client  #final',
    '  Notes: second take',
    '  In the trash since 2026-11-21 11:00.',
    '/library/item-one/result.mp4',
    '',
  ]);
  const { stdout: json } = await typed(['library', 'show', 'item-one', '--json'], { handlers });
  expect(JSON.parse(json)).toMatchObject({ marks, paths: { result: '/library/item-one/result.mp4' } });
});

test('lists tags and models with their counts', async () => {
  const overview = {
    ...{ total: 3, favourites: 1, inTrash: 2, tags: [{ tag: 'client', count: 2 }] },
    models: [{ modelId: item('item-one').choices.modelId, name: 'Kling', count: 3 }],
  };
  const handlers = { 'library.overview': async () => ok(overview) };
  const { stdout } = await typed(['library', 'tags'], { handlers });
  expect(stdout).toBe('3 results, 1 favourite, 2 in the trash\n#client: 2\nfal/kling-v2.6-pro (Kling): 3\n');
});

test.each([
  [['library', 'list', '--min-rating', '6']],
  [['library', 'list', '--sort', 'colour']],
  [['library', 'list', '--model', 'no model']],
  [['library', 'list', '--limit', '0']],
  [['library', 'list', '--text', 'x'.repeat(501)]],
  [['library', 'search']],
  [['library', 'show', '../..']],
])('rejects %j without a call', async (args) => {
  const { status, calls } = await typed(args);
  expect({ status, calls }).toEqual({ status: 2, calls: [] });
});
