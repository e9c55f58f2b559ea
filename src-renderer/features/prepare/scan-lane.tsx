/** Below the strip: amount of motion, shot changes, still ranges and the best parts. */
import { useMemo } from 'react';
import type { BestWindow, Scan } from '#contract/model/scan.ts';
import { windowLimits } from '#contract/rules/window.ts';
import { type OpenVideo, selectModel } from '../../state/selectors.ts';
import { useAppState, useMessages, useScan } from '../../state/use-app.ts';
import { classNames } from '../../ui/class-names.ts';
import styles from './scan-lane.module.css';
import { isInView, shareAt, type TimelineView, viewedSec } from './timeline.ts';

export type CurvePoint = { readonly x: number; readonly height: number };

/**
 * One value per strip, `count` strips across the visible range: its maximum, so that short movements remain visible in
 * a long video.
 */
export const curvePoints = (request: {
  readonly values: readonly number[];
  readonly stepSec: number;
  readonly view: TimelineView;
  readonly count: number;
}): readonly CurvePoint[] => {
  const { values, stepSec, view, count } = request;
  const batchSize = Math.max(1, Math.ceil(viewedSec(view) / stepSec / count));
  const stripSec = batchSize * stepSec;
  // Strips are aligned to the whole video, so that the curve does not flicker while it is scrolled; one more on
  // either side extends it past the edges.
  const first = Math.max(0, Math.floor(view.fromSec / stripSec) - 1) * batchSize;
  const last = Math.min(values.length, (Math.ceil(view.toSec / stripSec) + 1) * batchSize);
  const points: CurvePoint[] = [];
  for (let start = first; start < last; start += batchSize) {
    const end = Math.min(last, start + batchSize);
    // The middle of the strip's time span.
    const atSec = ((start + end) / 2) * stepSec;
    points.push({ x: shareAt(view, atSec), height: Math.max(...values.slice(start, end)) });
  }
  return points;
};

const figure = (value: number): string => String(Number(value.toFixed(4)));

/** A closed area on the lower edge; y grows downwards. Empty if nothing is visible. */
export const areaPath = (points: readonly CurvePoint[]): string => {
  const [first] = points;
  const last = points.at(-1);
  if (!first || !last) return '';
  const line = points.map(({ x, height }) => `L${figure(x)} ${figure(1 - height)}`).join('');
  return `M${figure(first.x)} 1${line}L${figure(last.x)} 1Z`;
};

export type Stretch = { readonly startSec: number; readonly endSec: number };

/** Left edge and width of a time range in the view, 0..1; null if it is outside the view. */
export const stretchShare = (
  view: TimelineView,
  { startSec, endSec }: Stretch,
): { readonly left: number; readonly width: number } | null => {
  const from = Math.max(startSec, view.fromSec);
  const to = Math.min(endSec, view.toSec);
  if (to <= from || viewedSec(view) <= 0) return null;
  return { left: shareAt(view, from), width: (to - from) / viewedSec(view) };
};

/** As many as a wide screen can resolve. */
const maxPoints = 480;
/** Maximum number of cuts listed for screen readers, to limit the length of the text. */
const maxCutsRead = 8;

const percent = (share: number): string => `${share * 100}%`;

type OfView = { readonly view: TimelineView };

const Curve = ({ scan, view }: OfView & { readonly scan: Scan }) => {
  const [motion, camera] = useMemo(() => {
    const drawn = { stepSec: scan.stepSec, view, count: maxPoints };
    const byCamera = scan.motion.map((moves, step) => moves * (scan.camera[step] ?? 0));
    return [
      areaPath(curvePoints({ ...drawn, values: scan.motion })),
      areaPath(curvePoints({ ...drawn, values: byCamera })),
    ];
  }, [scan, view]);
  return (
    <svg className={styles.curve} viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      <path className={styles.motion} d={motion} />
      <path className={styles.camera} d={camera} />
    </svg>
  );
};

const Stretches = ({
  view,
  parts,
  look,
}: OfView & { readonly parts: readonly Stretch[]; readonly look: string | undefined }) =>
  parts.map((part) => {
    const share = stretchShare(view, part);
    return share === null ? null : (
      <div
        key={part.startSec}
        className={look}
        style={{ left: percent(share.left), width: percent(share.width) }}
      />
    );
  });

const useLaneText = (): ((scan: Scan) => string) => {
  const messages = useMessages().scan;
  return (scan) => {
    const times = scan.cutsSec.slice(0, maxCutsRead).map((atSec) => atSec.toFixed(1));
    const cuts =
      times.length === 0 ? messages.noCut : messages.cuts(times, scan.cutsSec.length - times.length);
    const rest = [
      ...scan.blackSec.map(({ startSec, endSec }) => messages.black(startSec, endSec)),
      ...scan.frozenSec.map(({ startSec, endSec }) => messages.frozen(startSec, endSec)),
    ];
    return `${messages.lane}: ${[cuts, ...rest].join('; ')}.`;
  };
};

const Found = ({
  view,
  scan,
  best,
}: OfView & { readonly scan: Scan; readonly best: readonly BestWindow[] }) => {
  const messages = useMessages().scan;
  const text = useLaneText()(scan);
  return (
    <>
      <div className={styles.lane} role="img" aria-label={text} title={text}>
        <Stretches view={view} parts={scan.blackSec} look={styles.black} />
        <Stretches view={view} parts={scan.frozenSec} look={styles.frozen} />
        <Curve view={view} scan={scan} />
        {scan.cutsSec
          .filter((atSec) => isInView(view, atSec))
          .map((atSec) => (
            <div key={atSec} className={styles.cut} style={{ left: percent(shareAt(view, atSec)) }} />
          ))}
        <Stretches view={view} parts={best.slice(1)} look={styles.bracket} />
        <Stretches view={view} parts={best.slice(0, 1)} look={classNames(styles.bracket, styles.first)} />
      </div>
      <p className={styles.legend} aria-hidden="true">
        <span className={styles.motionKey} /> {messages.legend.motion}
        <span className={styles.cameraKey} /> {messages.legend.camera}
      </p>
    </>
  );
};

/** As wide as the strip. `view`: the visible time range of the video. */
export const ScanLane = ({ view, video }: OfView & { readonly video: OpenVideo }) => {
  const { domain, scan: messages } = useMessages();
  const look = useScan();
  const model = useAppState(selectModel);
  const orientation = useAppState((state) => state.draft.orientation);
  if (look === null || model === null) return null;
  if (look.kind === 'working') {
    const { fraction } = look;
    const text =
      fraction === null ? messages.looking : messages.lookingAt(String(Math.round(fraction * 100)));
    return (
      <div className={styles.lane}>
        <div className={styles.progress} style={{ width: percent(fraction ?? 0) }} />
        <p className={classNames('note figures', styles.note)}>{text}</p>
      </div>
    );
  }
  if (look.kind === 'failed') return <p className="note">{messages.failed(domain.error(look.error).what)}</p>;
  const limits = windowLimits(model.video, orientation);
  return <Found key={video.id} view={view} scan={look.scan} best={look.best(limits)} />;
};
