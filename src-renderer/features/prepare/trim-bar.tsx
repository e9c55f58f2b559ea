/** Selects the part of the video that is used: fields, lengths, the strip, and the Studio's shortcuts for them. */
import { useCallback, useId, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { Trim } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { useKeys } from '../../shared/use-keys.ts';
import { type OpenVideo, selectModel, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, useMessages, usePlan } from '../../state/use-app.ts';
import { BestWindows } from './best-windows.tsx';
import { ScanLane } from './scan-lane.tsx';
import { isKeyTaken, type StudioCommand, studioCommand } from './studio-keys.ts';
import { TimelineScroll, TimelineZoom, zoomStep } from './timeline-controls.tsx';
import { type Timeline, useTimeline } from './timeline-view.ts';
import { ends, moveEnd, moveStart, type TrimBounds, toFrame } from './trim.ts';
import styles from './trim-bar.module.css';
import { TrimFields, TrimLengths } from './trim-fields.tsx';
import { TrimStrip } from './trim-strip.tsx';
import { WaveformLane } from './waveform-lane.tsx';

type PartOf = {
  readonly video: OpenVideo;
  readonly window: Trim;
  readonly bounds: TrimBounds;
};

const usePartKeys = ({ window, bounds }: PartOf, timeline: Timeline): void => {
  const { actions, player } = useApp();
  const { durationSec, fps } = bounds;
  const seekBy = (sec: number) =>
    player.seek(Math.min(Math.max(0, toFrame(player.get().atSec + sec, fps)), durationSec));
  const run = (command: StudioCommand) => {
    switch (command.kind) {
      case 'play':
        return player.toggle();
      case 'start-here':
        return actions.change({ trim: moveStart(window, player.get().atSec, bounds) });
      case 'end-here':
        return actions.change({ trim: moveEnd(window, player.get().atSec, bounds) });
      case 'go-to':
        return player.show(ends[command.end].at(window), ends[command.end].look);
      case 'frames':
        return seekBy(command.by / fps);
      case 'seconds':
        return seekBy(command.by);
      case 'zoom':
        return timeline.zoom(command.by > 0 ? zoomStep : 1 / zoomStep);
      case 'fit':
        return timeline.showAll();
      case 'generate':
        return void actions.generate();
      default:
        return assertNever(command);
    }
  };
  useKeys<StudioCommand>({
    commandOf: (pressed, target) => {
      const command = studioCommand(pressed);
      return command === null || isKeyTaken(target, command) ? null : command;
    },
    run,
  });
};

const Part = (part: PartOf) => {
  const { video, window, bounds } = part;
  const { actions } = useApp();
  const messages = useMessages().trim;
  const timeline = useTimeline(bounds);
  const stripId = useId();
  const [isFilled, setIsFilled] = useState(false);
  const onFilled = useCallback(() => setIsFilled(true), []);
  usePartKeys(part, timeline);
  return (
    <section className={styles.bar} aria-label={messages.title}>
      <div className={styles.head}>
        <TrimFields part={window} bounds={bounds} onTyped={timeline.show} />
        <span className={styles.tools}>
          <TimelineZoom timeline={timeline} video={bounds} part={window} />
          <TrimLengths bounds={bounds} onChosen={timeline.show} />
        </span>
      </div>
      <div className={styles.lanes}>
        <TrimStrip
          id={stripId}
          video={video}
          part={window}
          bounds={bounds}
          timeline={timeline}
          onChange={(trim) => actions.change({ trim })}
          onFilled={onFilled}
          lanes={
            <>
              <WaveformLane video={video} view={timeline.view} mayRead={isFilled} />
              <ScanLane video={video} view={timeline.view} />
            </>
          }
        />
        <TimelineScroll
          timeline={timeline}
          durationSec={bounds.durationSec}
          part={window}
          controls={stripId}
        />
      </div>
      <BestWindows video={video} />
      <dl className={styles.keys} aria-label={messages.keysTitle}>
        {messages.keys.map(([key, does]) => (
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
  const bounds = boundsOf(video, model, orientation);
  return <Part key={video.id} video={video} window={plan.window} bounds={bounds} />;
};
