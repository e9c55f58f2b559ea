import { Maximize2, ScanLine, ZoomIn, ZoomOut } from 'lucide-react';
import type { Trim } from '#contract/model/choices.ts';
import { trimMessages } from '../../messages/trim.ts';
import { useLanguage } from '../../state/use-app.ts';
import { IconButton } from '../../ui/icon-button.tsx';
import { closestSec, isWhole, viewedSec } from './timeline.ts';
import type { Timeline } from './timeline-view.ts';
import styles from './trim-bar.module.css';

/** Zoom factor of one press. */
export const zoomStep = 2;

type TimelineZoomProps = {
  readonly timeline: Timeline;
  readonly video: { readonly durationSec: number; readonly fps: number };
  readonly part: Trim;
};

export const TimelineZoom = ({ timeline, video, part }: TimelineZoomProps) => {
  const messages = trimMessages[useLanguage()];
  const { view, zoom, showAll, showPart } = timeline;
  const { durationSec, fps } = video;
  const isAll = isWhole(view, durationSec);
  const isClosest = viewedSec(view) <= closestSec(fps, durationSec) * 1.001;
  const icon = { size: 15, 'aria-hidden': true } as const;
  return (
    <fieldset className={styles.zoom} aria-label={messages.zoom}>
      <IconButton
        size="small"
        label={messages.zoomOut}
        shortcut={'\u2212'}
        disabled={isAll}
        onClick={() => zoom(1 / zoomStep)}
      >
        <ZoomOut {...icon} />
      </IconButton>
      <IconButton
        size="small"
        label={messages.zoomIn}
        shortcut="+"
        disabled={isClosest}
        onClick={() => zoom(zoomStep)}
      >
        <ZoomIn {...icon} />
      </IconButton>
      <IconButton size="small" label={messages.zoomPart} onClick={() => showPart(part)}>
        <ScanLine {...icon} />
      </IconButton>
      <IconButton size="small" label={messages.zoomFit} shortcut="0" disabled={isAll} onClick={showAll}>
        <Maximize2 {...icon} />
      </IconButton>
    </fieldset>
  );
};
