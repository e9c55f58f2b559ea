/** A disk that records flushes and can reproduce its content after a power cut at any moment. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Disk, realDisk, realSyncDisk, type SyncDisk } from '#main/storage/atomic.ts';

/** The state of a changed, unflushed entry after a power cut. A folder has no `half`. */
export type Fate = 'old' | 'half' | 'new';

/** Entry numbers by path relative to the root. */
type Tree = ReadonlyMap<string, number>;
type Names = ReadonlyMap<string, number>;

type Moment = {
  /** The preceding operation, for example `flushFile library/.incoming-1/item.json`. */
  readonly after: string;
  readonly tree: Tree;
  readonly folders: ReadonlySet<number>;
  readonly contents: ReadonlyMap<number, string>;
  readonly flushedContents: ReadonlyMap<number, string>;
  /** The flushed names of each folder, with their entries. */
  readonly flushedNames: ReadonlyMap<number, Names>;
};

export type PowerCutDisk = {
  readonly disk: Disk;
  /** For synchronous work. */
  readonly syncDisk: SyncDisk;
  readonly moments: readonly Moment[];
  /** Writes the content after a power cut at this moment to `to`. `fateOf`: called with the number of each entry. */
  readonly layOut: (moment: Moment, fateOf: (thing: number) => Fate, to: string) => void;
};

const namesIn = (tree: Tree, folder: string): Names =>
  new Map(
    [...tree]
      .filter(([path]) => path !== '' && (dirname(path) === '.' ? '' : dirname(path)) === folder)
      .map(([path, thing]) => [path.split('/').at(-1) ?? '', thing]),
  );

/** Wraps each operation of `disk`. `path`: of the operation; of two, the last one. */
export const wrapped = (
  disk: SyncDisk,
  around: (operation: keyof SyncDisk, path: string, act: () => void) => void,
): SyncDisk => ({
  writeNew: (path, text) => around('writeNew', path, () => disk.writeNew(path, text)),
  append: (path, text) => around('append', path, () => disk.append(path, text)),
  copy: (from, to) => around('copy', to, () => disk.copy(from, to)),
  flushFile: (path) => around('flushFile', path, () => disk.flushFile(path)),
  flushFolder: (folder) => around('flushFolder', folder, () => disk.flushFolder(folder)),
  rename: (from, to) => around('rename', to, () => disk.rename(from, to)),
  remove: (path) => around('remove', path, () => disk.remove(path)),
});

/** Identifies entries by inode, which the file system reuses for new entries after old ones are removed. */
const createLook = (root: string, folders: readonly string[] | null) => {
  const thingOf = new Map<number, number>();
  let things = 0;
  const forget = (path: string): void => {
    const inode = lstatSync(path, { throwIfNoEntry: false })?.ino;
    if (inode !== undefined) thingOf.delete(inode);
  };
  /** Also finds files that other programs have written. */
  const look = (): Pick<Moment, 'tree' | 'folders' | 'contents'> => {
    const tree = new Map<string, number>();
    const found = new Set<number>();
    const inFolders = new Set<number>();
    const contents = new Map<number, string>();
    const take = (path: string): void => {
      const { ino } = lstatSync(path);
      const isFolder = lstatSync(path).isDirectory();
      const thing = thingOf.get(ino) ?? things++;
      thingOf.set(ino, thing);
      found.add(ino);
      tree.set(relative(root, path), thing);
      if (isFolder) inFolders.add(thing);
      else contents.set(thing, readFileSync(path, 'utf8'));
    };
    take(root);
    for (const top of folders ?? readdirSync(root)) {
      const path = join(root, top);
      if (!existsSync(path)) continue;
      take(path);
      if (lstatSync(path).isDirectory())
        for (const entry of readdirSync(path, { withFileTypes: true, recursive: true }))
          take(join(entry.parentPath, entry.name));
    }
    for (const inode of thingOf.keys()) if (!found.has(inode)) thingOf.delete(inode);
    return { tree, folders: inFolders, contents };
  };
  return { look, forget };
};

/** `folders`: the watched ones in `root`; null: all. Their present content counts as flushed. */
export const createPowerCutDisk = (root: string, folders: readonly string[] | null = null): PowerCutDisk => {
  const { look, forget } = createLook(root, folders);
  const start = look();
  const flushedContents = new Map(start.contents);
  const flushedNames = new Map<number, Names>(
    [...start.tree]
      .filter(([, thing]) => start.folders.has(thing))
      .map(([path, thing]) => [thing, namesIn(start.tree, path)]),
  );
  const moments: Moment[] = [];
  /** Includes removed folders, which the flushed names of another folder may still contain. */
  const everFolders = new Set<number>();
  const push = (after: string, now: Pick<Moment, 'tree' | 'folders' | 'contents'>): void => {
    for (const thing of now.folders) everFolders.add(thing);
    moments.push({
      after,
      ...now,
      flushedContents: new Map(flushedContents),
      flushedNames: new Map(flushedNames),
    });
  };
  push('start', start);

  const record = (operation: string, path: string): void => {
    const now = look();
    const name = relative(root, path);
    const thing = now.tree.get(name) ?? -1;
    if (operation === 'flushFile') flushedContents.set(thing, now.contents.get(thing) ?? '');
    if (operation === 'flushFolder') flushedNames.set(thing, namesIn(now.tree, name));
    push(`${operation} ${name || '.'}`, now);
  };
  const recorded = async <T>(operation: string, path: string, work: Promise<T>): Promise<T> => {
    const done = await work;
    record(operation, path);
    return done;
  };

  return {
    moments,
    disk: {
      makeFolder: (folder) => recorded('makeFolder', folder, realDisk.makeFolder(folder)),
      place: (from, to) => recorded('place', to, realDisk.place(from, to)),
      write: (path, text) => recorded('write', path, realDisk.write(path, text)),
      list: (folder) => realDisk.list(folder),
      flushFile: (path) => recorded('flushFile', path, realDisk.flushFile(path)),
      flushFolder: (folder) => recorded('flushFolder', folder, realDisk.flushFolder(folder)),
      rename: (from, to) => recorded('rename', to, realDisk.rename(from, to)),
      remove: (path) => recorded('remove', path, realDisk.remove(path)),
    },
    syncDisk: wrapped(realSyncDisk, (operation, path, act) => {
      // An existing file of this name is removed, and its inode may be reused.
      if (operation === 'writeNew') forget(path);
      act();
      record(operation, path);
    }),
    layOut: (moment, fateOf, to) => {
      const pathNow = new Map([...moment.tree].map(([path, thing]) => [thing, path]));
      const put = (thing: number, at: string): void => {
        const fate = fateOf(thing);
        const path = pathNow.get(thing);
        if (!everFolders.has(thing)) {
          const old = moment.flushedContents.get(thing) ?? '';
          const now = moment.contents.get(thing) ?? old;
          // The flushed part of an appended file stays.
          const kept = now.startsWith(old) ? old.length : 0;
          const half = now === old ? now : now.slice(0, kept + (now.length - kept) / 2);
          writeFileSync(at, { old, half, new: now }[fate]);
          return;
        }
        mkdirSync(at, { recursive: true });
        const isOld = fate === 'old' || path === undefined;
        const held = isOld ? (moment.flushedNames.get(thing) ?? []) : namesIn(moment.tree, path);
        for (const [name, inside] of held) put(inside, join(at, name));
      };
      put(moment.tree.get('') ?? 0, to);
    },
  };
};
