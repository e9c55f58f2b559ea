/** Long library commands: progress, result, and Ctrl+C. */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import { bundleIdSchema } from '#contract/model/library-work.ts';
import { storage } from '#test/renderer/samples.ts';
import { callInputs, createFakeProgram, typed } from './fake-program.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-library-work-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const bundleId = bundleIdSchema.parse('0f8fad5b-d9cb-469f-a165-70867728950e');
const itemIds = ['item-one', 'item-two'].map((id) => itemIdSchema.parse(id));

test('rebuild reports added, removed and skipped results', async () => {
  const rebuilt = {
    ...{ added: 2, dropped: 1, total: 12 },
    leftAlone: [
      { folder: '2026-11/newer-one', why: 'newer' as const },
      { folder: '2026-11/copy', why: 'same-id' as const },
    ],
  };
  const handlers = { 'library.rebuild': async () => ok(rebuilt) };
  expect(await typed(['library', 'rebuild'], { handlers })).toMatchObject({
    status: 0,
    stdout:
      '12 results: 2 added, 1 removed because their folders are missing\n' +
      '  Skipped: 2026-11/newer-one: made by a newer version of Understudy\n' +
      '  Skipped: 2026-11/copy: another folder contains a result with the same id\n',
  });
  const { stdout } = await typed(['library', 'rebuild', '--json'], { handlers });
  expect(JSON.parse(stdout)).toEqual(rebuilt);
});

test('prints the progress of long work on stderr', async () => {
  const fake = createFakeProgram({
    handlers: {
      'library.rebuild': async () => {
        for (const fraction of [null, 0.5])
          fake.announce('library.working', { kind: 'working', work: 'rebuild', fraction });
        fake.announce('library.working', { kind: 'idle' });
        return ok({ added: 0, dropped: 0, total: 0, leftAlone: [] });
      },
    },
  });
  const { stderr } = await fake.type('library', 'rebuild');
  expect(stderr).toBe('Rescanning library\nRescanning library 50 %\n');
});

/** Work that ends only when it is cancelled. */
const untilCancelled = () => {
  const stop = new AbortController();
  let end: (result: Result<never>) => void = () => {};
  const work = () =>
    new Promise<Result<never>>((resolve) => {
      end = resolve;
      stop.abort();
    });
  const cancelWork = async () => {
    end(fail('cancelled'));
    return ok({});
  };
  return { signal: stop.signal, work, cancelWork };
};

test.each([
  [['library', 'rebuild'], 'library.rebuild', 'The folders are unchanged.'],
  [['library', 'import', 'bundle.zip'], 'library.import', 'Imported results are complete.'],
  [['library', 'export', 'item-one', '--out', 'a.zip'], 'library.bundle', 'No zip file was created'],
  [
    ['library', 'move', '/elsewhere', '--yes'],
    'library.move',
    'The library is complete at its previous location',
  ],
  [
    ['library', 'trash', 'empty', '--yes'],
    'library.deleteForever',
    'Results already deleted cannot be restored',
  ],
] as const)(
  'Ctrl+C in %j cancels the work and prints the state of the library',
  async (args, call, sentence) => {
    const { signal, work, cancelWork } = untilCancelled();
    const ended = await typed(args, {
      signal,
      handlers: {
        'library.storage': async () => ok(storage),
        'library.overview': async () => ok({ total: 2, favourites: 0, inTrash: 2, tags: [], models: [] }),
        'library.cancelWork': cancelWork,
        [call]: work,
      },
    });
    expect({ status: ended.status, called: callInputs(ended, 'library.cancelWork') }).toEqual({
      status: 1,
      called: [{}],
    });
    expect(ended.stderr).toContain(sentence);
    expect(ended.stderr).toContain('It was cancelled.');
  },
);

