/** Which part of the clip is used: typed times, one-press lengths, the strip, and the Studio's keys for all of it. */
import { ArrowLeftToLine, ArrowRightToLine } from 'lucide-react';
import { assertNever } from '#contract/assert-never.ts';
import type { Trim } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { type OpenVideo, selectModel, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, usePlan, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import { seconds } from '../../ui/time.ts';
import type { StudioCommand } from './studio-keys.ts';
import { TimeBox } from './time-box.tsx';
import { moveEnd, moveStart, partFrom, type TrimBounds } from './trim.ts';
import styles from './trim-bar.module.css';
import { TrimStrip } from './trim-strip.tsx';
import { useStudioKeys } from './use-studio-keys.ts';

type PartOf = {
  readonly video: OpenVideo;
  readonly window: Trim;
  readonly bounds: TrimBounds;
};

const usePartKeys = ({ window, bounds }: PartOf): void => {
  const { actions, player } = useApp();
  const seekBy = (sec: number) =>
    player.seek(Math.min(Math.max(0, player.get().atSec + sec), bounds.durationSec));
  useStudioKeys((command: StudioCommand) => {
    switch (command.kind) {
      case 'play':
        return player.toggle();
      case 'start-here':
        return actions.change({ trim: moveStart(window, player.get().atSec, bounds) });
      case 'end-here':
        return actions.change({ trim: moveEnd(window, player.get().atSec, bounds) });
      case 'frames':
        return seekBy(command.by / bounds.fps);
      case 'seconds':
        return seekBy(command.by);
      case 'generate':
        return void actions.generate();
      default:
        return assertNever(command);
    }
  });
};

const Lengths = ({ bounds }: { readonly bounds: TrimBounds }) => {
  const { actions, player } = useApp();
  const { ui } = useWords();
  const isWhole = useAppState((state) => state.draft.trim === null);
  const take = (lengthSec: number) => {
    const part = partFrom(player.get().atSec, lengthSec, bounds);
    actions.change({ trim: part });
    player.seek(part.startSec);
  };
  return (
    <span className={styles.lengths}>
      <Button title={ui.trim.tenWhy} onClick={() => take(Math.min(10, bounds.maxSec))}>
        {ui.trim.ten}
      </Button>
      {bounds.maxSec >= 30 ? (
        <Button title={ui.trim.thirtyWhy} onClick={() => take(30)}>
          {ui.trim.thirty}
        </Button>
      ) : null}
      <Button variant="plain" disabled={isWhole} onClick={() => actions.change({ trim: null })}>
        {ui.trim.whole}
      </Button>
    </span>
  );
};

const Part = (part: PartOf) => {
  const { video, window, bounds } = part;
  const { actions, player } = useApp();
  const { ui } = useWords();
  usePartKeys(part);
  const start = (sec: number) => actions.change({ trim: moveStart(window, sec, bounds) });
  const end = (sec: number) => actions.change({ trim: moveEnd(window, sec, bounds) });
  return (
    <section className={styles.bar} aria-label={ui.trim.title}>
      <div className={styles.head}>
        <span className={styles.time}>
          <TimeBox label={ui.trim.start} valueSec={window.startSec} onChange={start} />
          <IconButton
            size="small"
            label={ui.trim.startHere}
            shortcut="I"
            onClick={() => start(player.get().atSec)}
          >
            <ArrowLeftToLine size={15} aria-hidden="true" />
          </IconButton>
        </span>
        <span className={styles.time}>
          <TimeBox label={ui.trim.end} valueSec={window.endSec} onChange={end} />
          <IconButton
            size="small"
            label={ui.trim.endHere}
            shortcut="O"
            onClick={() => end(player.get().atSec)}
          >
            <ArrowRightToLine size={15} aria-hidden="true" />
          </IconButton>
        </span>
        <span className={styles.length}>
          {ui.trim.length(seconds(window.endSec - window.startSec), seconds(bounds.maxSec))}
        </span>
        <Lengths bounds={bounds} />
      </div>
      <TrimStrip
        video={video}
        window={window}
        bounds={bounds}
        onChange={(trim) => actions.change({ trim })}
      />
      <dl className={styles.keys}>
        {ui.trim.keys.map(([key, does]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
};

const boundsOf = (video: OpenVideo, model: ModelSpec, orientation: 'image' | 'video'): TrimBounds => ({
  durationSec: video.facts.durationSec,
  fps: video.facts.fps,
  ...windowLimits(model.video, orientation),
});

export const TrimBar = () => {
  const video = useAppState(selectVideo);
  const model = useAppState(selectModel);
  const orientation = useAppState((state) => state.draft.orientation);
  const plan = usePlan();
  if (video === null || model === null || plan === null) return null;
  return <Part video={video} window={plan.window} bounds={boundsOf(video, model, orientation)} />;
};
