import { type ReactNode, useEffect, useRef, useState } from 'react';
import { CloseButton } from './icon-button.tsx';
import styles from './toast.module.css';

type ToastProps = {
  readonly children: ReactNode;
  /** Buttons. */
  readonly actions?: ReactNode;
  /**
   * How long it stays in milliseconds, not counted while the pointer is over it or it holds the focus; null: until it
   * is closed.
   */
  readonly staysMs: number | null;
  readonly closeLabel: string;
  readonly onEnd: () => void;
};

/** A message about the last action, with a way to undo it; announced when it appears. */
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
    // biome-ignore lint/a11y/noStaticElementInteractions: hovering only pauses the timer; the buttons hold the actions
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
        <CloseButton label={closeLabel} onClick={onEnd} />
      </span>
    </div>
  );
};
