/** A disk for work inside a transaction that breaks off, or remembers what would be left had the power been cut at any moment. */
import { lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { realSyncDisk, type SyncDisk } from '#main/storage/atomic.ts';
import type { Fate } from '../storage/power-cut-disk.ts';

const operations = ['writeNew', 'flushFile', 'flushFolder', 'rename', 'remove'] as const;

/** Each operation of `disk` with something done before and after it. `paths`: its arguments, a text among them left out. */
const wrapped = (
  disk: SyncDisk,
  around: (operation: string, paths: readonly string[], act: () => void) => void,
): SyncDisk => ({
  writeNew: (path, text) => around(operations[0], [path], () => disk.writeNew(path, text)),
  flushFile: (path) => around(operations[1], [path], () => disk.flushFile(path)),
  flushFolder: (folder) => around(operations[2], [folder], () => disk.flushFolder(folder)),
  rename: (from, to) => around(operations[3], [from, to], () => disk.rename(from, to)),
  remove: (path) => around(operations[4], [path], () => disk.remove(path)),
});

/** The n-th operation, counted from 1 without removals, fails as a disk with this code does; later ones succeed, or fail, too. */
export const failingSyncDisk = (n: number, code = 'ENOSPC', isForGood = false): SyncDisk => {
  let calls = 0;
  return wrapped(realSyncDisk, (operation, _, act) => {
    if (operation !== 'remove') calls += 1;
    const isBroken = isForGood ? calls >= n : calls === n;
    if (operation !== 'remove' && isBroken) throw Object.assign(new Error('the disk fails'), { code });
    act();
  });
};

type Tree = ReadonlyMap<string, number>;

type Moment = {
  /** The operation after which it is, as `rename library/.deleting-1`. */
  readonly after: string;
  /** By its path, each thing that is there; `/` at the end of a folder's. */
  readonly tree: Tree;
  readonly contents: ReadonlyMap<number, string>;
  readonly flushedContents: ReadonlyMap<number, string>;
  readonly flushedNames: ReadonlyMap<number, ReadonlyMap<string, number>>;
  readonly folders: ReadonlySet<number>;
};

export type TestSyncDisk = {
  readonly disk: SyncDisk;
  readonly moments: readonly Moment[];
  /** Lays out in `to` what is found at the next start. */
  readonly layOut: (moment: Moment, fateOf: (thing: number) => Fate, to: string) => void;
};

/** Things are told apart by the number that the file system gives them. */
const look = (root: string) => {
  const tree = new Map<string, number>([['', lstatSync(root).ino]]);
  const contents = new Map<number, string>();
  const folders = new Set<number>([lstatSync(root).ino]);
  for (const entry of readdirSync(root, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const thing = lstatSync(path).ino;
    tree.set(relative(root, path), thing);
    if (entry.isDirectory()) folders.add(thing);
    else contents.set(thing, readFileSync(path, 'utf8'));
  }
  return { tree, contents, folders };
};

const namesIn = (tree: Tree, folder: string): ReadonlyMap<string, number> =>
  new Map(
    [...tree]
      .filter(([path]) => path !== '' && join(path, '..') === (folder === '' ? '.' : folder))
      .map(([path, thing]) => [path.split('/').at(-1) ?? '', thing]),
  );

/** All that is in `root` now is on the disk for good. */
export const createTestSyncDisk = (root: string): TestSyncDisk => {
  const start = look(root);
  const flushedContents = new Map(start.contents);
  const flushedNames = new Map<number, ReadonlyMap<string, number>>(
    [...start.tree]
      .filter(([, thing]) => start.folders.has(thing))
      .map(([path, thing]) => [thing, namesIn(start.tree, path)]),
  );
  const moments: Moment[] = [];
  const pass = (after: string) => {
    moments.push({
      after,
      ...look(root),
      flushedContents: new Map(flushedContents),
      flushedNames: new Map(flushedNames),
    });
  };
  pass('start');

  const note = (operation: string, path: string) => {
    const { tree, contents } = look(root);
    const thing = tree.get(relative(root, path)) ?? -1;
    // A file system gives the numbers of removed files to new ones.
    if (operation === 'writeNew') flushedContents.set(thing, '');
    if (operation === 'flushFile') flushedContents.set(thing, contents.get(thing) ?? '');
    if (operation === 'flushFolder') flushedNames.set(thing, namesIn(tree, relative(root, path)));
  };

  return {
    moments,
    disk: wrapped(realSyncDisk, (operation, paths, act) => {
      act();
      note(operation, paths[0] ?? '');
      pass(`${operation} ${relative(root, paths.at(-1) ?? '') || '.'}`);
    }),
    layOut: (moment, fateOf, to) => {
      const pathNow = new Map([...moment.tree].map(([path, thing]) => [thing, path]));
      const put = (thing: number, at: string): void => {
        const fate = fateOf(thing);
        if (!moment.folders.has(thing)) {
          const old = moment.flushedContents.get(thing) ?? '';
          const now = moment.contents.get(thing) ?? old;
          const half = now === old ? now : now.slice(0, now.length / 2);
          writeFileSync(at, { old, half, new: now }[fate]);
          return;
        }
        mkdirSync(at, { recursive: true });
        const path = pathNow.get(thing);
        const isOld = fate === 'old' || path === undefined;
        const held = isOld ? (moment.flushedNames.get(thing) ?? []) : namesIn(moment.tree, path);
        for (const [name, inside] of held) put(inside, join(at, name));
      };
      put(moment.tree.get('') ?? -1, to);
    },
  };
};
