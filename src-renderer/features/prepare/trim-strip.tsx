/** The strip of the video: two handles for the part that is used, and the playhead, for pointer and keyboard. */
import { type ReactNode, useRef } from 'react';
import type { Trim } from '#contract/model/choices.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp, useMessages, usePlayhead, useScan } from '../../state/use-app.ts';
import { FilmStrip } from './film-strip.tsx';
import { keyedSec } from './studio-keys.ts';
import { isInView, marksFor, shareAt, type TimelineView } from './timeline.ts';
import { type Timeline, useTimelineWheel } from './timeline-view.ts';
import { ends, type TrimBounds, type TrimEnd } from './trim.ts';
import { useTrimDrag } from './trim-drag.ts';
import { TrimHandle } from './trim-handle.tsx';
import styles from './trim-strip.module.css';

const percent = (share: number): string => `${share * 100}%`;
const maxMarks = 10;
const noCuts: readonly number[] = [];

/** A separate component, because it renders with every frame during playback. */
const Playhead = ({ view, bounds }: { readonly view: TimelineView; readonly bounds: TrimBounds }) => {
  const { player } = useApp();
  const messages = useMessages().trim;
  const { atSec, isPlaying } = usePlayhead();
  // Screen readers receive whole seconds during playback, to limit announcements.
  const announcedSec = isPlaying ? Math.floor(atSec) : atSec;
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={messages.playhead}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={Number(bounds.durationSec.toFixed(2))}
      aria-valuenow={Number(announcedSec.toFixed(2))}
      aria-valuetext={messages.at(announcedSec, Math.round(announcedSec * bounds.fps))}
      className={styles.playhead}
      hidden={!isInView(view, atSec)}
      style={{ left: percent(shareAt(view, atSec)) }}
      onKeyDown={(event) => {
        const keyed = keyedSec(event, atSec, bounds);
        if (keyed === null) return;
        event.preventDefault();
        player.seek(keyed);
      }}
    />
  );
};

const Ruler = ({ view }: { readonly view: TimelineView }) => (
  <div className={styles.ruler} aria-hidden="true">
    {marksFor(view, maxMarks).map(({ atSec, share, label }) => (
      <span key={atSec} className={styles.mark} style={{ left: percent(share) }}>
        {label}
      </span>
    ))}
  </div>
);

type TrimStripProps = {
  readonly id: string;
  readonly video: OpenVideo;
  readonly part: Trim;
  readonly bounds: TrimBounds;
  readonly timeline: Timeline;
  readonly onChange: (part: Trim) => void;
  readonly onFilled: () => void;
  /** Rendered below the frames at the same width. */
  readonly lanes: ReactNode;
};

export const TrimStrip = (props: TrimStripProps) => {
  const { id, video, part, bounds, timeline, onChange, onFilled, lanes } = props;
  const { actions, player } = useApp();
  const box = useRef<HTMLDivElement>(null);
  const { view } = timeline;
  const look = useScan();
  const cutsSec = look?.kind === 'done' ? look.scan.cutsSec : noCuts;
  const { take, reactions } = useTrimDrag({
    ...{ strip: box, timeline, part, bounds, cutsSec, onChange },
    onTake: actions.holdTrim,
  });
  useTimelineWheel(box, timeline);
  const edge = (sec: number) => Math.min(1, Math.max(0, shareAt(view, sec)));
  const from = edge(part.startSec);
  const to = edge(part.endSec);

  const moveTo = (end: TrimEnd, sec: number) => {
    const { move, at, look } = ends[end];
    const next = move(part, sec, bounds);
    onChange(next);
    player.show(at(next), look);
    timeline.show(at(next));
  };

  return (
    <div
      ref={box}
      id={id}
      className={styles.timeline}
      onPointerDown={(event) => take(event.shiftKey ? 'part' : 'playhead')(event)}
      {...reactions}
    >
      <Ruler view={view} />
      <div className={styles.strip} data-testid="trim-strip">
        <FilmStrip video={video} view={view} onFilled={onFilled} />
        <div className={styles.outside} style={{ left: 0, width: percent(from) }} />
        <div className={styles.outside} style={{ left: percent(to), right: 0 }} />
        <div className={styles.part} style={{ left: percent(from), width: percent(to - from) }} />
        {(['start', 'end'] as const).map((end) => (
          <TrimHandle
            key={end}
            end={end}
            atSec={ends[end].at(part)}
            view={view}
            bounds={bounds}
            onTake={take(end)}
            onMove={(sec) => moveTo(end, sec)}
            onShow={() => timeline.show(ends[end].at(part))}
          />
        ))}
      </div>
      {lanes}
      <Playhead view={view} bounds={bounds} />
    </div>
  );
};
