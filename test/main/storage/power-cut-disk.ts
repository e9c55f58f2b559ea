/** A disk that remembers what was flushed, and can tell what would be left had the power been cut at any moment. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { type Disk, realDisk } from '#main/storage/atomic.ts';

/** What became of something that was changed and not flushed. A folder has no half. */
export type Fate = 'old' | 'half' | 'new';

type Moment = {
  /** The operation after which it is, as `flushFile library/.incoming-1/item.json`. */
  readonly after: string;
  /** Which thing each path names, relative to the root; folders, too. */
  readonly names: ReadonlyMap<string, number>;
  readonly contents: ReadonlyMap<number, string>;
  readonly flushedContents: ReadonlyMap<number, string>;
  /** What each folder holds for good: names and the things they name. */
  readonly flushedNames: ReadonlyMap<number, ReadonlyMap<string, number>>;
};

export type PowerCutDisk = {
  readonly disk: Disk;
  readonly moments: readonly Moment[];
  /** Lays out in `to` what is found at the next start. `fateOf`: asked with a number for each thing. */
  readonly layOut: (moment: Moment, fateOf: (thing: number) => Fate, to: string) => void;
};

const namesIn = (names: ReadonlyMap<string, number>, folder: string): ReadonlyMap<string, number> =>
  new Map(
    [...names]
      .filter(([path]) => path !== '' && (dirname(path) === '.' ? '' : dirname(path)) === folder)
      .map(([path, thing]) => [path.split('/').at(-1) ?? '', thing]),
  );

/** `folders`: those in `root` that are watched; all that is in them now is on the disk for good. */
export const createPowerCutDisk = (root: string, folders: readonly string[]): PowerCutDisk => {
  const names = new Map<string, number>([['', 0]]);
  const folderThings = new Set([0]);
  const flushedContents = new Map<number, string>();
  const flushedNames = new Map<number, ReadonlyMap<string, number>>();
  const moments: Moment[] = [];
  let things = 1;

  const pathOf = (path: string) => relative(root, path);
  const nameThing = (path: string, isFolder: boolean): number => {
    const known = names.get(path);
    if (known !== undefined) return known;
    const thing = things++;
    names.set(path, thing);
    if (isFolder) folderThings.add(thing);
    return thing;
  };
  const underneath = (path: string) =>
    [...names].filter(([name]) => name === path || name.startsWith(`${path}/`));

  /** Also finds what others than this disk's user have written, as a tool does. */
  const checkNow = (): ReadonlyMap<number, string> => {
    const contents = new Map<number, string>();
    for (const top of folders.filter((folder) => existsSync(join(root, folder)))) {
      nameThing(top, true);
      for (const entry of readdirSync(join(root, top), { withFileTypes: true, recursive: true })) {
        const path = join(entry.parentPath, entry.name);
        const thing = nameThing(pathOf(path), entry.isDirectory());
        if (entry.isFile()) contents.set(thing, readFileSync(path, 'utf8'));
      }
    }
    return contents;
  };
  const flushFile = (path: string) => {
    const content = checkNow().get(names.get(pathOf(path)) ?? -1);
    flushedContents.set(names.get(pathOf(path)) ?? -1, content ?? '');
  };
  const flushFolder = (path: string) => {
    const folder = pathOf(path);
    flushedNames.set(names.get(folder) ?? -1, namesIn(names, folder));
  };

  const passed = (after: string) => {
    const contents = checkNow();
    moments.push({
      after,
      names: new Map(names),
      contents,
      flushedContents: new Map(flushedContents),
      flushedNames: new Map(flushedNames),
    });
  };
  const noted = async <T>(
    after: string,
    work: Promise<T>,
    note: () => void = () => undefined,
  ): Promise<T> => {
    const done = await work;
    note();
    passed(after);
    return done;
  };

  for (const [thing, content] of checkNow()) flushedContents.set(thing, content);
  for (const [path, thing] of names)
    if (folderThings.has(thing)) flushedNames.set(thing, namesIn(names, path));
  passed('start');

  return {
    moments,
    disk: {
      makeFolder: (folder) => noted(`makeFolder ${pathOf(folder)}`, realDisk.makeFolder(folder)),
      place: (from, to) =>
        noted(`place ${pathOf(to)}`, realDisk.place(from, to), () =>
          names.set(pathOf(to), names.get(pathOf(from)) ?? things++),
        ),
      write: (path, text) => noted(`write ${pathOf(path)}`, realDisk.write(path, text)),
      list: (folder) => realDisk.list(folder),
      flushFile: (path) =>
        noted(`flushFile ${pathOf(path)}`, realDisk.flushFile(path), () => flushFile(path)),
      flushFolder: (folder) =>
        noted(`flushFolder ${pathOf(folder) || '.'}`, realDisk.flushFolder(folder), () =>
          flushFolder(folder),
        ),
      rename: (from, to) =>
        noted(`rename ${pathOf(to)}`, realDisk.rename(from, to), () => {
          for (const [path, thing] of underneath(pathOf(from))) {
            names.delete(path);
            names.set(pathOf(to) + path.slice(pathOf(from).length), thing);
          }
        }),
      remove: (path) =>
        noted(`remove ${pathOf(path)}`, realDisk.remove(path), () => {
          for (const [name] of underneath(pathOf(path))) names.delete(name);
        }),
    },
    layOut: (moment, fateOf, to) => {
      const pathNow = new Map([...moment.names].map(([path, thing]) => [thing, path]));
      const put = (thing: number, at: string): void => {
        const fate = fateOf(thing);
        if (!folderThings.has(thing)) {
          const old = moment.flushedContents.get(thing) ?? '';
          const now = moment.contents.get(thing) ?? old;
          writeFileSync(
            at,
            fate === 'old' ? old : fate === 'new' || now === old ? now : now.slice(0, now.length / 2),
          );
          return;
        }
        mkdirSync(at, { recursive: true });
        const path = pathNow.get(thing);
        const isOld = fate === 'old' || path === undefined;
        const held = isOld ? (moment.flushedNames.get(thing) ?? []) : namesIn(moment.names, path);
        for (const [name, inside] of held) put(inside, join(at, name));
      };
      put(0, to);
    },
  };
};
