import { X } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { IconButton } from './icon-button.tsx';
import styles from './toast.module.css';

type ToastProps = {
  readonly children: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
  /** How long it stays in milliseconds, not counted while it is pointed at or holds the focus; null: until it is closed. */
  readonly staysMs: number | null;
  readonly closeLabel: string;
  readonly onEnd: () => void;
};

/** A word about what has just been done, with a way to take it back; read aloud when it appears. */
export const Toast = ({ children, actions, staysMs, closeLabel, onEnd }: ToastProps) => {
  const [isPointed, setPointed] = useState(false);
  const [hasFocus, setFocus] = useState(false);
  const end = useRef(onEnd);
  useEffect(() => {
    end.current = onEnd;
  });
  useEffect(() => {
    if (staysMs === null || isPointed || hasFocus) return;
    const timer = setTimeout(() => end.current(), staysMs);
    return () => clearTimeout(timer);
  }, [staysMs, isPointed, hasFocus]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: being looked at only stops its clock; what can be done are the buttons inside
    <div
      className={styles.toast}
      onPointerEnter={() => setPointed(true)}
      onPointerLeave={() => setPointed(false)}
      onFocus={() => setFocus(true)}
      onBlur={() => setFocus(false)}
    >
      <span role="status" className={styles.words}>
        {children}
      </span>
      <span className={styles.actions}>
        {actions}
        <IconButton label={closeLabel} size="small" onClick={onEnd}>
          <X size={14} aria-hidden />
        </IconButton>
      </span>
    </div>
  );
};
