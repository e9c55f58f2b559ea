/** A typed time: taken on Enter or when the box is left, put back on Escape or when it is no time. */
import { useId, useState } from 'react';
import { clockTime, parseClockTime } from '../../ui/time.ts';
import styles from './trim-bar.module.css';

export const TimeBox = ({
  label,
  valueSec,
  onChange,
}: {
  readonly label: string;
  readonly valueSec: number;
  readonly onChange: (sec: number) => void;
}) => {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const take = () => {
    const sec = typed === null ? null : parseClockTime(typed);
    setTyped(null);
    if (sec !== null) onChange(sec);
  };
  return (
    <span className={styles.time}>
      <label htmlFor={id}>{label}</label>
      <input
        type="text"
        className={styles.box}
        id={id}
        inputMode="decimal"
        autoComplete="off"
        value={typed ?? clockTime(valueSec)}
        onFocus={(event) => event.target.select()}
        onChange={(event) => setTyped(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => {
          if (event.key === 'Enter') take();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
    </span>
  );
};
