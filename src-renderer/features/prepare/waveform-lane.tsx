/** Loudness of the video, below the strip; not rendered for a video without readable audio. */
import { useEffect, useMemo, useState } from 'react';
import type { Waveform } from '#contract/model/scan.ts';
import type { OpenVideo } from '../../state/selectors.ts';
import { useApp, useMessages } from '../../state/use-app.ts';
import { secAt, type TimelineView, viewedSec } from './timeline.ts';
import styles from './waveform-lane.module.css';

/**
 * Loudness is perceived logarithmically; this exponent approximates it, so that quiet speech stays visible beside a
 * clap.
 */
const exponent = 0.6;

/**
 * The outline of the visible range as an SVG path, `columns` wide and 2 high, centred at 1; '' without audio. Each
 * column shows the peak of its time span.
 */
export const waveformPath = ({ peaks, stepSec }: Waveform, view: TimelineView, columns: number): string => {
  if (peaks.length === 0 || columns < 1) return '';
  const perColumn = viewedSec(view) / columns;
  const heights = Array.from({ length: columns }, (_, column) => {
    const fromSec = secAt(view, column / columns);
    const first = Math.floor(fromSec / stepSec + 1e-6);
    const last = Math.max(first + 1, Math.ceil((fromSec + perColumn) / stepSec - 1e-6));
    return (
      peaks
        .slice(Math.max(0, first), Math.max(0, last))
        .reduce((maximum, peak) => Math.max(maximum, peak), 0) ** exponent
    );
  });
  const point = (x: number, y: number) => `${x} ${y.toFixed(3)}`;
  const upper = heights.map((height, column) => point(column + 0.5, 1 - height));
  const lower = heights.map((height, column) => point(column + 0.5, 1 + height)).reverse();
  return `M0 1L${upper.join('L')}L${columns} 1L${lower.join('L')}Z`;
};

/** One column per two pixels of the widest strip. */
const columns = 600;

type Heard =
  | { readonly kind: 'reading' }
  | { readonly kind: 'there'; readonly waveform: Waveform }
  | { readonly kind: 'none' };

const useWaveform = (video: OpenVideo, mayRead: boolean): Heard => {
  const { client } = useApp();
  const hasAudio = video.facts.audioCodec !== null;
  const [heard, setHeard] = useState<Heard>({ kind: 'reading' });
  useEffect(() => {
    if (!hasAudio || !mayRead) return;
    let isCurrent = true;
    void client.call('media.waveform', { sourceId: video.id }).then((answer) => {
      if (isCurrent) setHeard(answer.ok ? { kind: 'there', waveform: answer.value } : { kind: 'none' });
    });
    return () => {
      isCurrent = false;
    };
  }, [client, video.id, hasAudio, mayRead]);
  return hasAudio ? heard : { kind: 'none' };
};

type WaveformLaneProps = {
  readonly video: OpenVideo;
  readonly view: TimelineView;
  /** False while the strip loads: its frames have priority. */
  readonly mayRead: boolean;
};

export const WaveformLane = ({ video, view, mayRead }: WaveformLaneProps) => {
  const messages = useMessages().trim;
  const heard = useWaveform(video, mayRead);
  const path = useMemo(
    () => (heard.kind === 'there' ? waveformPath(heard.waveform, view, columns) : ''),
    [heard, view],
  );
  if (heard.kind === 'none') return null;
  return (
    <div className={styles.lane} data-testid="waveform">
      {heard.kind === 'reading' ? (
        <span className={styles.reading}>{messages.readingAudio}</span>
      ) : (
        <svg
          viewBox={`0 0 ${columns} 2`}
          preserveAspectRatio="none"
          aria-hidden="true"
          className={styles.wave}
        >
          <path d={path} />
        </svg>
      )}
    </div>
  );
};
