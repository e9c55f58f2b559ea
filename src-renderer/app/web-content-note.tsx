/**
 * An image dragged from a web page and a pasted address carry no file: they are not accepted, and the page says why.
 */
import { useEffect, useState } from 'react';
import { useAppState, useMessages } from '../state/use-app.ts';
import { Toast } from '../ui/toast.tsx';
import { isFromWebPage, isPastedFromWebPage, isTextBox } from '../ui/transfer.ts';
import styles from './frame.module.css';

const staysMs = 10_000;

/** Calls `onRefused` for content that is not accepted. Drags within the page itself are ignored. */
const useWebContent = (onRefused: () => void): void => {
  useEffect(() => {
    let isOwnDrag = false;
    const onDragStart = () => {
      isOwnDrag = true;
    };
    const onDragEnd = () => {
      isOwnDrag = false;
    };
    const onDrag = (event: DragEvent) => {
      if (isOwnDrag || isTextBox(event.target) || !isFromWebPage(event.dataTransfer)) return;
      event.preventDefault();
      if (event.dataTransfer) event.dataTransfer.dropEffect = 'none';
      onRefused();
    };
    const onPaste = (event: ClipboardEvent) => {
      if (!isTextBox(event.target) && isPastedFromWebPage(event.clipboardData)) onRefused();
    };
    addEventListener('dragstart', onDragStart);
    addEventListener('dragend', onDragEnd);
    addEventListener('dragover', onDrag);
    addEventListener('drop', onDrag);
    addEventListener('paste', onPaste);
    return () => {
      removeEventListener('dragstart', onDragStart);
      removeEventListener('dragend', onDragEnd);
      removeEventListener('dragover', onDrag);
      removeEventListener('drop', onDrag);
      removeEventListener('paste', onPaste);
    };
  }, [onRefused]);
};

const Refusing = () => {
  const messages = useMessages().arrivals;
  const [isRefused, setRefused] = useState(false);
  const [refuse] = useState(() => () => setRefused(true));
  useWebContent(refuse);
  if (!isRefused) return null;
  return (
    <div className={styles.webNote}>
      <Toast staysMs={staysMs} closeLabel={messages.close} onEnd={() => setRefused(false)}>
        {messages.fromWebPage}
      </Toast>
    </div>
  );
};

/** Shown on the screens that accept files. */
export const WebContentNote = () => {
  const kind = useAppState((state) => state.view.screen.kind);
  return kind === 'studio' || kind === 'batch' || kind === 'library' ? <Refusing key={kind} /> : null;
};
