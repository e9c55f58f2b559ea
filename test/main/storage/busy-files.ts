/** File operations in memory that fail a given number of times, and a clock that never waits, for tests of retries. */
import type { RawFiles } from '#main/storage/busy-retry.ts';

export const errnoError = (code: string): Error => Object.assign(new Error(code), { code });

/** `files`: contents by path; a folder ends with a slash. */
export const createBusyFiles = (options: {
  readonly code: string;
  readonly times: number;
  readonly files?: Readonly<Record<string, string>>;
  /** A rename takes effect and still returns an error. */
  readonly isDoneAnyway?: boolean;
}) => {
  const files = new Map(Object.entries(options.files ?? {}));
  const sleeps: number[] = [];
  let left = options.times;
  const stumble = (work: () => void): void => {
    const isFailing = left > 0;
    if (!isFailing || options.isDoneAnyway) work();
    if (!isFailing) return;
    left -= 1;
    throw errnoError(options.code);
  };
  const rename = (from: string, to: string): void => {
    const content = files.get(from);
    if (content === undefined) throw errnoError('ENOENT');
    stumble(() => {
      files.delete(from);
      files.set(to, content);
    });
  };
  const copy = (from: string, to: string): void => stumble(() => files.set(to, files.get(from) ?? ''));
  const remove = (path: string): void => stumble(() => files.delete(path));
  const list = (path: string): string[] =>
    [...files.keys()].filter((name) => name.startsWith(`${path}/`) && name !== `${path}/`);
  const print = (path: string): string | null => files.get(path) ?? null;
  const raw: RawFiles = {
    rename: async (from, to) => rename(from, to),
    renameSync: rename,
    copyFile: async (from, to) => copy(from, to),
    copyFileSync: copy,
    rm: async (path) => remove(path),
    rmSync: remove,
    rmdir: async (path) => remove(path),
    print: async (path) => print(path),
    printSync: print,
    list: async (path) => list(path),
    listSync: list,
    sleep: async (ms) => void sleeps.push(ms),
    sleepSync: (ms) => void sleeps.push(ms),
  };
  return {
    raw,
    files,
    /** In milliseconds. */
    waitedMs: () => sleeps.reduce((sum, ms) => sum + ms, 0),
    failuresLeft: () => left,
  };
};
