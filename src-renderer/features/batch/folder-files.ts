/** Reads images and videos from a dropped folder and its subfolders, sorted by name, up to a maximum number. */
import { kindOf } from '../../shared/use-file-drop.ts';
import type { Folder } from '../../ui/transfer.ts';

export type FolderFiles = {
  readonly files: readonly File[];
  /** There are more files than `maxFiles`. */
  readonly isCutOff: boolean;
  /** Number of files and folders that could not be read. */
  readonly unreadable: number;
};

export type FolderLimits = {
  /** 1: only the folder's own files. */
  readonly maxDepth: number;
  readonly maxFiles: number;
};

type Entry = Pick<FileSystemEntry, 'name' | 'isDirectory'>;

/** `readEntries` returns entries in batches, of 100 in Chromium. */
const entriesOf = async (folder: Folder): Promise<readonly FileSystemEntry[]> => {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const more = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (more.length === 0) return entries;
    entries.push(...more);
  }
};

const fileOf = (entry: FileSystemFileEntry): Promise<File> =>
  new Promise((resolve, reject) => entry.file(resolve, reject));

// The DOM types distinguish files and folders by a boolean field, which TypeScript does not narrow.
const isFolder = (entry: Entry): entry is FileSystemDirectoryEntry => entry.isDirectory;
const isFile = (entry: Entry): entry is FileSystemFileEntry => !entry.isDirectory;

const byName = new Intl.Collator('en', { numeric: true });

/** Files come before subfolders; hidden files and files without a media extension are skipped. */
export const readFolder = async (folder: Folder, limits: FolderLimits): Promise<FolderFiles> => {
  const { maxDepth, maxFiles } = limits;
  const files: File[] = [];
  let isCutOff = false;
  let unreadable = 0;
  const tryRead = async <T>(read: () => Promise<T>): Promise<T | null> => {
    try {
      return await read();
    } catch {
      unreadable += 1;
      return null;
    }
  };
  const walk = async (within: Folder, depth: number): Promise<void> => {
    const entries = (await tryRead(() => entriesOf(within))) ?? [];
    const shown = entries
      .filter(({ name }) => !name.startsWith('.'))
      .toSorted((one, other) => byName.compare(one.name, other.name));
    for (const entry of shown.filter(isFile)) {
      if (kindOf({ type: '', name: entry.name }) === null) continue;
      if (files.length === maxFiles) {
        isCutOff = true;
        return;
      }
      const file = await tryRead(() => fileOf(entry));
      if (file !== null) files.push(file);
    }
    for (const entry of depth < maxDepth ? shown.filter(isFolder) : [])
      if (!isCutOff) await walk(entry, depth + 1);
  };
  await walk(folder, 1);
  return { files, isCutOff, unreadable };
};