test('import reports added, known and skipped results', async () => {
  const imported = { added: 3, known: 1, leftOut: [{ folder: 'odd', why: 'senseless' as const }] };
  const ended = await typed(['library', 'import', join(folder, 'bundle.zip')], {
    handlers: { 'library.import': async () => ok(imported) },
  });
  expect(ended).toMatchObject({
    status: 0,
    stdout: '3 results imported, 1 already in library\n  Skipped: odd: not a result, or damaged\n',
  });
  expect(callInputs(ended, 'library.import')).toEqual([{ path: join(folder, 'bundle.zip') }]);
});

test('rejects an import without a result', async () => {
  const imported = { added: 0, known: 0, leftOut: [{ folder: 'odd', why: 'senseless' as const }] };
  const { status, stdout } = await typed(['library', 'import', 'bundle.zip', '--json'], {
    handlers: { 'library.import': async () => ok(imported) },
  });
  expect({ status, json: JSON.parse(stdout) }).toMatchObject({
    status: 3,
    json: { error: { code: 'bundle-broken', subject: 'bundle.zip' } },
  });
});

test('exports results into one zip file', async () => {
  const made = join(folder, 'made');
  await writeFile(made, 'zipped');
  const out = join(folder, 'mine.zip');
  const ended = await typed(['library', 'export', ...itemIds, '--out', out, '--json'], {
    handlers: {
      'library.bundle': async () => ok({ id: bundleId, name: 'two.zip', sizeBytes: 6, items: 2 }),
    },
    bundles: {
      pathOf: (id) => (id === bundleId ? { path: made, name: 'two.zip' } : null),
      discard: (id) => rm(id === bundleId ? made : ''),
    },
  });
  expect({ status: ended.status, json: JSON.parse(ended.stdout) }).toEqual({
    status: 0,
    json: { path: out, items: 2, sizeBytes: 6 },
  });
  expect(callInputs(ended, 'library.bundle')).toEqual([{ itemIds }]);
  expect(await readFile(out, 'utf8')).toBe('zipped');
  expect(await readdir(folder)).toEqual(['mine.zip']);
});

test('accepts a zip file name of the maximum length, and rejects a longer one', async () => {
  const made = join(folder, 'made');
  const exportTo = async (name: string) => {
    await writeFile(made, 'zipped');
    return typed(['library', 'export', 'item-one', '--out', join(folder, name), '--json'], {
      handlers: {
        'library.bundle': async () => ok({ id: bundleId, name: 'one.zip', sizeBytes: 6, items: 1 }),
      },
      bundles: { pathOf: () => ({ path: made, name: 'one.zip' }), discard: () => rm(made) },
    });
  };
  const [longest, longer] = [`${'x'.repeat(251)}.zip`, `${'\u8df3'.repeat(90)}.zip`];
  expect((await exportTo(longest)).status).toBe(0);
  const refused = await exportTo(longer);
  expect([refused.status, JSON.parse(refused.stdout)]).toMatchObject([
    2,
    { error: { code: 'name-too-long' } },
  ]);
  expect(await readdir(folder)).toEqual([longest]);
});

test('leaves no partial zip file if writing fails', async () => {
  const made = join(folder, 'made');
  await writeFile(made, 'zipped');
  const ended = await typed(['library', 'export', 'item-one', '--out', join(folder, 'no/where/mine.zip')], {
    handlers: {
      'library.bundle': async () => ok({ id: bundleId, name: 'two.zip', sizeBytes: 6, items: 1 }),
    },
    bundles: { pathOf: () => ({ path: made, name: 'two.zip' }), discard: () => rm(made) },
  });
  expect(ended.status).not.toBe(0);
  expect(await readdir(folder)).toEqual([]);
});

