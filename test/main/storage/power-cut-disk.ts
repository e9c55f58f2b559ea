/** A disk that records flushes and can reproduce its content after a power cut at any moment. */
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import { type Operation, observedDisk } from './test-disk.ts';

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

  const record = (operation: Operation, path: string): void => {
    const now = look();
    const name = relative(root, path);
    const thing = now.tree.get(name) ?? -1;
    if (operation === 'flushFile') flushedContents.set(thing, now.contents.get(thing) ?? '');
    if (operation === 'flushFolder') flushedNames.set(thing, namesIn(now.tree, name));
    push(`${operation} ${name || '.'}`, now);
  };

  return {
    moments,
    disk: observedDisk(realDisk, {
      before: (operation, path) => {
        // An existing file of this name is removed, and its inode may be reused.
        if (operation === 'writeNew') forget(path);
      },
      after: (operation, path) => {
        if (operation !== 'list') record(operation, path);
      },
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
