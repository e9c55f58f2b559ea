/** The strip of the clip with two handles: which part is used. Everything a pointer can do, keys and typed times can. */
import { type KeyboardEvent, type PointerEvent, useEffect, useRef } from 'react';
import type { Trim } from '#contract/model/choices.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { type OpenVideo, selectModel, selectPlan, selectVideo } from '../../state/selectors.ts';
import { useApp, useAppState, usePlayhead, useWords } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { clockTime, seconds } from '../../ui/time.ts';
import { FilmStrip } from './film-strip.tsx';
import { TimeBox } from './time-box.tsx';
import { moveEnd, moveStart, partFrom, slide, type TrimBounds } from './trim.ts';
import styles from './trim-bar.module.css';

type Grip = 'start' | 'end' | 'middle';

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, [role="option"], [role="dialog"]') !== null;

/** Keys of the whole Studio: they work wherever the focus is, but in a text box. */
const useTrimKeys = (keys: {
  readonly onStart: () => void;
  readonly onEnd: () => void;
  readonly onPlay: () => void;
}): void => {
  const latest = useRef(keys);
  latest.current = keys;
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      const onButton =
        event.target instanceof HTMLElement &&
        event.target.closest('button, summary, [role="radio"], [role="switch"]');
      if (event.key === 'i' || event.key === 'I') latest.current.onStart();
      else if (event.key === 'o' || event.key === 'O') latest.current.onEnd();
      // On a button the space bar presses it.
      else if (event.key === ' ' && !onButton) {
        event.preventDefault();
        latest.current.onPlay();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
};

const Strip = ({
  video,
  window,
  bounds,
}: {
  readonly video: OpenVideo;
  readonly window: Trim;
  readonly bounds: TrimBounds;
}) => {
  const { actions, player } = useApp();
  const { ui } = useWords();
  const { atSec } = usePlayhead();
  const strip = useRef<HTMLDivElement>(null);
  const grip = useRef<{ readonly kind: Grip; readonly fromSec: number; readonly trim: Trim } | null>(null);
  const { durationSec } = bounds;
  const share = (sec: number) => `${(Math.min(sec, durationSec) / durationSec) * 100}%`;

  const secAt = (event: PointerEvent): number => {
    const box = strip.current?.getBoundingClientRect();
    if (!box || box.width === 0) return 0;
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * durationSec;
  };
  const set = (trim: Trim) => actions.change({ trim });
  const move = (kind: Grip, trim: Trim, sec: number, fromSec: number) => {
    if (kind === 'start') set(moveStart(trim, sec, bounds));
    else if (kind === 'end') set(moveEnd(trim, sec, bounds));
    else set(slide(trim, sec - fromSec, bounds));
  };
  const take = (kind: Grip) => (event: PointerEvent) => {
    if (kind === 'middle' && !event.shiftKey) return player.seek(secAt(event));
    event.stopPropagation();
    event.currentTarget.setPointerCapture(event.pointerId);
    grip.current = { kind, fromSec: secAt(event), trim: window };
  };
  const drag = (event: PointerEvent) => {
    const held = grip.current;
    if (held === null) return;
    const sec = secAt(event);
    move(held.kind, held.trim, sec, held.fromSec);
    if (held.kind !== 'middle') player.seek(sec);
  };
  const drop = () => {
    grip.current = null;
  };
  const onKey = (kind: 'start' | 'end') => (event: KeyboardEvent) => {
    const step = event.shiftKey ? 1 : 1 / bounds.fps;
    const at = kind === 'start' ? window.startSec : window.endSec;
    const to =
      event.key === 'ArrowLeft' || event.key === 'ArrowDown'
        ? at - step
        : event.key === 'ArrowRight' || event.key === 'ArrowUp'
          ? at + step
          : event.key === 'Home'
            ? 0
            : event.key === 'End'
              ? durationSec
              : null;
    if (to === null) return;
    event.preventDefault();
    move(kind, window, to, 0);
    player.seek(Math.min(Math.max(0, to), durationSec));
  };
  const handle = (kind: 'start' | 'end', label: string, sec: number) => (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Number(durationSec.toFixed(2))}
      aria-valuenow={Number(sec.toFixed(2))}
      aria-valuetext={clockTime(sec)}
      className={`${styles.handle} ${styles[kind]}`}
      style={{ left: share(sec) }}
      onPointerDown={take(kind)}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
      onKeyDown={onKey(kind)}
    />
  );
  return (
    <div
      ref={strip}
      className={styles.strip}
      data-testid="trim-strip"
      onPointerDown={take('middle')}
      onPointerMove={drag}
      onPointerUp={drop}
      onPointerCancel={drop}
    >
      <FilmStrip
        sourceId={video.id}
        durationSec={durationSec}
        shape={video.facts.width / video.facts.height}
      />
      <div className={styles.outside} style={{ left: 0, width: share(window.startSec) }} />
      <div className={styles.outside} style={{ left: share(window.endSec), right: 0 }} />
      <div
        className={styles.chosen}
        style={{ left: share(window.startSec), width: share(window.endSec - window.startSec) }}
      />
      <div className={styles.playhead} style={{ left: share(atSec) }} aria-hidden="true" />
      {handle('start', ui.trim.startHandle, window.startSec)}
      {handle('end', ui.trim.endHandle, window.endSec)}
    </div>
  );
};

