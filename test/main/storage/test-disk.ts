/** A disk that is observed, or that fails. */
import { type Disk, realDisk } from '#main/storage/atomic.ts';

/** Of the asynchronous and the synchronous form alike. */
type Name<Key extends string> = Key extends `${infer Plain}Sync` ? Plain : Key;
export type Operation = Name<keyof Disk>;

type Observe = (operation: Operation, path: string) => void;

/** Calls `before` and `after` at each operation with its path; of two paths, the last one. */
export const observedDisk = (
  disk: Disk,
  { before = () => undefined, after = () => undefined }: { before?: Observe; after?: Observe },
): Disk => {
  const waited = async <T>(operation: Operation, path: string, act: () => Promise<T>): Promise<T> => {
    before(operation, path);
    const done = await act();
    after(operation, path);
    return done;
  };
  const sync = (operation: Operation, path: string, act: () => void): void => {
    before(operation, path);
    act();
    after(operation, path);
  };
  return {
    makeFolder: (folder) => waited('makeFolder', folder, () => disk.makeFolder(folder)),
    place: (from, to) => waited('place', to, () => disk.place(from, to)),
    copy: (from, to, call) => waited('copy', to, () => disk.copy(from, to, call)),
    write: (path, text) => waited('write', path, () => disk.write(path, text)),
    list: (folder) => waited('list', folder, () => disk.list(folder)),
    flushFile: (path) => waited('flushFile', path, () => disk.flushFile(path)),
    flushFolder: (folder) => waited('flushFolder', folder, () => disk.flushFolder(folder)),
    rename: (from, to, signal) => waited('rename', to, () => disk.rename(from, to, signal)),
    remove: (path) => waited('remove', path, () => disk.remove(path)),
    removeEmptyFolder: (folder) => waited('removeEmptyFolder', folder, () => disk.removeEmptyFolder(folder)),
    writeNewSync: (path, text) => sync('writeNew', path, () => disk.writeNewSync(path, text)),
    appendSync: (path, text) => sync('append', path, () => disk.appendSync(path, text)),
    copySync: (from, to) => sync('copy', to, () => disk.copySync(from, to)),
    flushFileSync: (path) => sync('flushFile', path, () => disk.flushFileSync(path)),
    flushFolderSync: (folder) => sync('flushFolder', folder, () => disk.flushFolderSync(folder)),
    renameSync: (from, to) => sync('rename', to, () => disk.renameSync(from, to)),
    removeSync: (path) => sync('remove', path, () => disk.removeSync(path)),
  };
};

/** The n-th operation, counted from 1 without removals, fails with this code; later ones succeed or also fail. */
export const failingDisk = (n: number, code = 'ENOSPC', isForGood = false): Disk => {
  let calls = 0;
  return observedDisk(realDisk, {
    before: (operation) => {
      if (operation === 'remove') return;
      calls += 1;
      if (isForGood ? calls >= n : calls === n) throw Object.assign(new Error('the disk fails'), { code });
    },
  });
};
