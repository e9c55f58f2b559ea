/** Notes about folders dropped on the batch. */
import { X } from 'lucide-react';
import { arrivalMessages } from '../../messages/arrivals.ts';
import { useLanguage } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './batch-files-pane.module.css';
import type { BatchArrivals, FolderNote } from './use-batch-arrivals.ts';

const sentencesOf = (note: FolderNote, messages: (typeof arrivalMessages)['en']['folderRead']): string => {
  if (note.kind === 'reading') return messages.reading(note.name);
  const { name, files, isCutOff, unreadable } = note;
  const sentences = [
    ...(files.length === 0 && unreadable === 0 ? [messages.empty(name)] : []),
    ...(isCutOff ? [messages.cutOff(name, files.length)] : []),
    ...(unreadable > 0 ? [messages.unreadable(name, unreadable)] : []),
  ];
  return sentences.join(' ');
};

export const FolderNotes = ({ folders, forgetFolders }: Pick<BatchArrivals, 'folders' | 'forgetFolders'>) => {
  const messages = arrivalMessages[useLanguage()];
  if (folders.length === 0) return null;
  return (
    <div className={styles.folders}>
      <ul role="status">
        {folders.map((note, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two folders may have the same name, and the notes are only replaced together
          <li key={at}>{sentencesOf(note, messages.folderRead)}</li>
        ))}
      </ul>
      <IconButton size="small" label={messages.close} onClick={forgetFolders}>
        <X size={14} aria-hidden="true" />
      </IconButton>
    </div>
  );
};
