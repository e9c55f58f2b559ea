/** The order of writes to the disk, which leaves complete files after any power cut. */
import fs, { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { createFolderOperations, replaceFile } from '#main/storage/atomic.ts';
import { createPowerCutDisk, type Fate } from './power-cut-disk.ts';
import { tempFolder } from './temp-folder.ts';

/** A folder with two files, built aside and moved in under missing parents. */
const movedIn = async () => {
  const root = tempFolder();
  mkdirSync(join(root, 'work'));
  writeFileSync(join(root, 'work', 'result.mp4'), 'the result');
  const cut = createPowerCutDisk(root, ['work', 'library']);
  const operations = createFolderOperations(cut.disk);
  const aside = join(root, 'library', '.incoming-one');
  await operations.makeFolder(aside);
  await operations.place(join(root, 'work', 'result.mp4'), join(aside, 'result.mp4'));
  await operations.write(join(aside, 'item.json'), '{"id":"one"}');
  await operations.moveIn(aside, join(root, 'library', '2026-11', 'one'));
  return cut;
};

test('flushes every file and every new folder before the rename, and both folders after it', async () => {
  const { moments } = await movedIn();
  expect(moments.map(({ after }) => after)).toEqual([
    'start',
    'makeFolder library/.incoming-one',
    'flushFolder library',
    'flushFolder .',
    'place library/.incoming-one/result.mp4',
    'write library/.incoming-one/item.json',
    'makeFolder library/2026-11',
    'flushFolder library',
    'flushFile library/.incoming-one/item.json',
    'flushFile library/.incoming-one/result.mp4',
    'flushFolder library/.incoming-one',
    'rename library/2026-11/one',
    'flushFolder library/2026-11',
    'flushFolder library',
  ]);
});

/** The content of the target folder by file; null: it does not exist. */
const found = (folder: string): Readonly<Record<string, string>> | null => {
  try {
    return Object.fromEntries(
      readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
    );
  } catch {
    return null;
  }
};
const whole = { 'item.json': '{"id":"one"}', 'result.mp4': 'the result' };

test.each<Fate>(['old', 'half', 'new'])(
  'after a power cut at any moment the folder is complete or missing; unflushed entries are %s',
  async (fate) => {
    const { moments, layOut } = await movedIn();
    const left = moments.map((moment) => {
      const after = tempFolder();
      layOut(moment, () => fate, after);
      return found(join(after, 'library', '2026-11', 'one'));
    });
    expect(left.filter((files) => files !== null)).toEqual(
      Array.from({ length: fate === 'old' ? 2 : 3 }, () => whole),
    );
    expect(left.at(-1)).toEqual(whole);
  },
);

describe('replacing a small file', () => {
  afterEach(() => {
    vi.restoreAllMocks();
    syncBuiltinESMExports();
  });

  /** Disk operations in order; the power is cut before the n-th one, from 1. */
  const watched = (cutBefore = Number.POSITIVE_INFINITY) => {
    const done: string[] = [];
    const opened = new Map<number, string>();
    const { openSync, writeSync, fsyncSync, renameSync } = fs;
    const pass = (what: string) => {
      if (done.length + 1 === cutBefore) throw new Error('the power is cut');
      done.push(what);
    };
    const nameOf = (path: fs.PathLike) => (String(path).endsWith('keys.json') ? 'file' : 'new file');
    vi.spyOn(fs, 'openSync').mockImplementation((path, flags, mode) => {
      const handle = openSync(path, flags, mode);
      opened.set(handle, fs.statSync(path).isDirectory() ? 'folder' : nameOf(path));
      return handle;
    });
    vi.spyOn(fs, 'writeSync').mockImplementation((handle: number, text: unknown) => {
      pass(`write ${opened.get(handle)}`);
      return writeSync(handle, String(text));
    });
    vi.spyOn(fs, 'fsyncSync').mockImplementation((handle) => {
      pass(`flush ${opened.get(handle)}`);
      fsyncSync(handle);
    });
    vi.spyOn(fs, 'renameSync').mockImplementation((from, to) => {
      pass(`rename ${nameOf(from)} to ${nameOf(to)}`);
      renameSync(from, to);
    });
    syncBuiltinESMExports();
    return done;
  };

  const oldFile = (): string => {
    const path = join(tempFolder(), 'keys.json');
    writeFileSync(path, 'old');
    return path;
  };

  test('flushes the file before the rename, and its folder after it', () => {
    const path = oldFile();
    const done = watched();
    replaceFile(path, 'new', 0o600);
    expect(done).toEqual(['write new file', 'flush new file', 'rename new file to file', 'flush folder']);
  });

  test.each([
    [1, 'old'],
    [2, 'old'],
    [3, 'old'],
    [4, 'new'],
  ])('leaves a complete file when the power is cut before operation %i: %s', (cutBefore, expected) => {
    const path = oldFile();
    watched(cutBefore);
    expect(() => replaceFile(path, 'new', 0o600)).toThrow('the power is cut');
    expect(readFileSync(path, 'utf8')).toBe(expected);
  });
});