export const TrimBar = () => {
  const { actions, player } = useApp();
  const { ui } = useWords();
  const video = useAppState(selectVideo);
  const model = useAppState(selectModel);
  const plan = useAppState(selectPlan);
  const orientation = useAppState((state) => state.draft.orientation);
  const isWhole = useAppState((state) => state.draft.trim === null);
  const window = plan?.window ?? { startSec: 0, endSec: 0 };
  const limits = model ? windowLimits(model.video, orientation) : { minSec: 0, maxSec: 0 };
  const bounds: TrimBounds = {
    durationSec: video?.facts.durationSec ?? 0,
    fps: video?.facts.fps ?? 30,
    ...limits,
  };
  const set = (trim: Trim) => actions.change({ trim });
  const playhead = () => player.get().atSec;
  useTrimKeys({
    onStart: () => video && set(moveStart(window, playhead(), bounds)),
    onEnd: () => video && set(moveEnd(window, playhead(), bounds)),
    onPlay: () => video && player.toggle(),
  });
  if (video === null || plan === null) return null;
  const lengthSec = window.endSec - window.startSec;
  return (
    <section className={styles.bar} aria-label={ui.trim.title}>
      <div className={styles.head}>
        <TimeBox
          label={ui.trim.start}
          valueSec={window.startSec}
          onChange={(sec) => set(moveStart(window, sec, bounds))}
        />
        <TimeBox
          label={ui.trim.end}
          valueSec={window.endSec}
          onChange={(sec) => set(moveEnd(window, sec, bounds))}
        />
        <output className={styles.length}>
          {ui.trim.length(seconds(lengthSec), seconds(limits.maxSec))}
        </output>
        <span className={styles.presets}>
          <Button title={ui.trim.tenWhy} onClick={() => set(partFrom(playhead(), 10, bounds))}>
            {ui.trim.ten}
          </Button>
          {limits.maxSec >= 30 ? (
            <Button title={ui.trim.thirtyWhy} onClick={() => set(partFrom(playhead(), 30, bounds))}>
              {ui.trim.thirty}
            </Button>
          ) : null}
          <Button variant="plain" disabled={isWhole} onClick={() => actions.change({ trim: null })}>
            {ui.trim.whole}
          </Button>
        </span>
      </div>
      <Strip video={video} window={window} bounds={bounds} />
      <p className={styles.keys}>{ui.trim.keys}</p>
    </section>
  );
};
