/** Time slider for both videos, with a mark where the shorter one ends. */
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import type { Clock } from './clock.ts';
import styles from './scrubber.module.css';
import type { SideMessages } from './side-text.ts';
import type { ShortEnd } from './timeline.ts';
import { useClockState } from './use-clock.ts';

const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(3)}%`;

export const Scrubber = ({
  clock,
  endSec,
  short,
  sideMessages,
  messages,
  figures,
}: {
  readonly clock: Clock;
  readonly endSec: number;
  readonly short: ShortEnd | null;
  readonly sideMessages: SideMessages;
  readonly messages: CompareMessages;
  readonly figures: Figures;
}) => {
  const atSec = useClockState(clock, (state) => state.atSec);
  const isMarkLate = short !== null && short.atSec > endSec / 2;
  return (
    <div className={styles.scrubber}>
      <div className={styles.rail}>
        <div className={styles.track} />
        {short ? <div className={styles.alone} style={{ left: percent(short.atSec, endSec) }} /> : null}
        <div className={styles.played} style={{ width: percent(atSec, endSec) }} />
        {short ? <div className={styles.mark} style={{ left: percent(short.atSec, endSec) }} /> : null}
      </div>
      <input
        type="range"
        className={styles.input}
        min={0}
        max={endSec}
        step="any"
        value={atSec}
        aria-label={messages.position}
        aria-valuetext={messages.positionOf(figures.clock(atSec), figures.clock(endSec))}
        onChange={(event) => clock.seek(event.currentTarget.valueAsNumber)}
      />
      {short ? (
        <p
          className={styles.note}
          style={
            isMarkLate
              ? { right: percent(endSec - short.atSec, endSec) }
              : { left: percent(short.atSec, endSec) }
          }
        >
          {messages.endsHere(sideMessages[short.side].subject, figures.seconds(short.earlierSec))}
        </p>
      ) : null}
    </div>
  );
};
