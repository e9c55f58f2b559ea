/** Playback controls for both videos. */
import { ArrowLeftRight, Maximize, Pause, Play, Repeat, StepBack, StepForward } from 'lucide-react';
import type { CompareMessages } from '#renderer/messages/compare.ts';
import type { Figures } from '#renderer/messages/figures.ts';
import { useMediaSession } from '#renderer/state/media-session.ts';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import type { Clock } from './clock.ts';
import { Scrubber } from './scrubber.tsx';
import type { SideMessages } from './side-text.ts';
import type { AudioFrom } from './stage.tsx';
import { type ShortEnd, speeds } from './timeline.ts';
import styles from './transport.module.css';
import { useClockState } from './use-clock.ts';

const Readout = ({
  clock,
  endSec,
  figures,
}: {
  readonly clock: Clock;
  readonly endSec: number;
  readonly figures: Figures;
}) => {
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
  messages,
  figures,
  view,
  audioTracks,
  onView,
  onStep,
}: {
  readonly clock: Clock;
  readonly endSec: number;
  readonly short: ShortEnd | null;
  readonly sideMessages: SideMessages;
  readonly messages: CompareMessages;
  readonly figures: Figures;
  readonly view: View;
  /** Available audio choices; `none` is always included. */
  readonly audioTracks: readonly AudioFrom[];
  readonly onView: (change: Partial<View>) => void;
  readonly onStep: (frames: 1 | -1) => void;
}) => {
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
      <Scrubber
        clock={clock}
        endSec={endSec}
        short={short}
        sideMessages={sideMessages}
        messages={messages}
        figures={figures}
      />
      <div className={styles.row}>
        <Readout clock={clock} endSec={endSec} figures={figures} />
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
