/** Files and folders dropped or pasted on the batch screen; the main process determines the kind of each file. */

import { useCallback, useState } from 'react';
import type { ArrivalMessages } from '../../messages/en/arrivals.ts';
import { useFileDrop } from '../../shared/use-file-drop.ts';
import { useBatch } from '../../state/batch-context.ts';
import { isOpenToChange } from '../../state/batch-store.ts';
import { useMessages } from '../../state/use-app.ts';
import { CloseButton } from '../../ui/icon-button.tsx';
import type { Folder } from '../../ui/transfer.ts';
import styles from './batch-files-pane.module.css';
import { type FolderFiles, readFolder } from './folder-files.ts';

/** More files than one batch accepts: a folder of 100 images and 100 videos. */
const folderLimits = { maxDepth: 2, maxFiles: 200 };

type FolderNote =
  | { readonly kind: 'reading'; readonly name: string }
  | ({ readonly kind: 'read'; readonly name: string } & FolderFiles);

/** Whether the user must be informed about the folder. */
const needsNote = ({ files, isCutOff, unreadable }: FolderFiles): boolean =>
  files.length === 0 || isCutOff || unreadable > 0;

type BatchArrivals = {
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

const sentencesOf = (note: FolderNote, messages: ArrivalMessages['folderRead']): string => {
  if (note.kind === 'reading') return messages.reading(note.name);
  const { name, files, isCutOff, unreadable } = note;
  const sentences = [
    ...(files.length === 0 && unreadable === 0 ? [messages.empty(name)] : []),
    ...(isCutOff ? [messages.cutOff(name, files.length)] : []),
    ...(unreadable > 0 ? [messages.unreadable(name, unreadable)] : []),
  ];
  return sentences.join(' ');
};

/** Notes about folders dropped on the batch. */
export const FolderNotes = ({ folders, forgetFolders }: Pick<BatchArrivals, 'folders' | 'forgetFolders'>) => {
  const messages = useMessages().arrivals;
  if (folders.length === 0) return null;
  return (
    <div className={styles.folders}>
      <ul role="status">
        {folders.map((note, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two folders may have the same name, and the notes are only replaced together
          <li key={at}>{sentencesOf(note, messages.folderRead)}</li>
        ))}
      </ul>
      <CloseButton label={messages.close} onClick={forgetFolders} />
    </div>
  );
};