test('exports the results of a search under readable names', async () => {
  const ended = await typed(['library', 'export', '--tag', 'final', '--out', folder, '--json'], {
    handlers: { 'library.ids': async () => ok(itemIds) },
    copyOut: async (id, to) =>
      id === 'item-one'
        ? ok({ path: join(to, 'hero.mp4') })
        : fail('item-files-missing', { subject: 'result' }),
  });
  expect(callInputs(ended, 'library.ids')).toMatchObject([{ query: { tags: ['final'], isInTrash: false } }]);
  expect({ status: ended.status, json: JSON.parse(ended.stdout) }).toMatchObject({
    status: 1,
    json: {
      copied: [{ itemId: 'item-one', path: join(folder, 'hero.mp4') }],
      failed: [{ itemId: 'item-two', error: { code: 'item-files-missing', charged: 'no' } }],
    },
  });
});

test('exports everything only with --all', async () => {
  const handlers = { 'library.ids': async () => ok([]) };
  const attempts = await Promise.all([
    typed(['library', 'export', '--out', folder], { handlers }),
    typed(['library', 'export', 'item-one', '--all', '--out', folder], { handlers }),
    typed(['library', 'export', '--all', '--out', folder], { handlers }),
  ]);
  expect(attempts.map(({ status }) => status)).toEqual([2, 2, 0]);
});

test.each([
  ['moves to a folder after the answer yes', ['/mnt/films'], 'yes', 0, [{ to: '/mnt/films' }]],
  ['moves back without a question with --yes', ['--back', '--yes'], undefined, 0, [{ to: '' }]],
  ['does not move after the answer no', ['/mnt/films'], 'no', 1, []],
  ['does not move without an interactive terminal', ['/mnt/films'], undefined, 2, []],
  ['does not move without a folder', ['--yes'], undefined, 2, []],
  ['does not move with both a folder and --back', ['/mnt/films', '--back', '--yes'], undefined, 2, []],
] as const)('library move: %s', async (_title, more, answer, status, moved) => {
  const ended = await typed(['library', 'move', ...more], {
    handlers: { 'library.storage': async () => ok(storage), 'library.move': async () => ok(storage) },
    ...(answer === undefined ? {} : { answer }),
  });
  expect({ status: ended.status, moved: callInputs(ended, 'library.move') }).toEqual({ status, moved });
});

test('library move: deletes the old copy only with --delete-old, also later', async () => {
  const oldCopies = [
    { folder: '/old', sizeBytes: 24_000_000 },
    { folder: '/away', sizeBytes: null },
  ];
  const handlers = {
    'library.storage': async () => ok(storage),
    'library.move': async () => ok({ ...storage, oldCopies }),
    'library.deleteOldCopies': async () => ok(storage),
  };
  const attempts = await Promise.all(
    [['/mnt/films', '--yes'], ['/mnt/films', '--yes', '--delete-old'], ['--delete-old']].map((more) =>
      typed(['library', 'move', ...more], { handlers }),
    ),
  );
  expect(
    attempts.map((ended) => [
      ended.status,
      callInputs(ended, 'library.move').length,
      callInputs(ended, 'library.deleteOldCopies').length,
    ]),
  ).toEqual([
    [0, 1, 0],
    [0, 1, 1],
    [0, 0, 1],
  ]);
  expect(attempts[0]?.stdout.split('\n').slice(-3, -1)).toEqual([
    'old copy: /old, 24 MB; to delete it: understudy library move --delete-old',
    'old copy: /away: not available',
  ]);
});

test('prints the library location and its size', async () => {
  const away = { ...storage, isDefault: false, isThere: false, freeBytes: null };
  const shown = await typed(['library', 'storage'], {
    handlers: { 'library.storage': async () => ok(storage) },
  });
  const gone = await typed(['library', 'storage'], { handlers: { 'library.storage': async () => ok(away) } });
  expect([shown.stdout.split('\n'), gone.stdout.split('\n')[0]]).toEqual([
    [
      `${storage.folder} (in the data folder)`,
      'results: 2, 24 MB',
      'trash: 0 kB',
      'work files, recreated when needed: 8 MB',
      'free: 120.0 GB',
      '',
    ],
    `${storage.folder} (chosen by you): not available. No result can be saved until it is back.`,
  ]);
});
