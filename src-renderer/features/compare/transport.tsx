/** Playback controls for both videos. */

import { ArrowLeftRight, Maximize, Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import { useMediaSession } from '#renderer/state/media-session.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import type { Clock } from './clock.ts';
import { type SideMessages, useCompareText } from './compare-text.ts';
import type { AudioFrom } from './stage.tsx';
import { type ShortEnd, speeds } from './timeline.ts';
import styles from './transport.module.css';
import { useClockState } from './use-clock.ts';

const percent = (part: number, whole: number): string => `${((part / whole) * 100).toFixed(3)}%`;

/** Time slider for both videos, with a mark where the shorter one ends. */
const Scrubber = ({
  clock,
  endSec,
  short,
  sideMessages,
}: {
  readonly clock: Clock;
  readonly endSec: number;
  readonly short: ShortEnd | null;
  readonly sideMessages: SideMessages;
}) => {
  const { messages, figures } = useCompareText();
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

const Readout = ({ clock, endSec }: { readonly clock: Clock; readonly endSec: number }) => {
  const { figures } = useCompareText();
  const at = useClockState(clock, ({ atSec }) => figures.clock(atSec));
  return (
    <span className={styles.readout}>
      <span className={styles.at}>{at}</span> / {figures.clock(endSec)}
    </span>
  );
};

export type View = {
  readonly audio: AudioFrom;
  readonly isSwapped: boolean;
  readonly isFilled: boolean;
};

export const Transport = ({
  clock,
  endSec,
  short,
  sideMessages,
  view,
  audioTracks,
  onView,
  onStep,
}: {
  readonly clock: Clock;
  readonly endSec: number;
  readonly short: ShortEnd | null;
  readonly sideMessages: SideMessages;
  readonly view: View;
  /** Available audio choices; `none` is always included. */
  readonly audioTracks: readonly AudioFrom[];
  readonly onView: (change: Partial<View>) => void;
  readonly onStep: (frames: 1 | -1) => void;
}) => {
  const { messages } = useCompareText();
  const isPlaying = useClockState(clock, (state) => state.isPlaying);
  const isLooping = useClockState(clock, (state) => state.isLooping);
  const speed = useClockState(clock, (state) => state.speed);
  useMediaSession(
    {
      setPlaying: clock.setPlaying,
      seekBy: (sec) => clock.seek(clock.getState().atSec + sec),
      seekTo: clock.seek,
      stop: () => {
        clock.setPlaying(false);
        clock.seek(0);
      },
    },
    isPlaying,
  );
  return (
    <section className={styles.transport} aria-label={messages.transport}>
      <Scrubber clock={clock} endSec={endSec} short={short} sideMessages={sideMessages} />
      <div className={styles.row}>
        <Readout clock={clock} endSec={endSec} />
        <div className={styles.play}>
          <IconButton label={messages.back1} shortcut="," onClick={() => onStep(-1)}>
            <StepBack size={16} aria-hidden="true" />
          </IconButton>
          <IconButton
            variant="primary"
            label={isPlaying ? messages.pause : messages.play}
            shortcut={messages.space}
            onClick={() => clock.toggle()}
          >
            {isPlaying ? <Pause size={16} aria-hidden="true" /> : <Play size={16} aria-hidden="true" />}
          </IconButton>
          <IconButton label={messages.forward1} shortcut="." onClick={() => onStep(1)}>
            <StepForward size={16} aria-hidden="true" />
          </IconButton>
          <IconButton
            label={messages.loop}
            shortcut="R"
            aria-pressed={isLooping}
            onClick={() => clock.setLooping(!isLooping)}
          >
            <Repeat size={16} aria-hidden="true" />
          </IconButton>
        </div>
        <div className={styles.choices}>
          <Segmented
            label={messages.speed}
            value={speed}
            options={speeds.map((value) => ({ value, label: messages.speedOf(value) }))}
            onChange={clock.setSpeed}
          />
          <span className={styles.audio}>
            {audioTracks.length === 1 ? (
              <span className="note">{messages.noAudio}</span>
            ) : (
              <>
                <span className="note">{messages.audio}</span>
                <Segmented
                  label={messages.audio}
                  value={view.audio}
                  options={audioTracks.map((value) => ({
                    value,
                    label: value === 'none' ? messages.noneOfThem : sideMessages[value].short,
                  }))}
                  onChange={(audio) => onView({ audio })}
                />
              </>
            )}
          </span>
          <span className={styles.pair}>
            <IconButton
              label={messages.swap}
              shortcut="S"
              aria-pressed={view.isSwapped}
              onClick={() => onView({ isSwapped: !view.isSwapped })}
            >
              <ArrowLeftRight size={16} aria-hidden="true" />
            </IconButton>
            <IconButton
              label={messages.fill}
              shortcut="F"
              aria-pressed={view.isFilled}
              onClick={() => onView({ isFilled: !view.isFilled })}
            >
              <Maximize size={16} aria-hidden="true" />
            </IconButton>
          </span>
        </div>
      </div>
    </section>
  );
};
