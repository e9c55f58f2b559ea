/** The selected part in figures: start and end as typed times, and preset lengths. */

import { ArrowLeftToLine, ArrowRightToLine } from 'lucide-react';
import { type KeyboardEvent, useId, useState } from 'react';
import type { Trim } from '#contract/model/choices.ts';
import { useApp, useAppState, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { typedKeyOf } from '../../ui/keys.ts';
import { clockTime, parseClockTime, seconds } from '../../ui/time.ts';
import { ends, partFrom, type TrimBounds, type TrimEnd } from './trim.ts';
import styles from './trim-bar.module.css';

/** Applied on Enter or blur, reset on Escape or if invalid; arrow keys move it by frames. */
type TimeBoxProps = {
  readonly label: string;
  readonly valueSec: number;
  readonly fps: number;
  /** Called when the user starts to type. */
  readonly onTyping: () => void;
  readonly onChange: (sec: number) => void;
};

const TimeBox = ({ label, valueSec, fps, onTyping, onChange }: TimeBoxProps) => {
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

type TrimFieldsProps = {
  readonly part: Trim;
  readonly bounds: TrimBounds;
  /** Called with a typed time, which must scroll into view. */
  readonly onTyped: (sec: number) => void;
};

const shortcuts = { start: 'I', end: 'O' } as const;
const icons = { start: ArrowLeftToLine, end: ArrowRightToLine } as const;

/** Start and end of the part, each with a button that moves it to the playhead, and its length. */
export const TrimFields = ({ part, bounds, onTyped }: TrimFieldsProps) => {
  const { actions, player } = useApp();
  const messages = useMessages().trim;
  const moveTo = (end: TrimEnd, sec: number): number => {
    const next = ends[end].move(part, sec, bounds);
    actions.change({ trim: next });
    return ends[end].at(next);
  };
  const typed = (end: TrimEnd) => (sec: number) => {
    const setSec = moveTo(end, sec);
    player.show(setSec, ends[end].look);
    onTyped(setSec);
  };
  return (
    <>
      {(['start', 'end'] as const).map((end) => {
        const Icon = icons[end];
        return (
          <span key={end} className={styles.time}>
            <TimeBox
              label={messages[end]}
              valueSec={ends[end].at(part)}
              fps={bounds.fps}
              onTyping={actions.holdTrim}
              onChange={typed(end)}
            />
            <IconButton
              size="small"
              label={messages[`${end}Here`]}
              shortcut={shortcuts[end]}
              onClick={() => moveTo(end, player.get().atSec)}
            >
              <Icon size={15} aria-hidden="true" />
            </IconButton>
          </span>
        );
      })}
      <span className={styles.length}>
        {messages.length(seconds(part.endSec - part.startSec), seconds(bounds.maxSec))}
      </span>
    </>
  );
};

/**
 * Common maximum lengths with orientation `video` and `image`; each model's own limits and sources are in its data.
 */
const longSec = 30;
const shortSec = 10;

type TrimLengthsProps = {
  readonly bounds: TrimBounds;
  /** Called when a part was selected and must scroll into view. */
  readonly onChosen: (startSec: number) => void;
};

/** Preset lengths that models are made for, starting at the playhead. */
export const TrimLengths = ({ bounds, onChosen }: TrimLengthsProps) => {
  const { actions, player } = useApp();
  const messages = useMessages().trim;
  const isWhole = useAppState((state) => state.draft.trim === null);
  const take = (lengthSec: number) => {
    const part = partFrom(player.get().atSec, lengthSec, bounds);
    actions.change({ trim: part });
    player.seek(part.startSec);
    onChosen(part.startSec);
  };
  const isLongTaken = bounds.maxSec >= longSec;
  return (
    <span className={styles.lengths}>
      <Button title={messages.tenWhy} onClick={() => take(shortSec)}>
        {messages.ten}
      </Button>
      <Button
        title={isLongTaken ? messages.thirtyWhy : messages.thirtyTooLong(seconds(bounds.maxSec))}
        disabled={!isLongTaken}
        onClick={() => take(longSec)}
      >
        {messages.thirty}
      </Button>
      <Button variant="plain" disabled={isWhole} onClick={() => actions.change({ trim: null })}>
        {messages.whole}
      </Button>
    </span>
  );
};
