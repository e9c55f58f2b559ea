/** Files and folders that are dropped anywhere in the window, or pasted. */
import { useEffect, useRef } from 'react';
import type { SlotName } from '../state/store.ts';
import { type Carried, carriesFiles, isTextBox, readTransfer } from '../ui/transfer.ts';

/** During a drag, browsers give the types of the files but not their names. */
export type Arriving = { readonly type: string; readonly name?: string };

const endings: Readonly<Record<SlotName, RegExp>> = {
  image: /\.(jpe?g|png|webp|gif|bmp|tiff?|avif|heic|heif)$/i,
  video: /\.(mp4|m4v|mov|webm|mkv|avi|mpe?g|wmv|m2?ts|3gp)$/i,
};

/** null: the file has to be read first. */
export const kindOf = ({ type, name = '' }: Arriving): SlotName | null => {
  if (type.startsWith('image/') || endings.image.test(name)) return 'image';
  return type.startsWith('video/') || endings.video.test(name) ? 'video' : null;
};

type FileDrop = {
  /** Files are dragged over `target`; returns whether they can be dropped. Called many times a second. */
  readonly onOver: (transfer: DataTransfer | null, target: EventTarget | null) => boolean;
  /** The drag has ended or left the window. */
  readonly onEnd: () => void;
  /** `target`: null where they were pasted. */
  readonly onFiles: (carried: Carried, target: EventTarget | null) => void;
  readonly takesPaste: boolean;
};

export const useFileDrop = (drop: FileDrop): void => {
  const latest = useRef(drop);
  useEffect(() => {
    latest.current = drop;
  });
  useEffect(() => {
    const onDragOver = (event: DragEvent) => {
      if (!carriesFiles(event.dataTransfer)) return;
      const canDrop = latest.current.onOver(event.dataTransfer, event.target);
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = canDrop ? 'copy' : 'none';
    };
    const onDragLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) latest.current.onEnd();
    };
    const onDrop = (event: DragEvent) => {
      latest.current.onEnd();
      if (!carriesFiles(event.dataTransfer)) return;
      event.preventDefault();
      latest.current.onFiles(readTransfer(event.dataTransfer), event.target);
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!latest.current.takesPaste) return;
      const carried = readTransfer(event.clipboardData);
      if (carried.files.length === 0 && carried.folders.length === 0) return;
      // Office programs copy text together with an image of it; in a text box the text is pasted.
      if (isTextBox(event.target) && event.clipboardData?.types.includes('text/plain')) return;
      event.preventDefault();
      latest.current.onFiles(carried, null);
    };
    addEventListener('dragover', onDragOver);
    addEventListener('dragleave', onDragLeave);
    addEventListener('drop', onDrop);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragover', onDragOver);
      removeEventListener('dragleave', onDragLeave);
      removeEventListener('drop', onDrop);
      removeEventListener('paste', onPaste);
    };
  }, []);
};
