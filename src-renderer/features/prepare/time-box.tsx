/** A time field: applied on Enter or blur, reset on Escape or if invalid; arrow keys move it by frames. */
import { type KeyboardEvent, useId, useState } from 'react';
import { typedKeyOf } from '../../ui/keys.ts';
import { clockTime, parseClockTime } from '../../ui/time.ts';
import styles from './trim-bar.module.css';

type TimeBoxProps = {
  readonly label: string;
  readonly valueSec: number;
  readonly fps: number;
  /** Called when the user starts to type. */
  readonly onTyping: () => void;
  readonly onChange: (sec: number) => void;
};

export const TimeBox = ({ label, valueSec, fps, onTyping, onChange }: TimeBoxProps) => {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const sec = typed === null ? null : parseClockTime(typed);
    setTyped(null);
    if (sec !== null) onChange(sec);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const key = typedKeyOf(event);
    if (key === 'Enter') take();
    if (key === 'Escape') setTyped(null);
    if (key !== 'ArrowUp' && key !== 'ArrowDown') return;
    event.preventDefault();
    setTyped(null);
    const bySec = event.shiftKey ? 1 : 1 / fps;
    onChange(Math.max(0, valueSec + (key === 'ArrowUp' ? bySec : -bySec)));
  };
  return (
    <span className={styles.time}>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        type="text"
        inputMode="decimal"
        autoComplete="off"
        spellCheck={false}
        className={styles.box}
        value={typed ?? clockTime(valueSec)}
        aria-invalid={typed !== null && parseClockTime(typed) === null ? true : undefined}
        onFocus={(event) => event.target.select()}
        onChange={(event) => {
          if (typed === null) onTyping();
          setTyped(event.target.value);
        }}
        onBlur={take}
        onKeyDown={onKeyDown}
      />
    </span>
  );
};
