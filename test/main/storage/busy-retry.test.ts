import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createBusyRetry, type Retry, removeEmptyFolder } from '#main/storage/busy-retry.ts';
import { createBusyFiles } from './busy-files.ts';
import { tempFolder } from './temp-folder.ts';

type Files = ReturnType<typeof createBusyRetry>;

/** Every operation on `from`, with the files after it. */
const operations: readonly {
  readonly name: string;
  readonly run: (files: Files, how?: Retry) => unknown;
  readonly after: Readonly<Record<string, string>>;
  readonly isSync: boolean;
}[] = [
  { name: 'rename', run: (f, how) => f.rename('from', 'to', how), after: { to: 'new' }, isSync: false },
  { name: 'renameSync', run: (f) => f.renameSync('from', 'to'), after: { to: 'new' }, isSync: true },
  {
    name: 'copyFile',
    run: (f, how) => f.copyFile('from', 'to', 0, how),
    after: { from: 'new', to: 'new' },
    isSync: false,
  },
  {
    name: 'copyFileSync',
    run: (f) => f.copyFileSync('from', 'to'),
    after: { from: 'new', to: 'new' },
    isSync: true,
  },
  { name: 'removeFile', run: (f, how) => f.removeFile('from', how), after: { to: 'old' }, isSync: false },
  { name: 'removeFileSync', run: (f) => f.removeFileSync('from'), after: { to: 'old' }, isSync: true },
  { name: 'removeTree', run: (f, how) => f.removeTree('from', how), after: { to: 'old' }, isSync: false },
  { name: 'removeTreeSync', run: (f) => f.removeTreeSync('from'), after: { to: 'old' }, isSync: true },
];

const held = ['EBUSY', 'EPERM', 'EACCES', 'ETXTBSY'];
const onFolders = ['ENOTEMPTY', 'EEXIST'];
const cases = operations.flatMap((operation) =>
  [...held, ...(/rename|Tree/.test(operation.name) ? onFolders : [])].map((code) => ({ ...operation, code })),
);

const files = { from: 'new', to: 'old' };

test.each(cases)('$name succeeds after failing five times with $code', async ({ code, run, after }) => {
  const busy = createBusyFiles({ code, times: 5, files });
  await run(createBusyRetry(busy.raw));
  expect({ files: Object.fromEntries(busy.files), left: busy.failuresLeft() }).toEqual({
    files: after,
    left: 0,
  });
});

test.each(cases)(
  '$name that keeps failing with $code rejects with that error, and no file is lost',
  async ({ code, run, isSync }) => {
    const busy = createBusyFiles({ code, times: Number.POSITIVE_INFINITY, files });
    const ended = await Promise.resolve()
      .then(() => run(createBusyRetry(busy.raw)))
      .catch((cause: unknown) => cause);
    expect([ended, Object.fromEntries(busy.files), busy.waitedMs()]).toEqual([
      expect.objectContaining({ code }),
      files,
      isSync ? 2000 : 5000,
    ]);
  },
);

test.each(operations.filter(({ isSync }) => !isSync))(
  '$name retries for a minute in background work, never without a wait, and no more once aborted',
  async ({ run }) => {
    const waited = async (how: Retry): Promise<number> => {
      const busy = createBusyFiles({ code: 'EBUSY', times: Number.POSITIVE_INFINITY, files });
      await expect(run(createBusyRetry(busy.raw), how)).rejects.toThrow('EBUSY');
      return busy.waitedMs();
    };
    expect([
      await waited({ wait: 'long' }),
      await waited({ wait: 'none' }),
      await waited({ wait: 'long', signal: AbortSignal.abort() }),
    ]).toEqual([60_000, 0, 0]);
  },
);

test.each(['ENOSPC', 'EROFS', 'ENOENT', 'EIO', 'EXDEV'])('%s is not retried', async (code) => {
  for (const { run } of operations) {
    const busy = createBusyFiles({ code, times: 1, files });
    await expect(Promise.resolve().then(() => run(createBusyRetry(busy.raw)))).rejects.toThrow(code);
    expect(busy.waitedMs()).toBe(0);
  }
});

describe('a rename that took effect but returned an error', () => {
  const lost = (more: object = {}) =>
    createBusyFiles({ code: 'EBUSY', times: 1, isDoneAnyway: true, files, ...more });

  test('is recognised as done by the content of the target', async () => {
    const [busy, busySync] = [lost(), lost()];
    await createBusyRetry(busy.raw).rename('from', 'to');
    createBusyRetry(busySync.raw).renameSync('from', 'to');
    expect([...busy.files, ...busySync.files]).toEqual([
      ['to', 'new'],
      ['to', 'new'],
    ]);
  });

  test('fails if the source is gone and the target still holds the earlier file', async () => {
    const busy = createBusyFiles({ code: 'EBUSY', times: 1, files });
    const quarantined = {
      ...busy.raw,
      sleep: async () => void busy.files.delete('from'),
      sleepSync: () => void busy.files.delete('from'),
    };
    await expect(createBusyRetry(quarantined).rename('from', 'to')).rejects.toThrow('ENOENT');
    const again = createBusyFiles({ code: 'EBUSY', times: 1, files });
    const alsoGone = { ...again.raw, sleepSync: () => void again.files.delete('from') };
    expect(() => createBusyRetry(alsoGone).renameSync('from', 'to')).toThrow('ENOENT');
  });
});

test.each(['ENOTEMPTY', 'EEXIST', 'EPERM'])(
  'a target folder that is not empty is retried only briefly (%s)',
  async (code) => {
    const busy = createBusyFiles({
      code,
      times: Number.POSITIVE_INFINITY,
      files: { from: '', 'to/': '', 'to/item.json': '{}' },
    });
    const { rename, renameSync } = createBusyRetry(busy.raw);
    await expect(rename('from', 'to', { wait: 'long' })).rejects.toThrow(code);
    expect(() => renameSync('from', 'to')).toThrow(code);
    expect(busy.waitedMs()).toBe(1000);
  },
);

test('a leftover that stays held does not reject', async () => {
  const busy = createBusyFiles({ code: 'EPERM', times: Number.POSITIVE_INFINITY, files });
  await createBusyRetry(busy.raw).removeLeftover('from');
  expect([...busy.files.keys()]).toEqual(['from', 'to']);
});

describe('an empty folder', () => {
  test.each([...held, ...onFolders])('that is briefly held is removed (%s)', async (code) => {
    const busy = createBusyFiles({ code, times: 3, files: { from: '' } });
    await createBusyRetry(busy.raw).removeEmptyFolder('from');
    expect([...busy.files.keys()]).toEqual([]);
  });

  test('that stays held, as the root of a disk does, stays without an error', async () => {
    const busy = createBusyFiles({ code: 'EBUSY', times: Number.POSITIVE_INFINITY, files: { from: '' } });
    await createBusyRetry(busy.raw).removeEmptyFolder('from');
    expect([...busy.files.keys()]).toEqual(['from']);
  });

  test('is distinguished from a folder that is not empty without waiting', async () => {
    const folder = tempFolder();
    for (const name of ['empty', 'full']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'full', 'mine.txt'), 'mine');
    for (const name of ['empty', 'full', 'none']) await removeEmptyFolder(join(folder, name));
    expect(readdirSync(folder)).toEqual(['full']);
  });
});
