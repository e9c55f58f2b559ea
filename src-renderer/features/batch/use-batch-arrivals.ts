/** Files and folders dropped or pasted on the batch screen; the main process determines the kind of each file. */
import { useCallback, useState } from 'react';
import { useFileDrop } from '../../shared/use-file-drop.ts';
import { useBatch } from '../../state/batch-context.ts';
import { isOpenToChange } from '../../state/batch-store.ts';
import type { Folder } from '../../ui/transfer.ts';
import { type FolderFiles, readFolder } from './folder-files.ts';

/** More files than one batch accepts: a folder of 100 images and 100 videos. */
const folderLimits = { maxDepth: 2, maxFiles: 200 };

export type FolderNote =
  | { readonly kind: 'reading'; readonly name: string }
  | ({ readonly kind: 'read'; readonly name: string } & FolderFiles);

/** Whether the user must be informed about the folder. */
const needsNote = ({ files, isCutOff, unreadable }: FolderFiles): boolean =>
  files.length === 0 || isCutOff || unreadable > 0;

export type BatchArrivals = {
  /** Whether the current drag contains files that can be added. */
  readonly isDropTarget: boolean;
  readonly folders: readonly FolderNote[];
  readonly forgetFolders: () => void;
};

export const useBatchArrivals = (): BatchArrivals => {
  const { store, actions } = useBatch();
  const [isDropTarget, setIsDropTarget] = useState(false);
  const [folders, setFolders] = useState<readonly FolderNote[]>([]);
  const takeFolder = async (folder: Folder) => {
    const { name } = folder;
    const reading: FolderNote = { kind: 'reading', name };
    setFolders((notes) => [...notes, reading]);
    const read = await readFolder(folder, folderLimits);
    if (read.files.length > 0) actions.files.add(read.files);
    const settled: readonly FolderNote[] = needsNote(read) ? [{ kind: 'read', name, ...read }] : [];
    setFolders((notes) => notes.flatMap((note) => (note === reading ? settled : [note])));
  };
  useFileDrop({
    onOver: () => {
      const canDrop = isOpenToChange(store.getState());
      setIsDropTarget(canDrop);
      return canDrop;
    },
    onEnd: () => setIsDropTarget(false),
    onFiles: ({ files, folders: given }) => {
      // Notes about earlier drops are removed.
      setFolders((notes) => notes.filter(({ kind }) => kind === 'reading'));
      if (files.length > 0) actions.files.add(files);
      for (const folder of given) void takeFolder(folder);
    },
    takesPaste: true,
  });
  const forgetFolders = useCallback(
    () => setFolders((notes) => notes.filter(({ kind }) => kind === 'reading')),
    [],
  );
  return { isDropTarget, folders, forgetFolders };
};
