/** What the strip shows, as it is zoomed and scrolled; it turns the page when the playhead leaves by itself. */
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useApp } from '../../state/use-app.ts';
import {
  closestSec,
  isInView,
  panBy,
  reveal,
  secAt,
  type TimelineView,
  wholeView,
  zoomAround,
} from './timeline.ts';

export type Timeline = {
  readonly view: TimelineView;
  /** `atSec` keeps its place on screen; without it the playhead does, or the middle where the playhead is not seen. */
  readonly zoom: (by: number, atSec?: number) => void;
  readonly showAll: () => void;
  /** This part with a little around it. */
  readonly showPart: (part: { readonly startSec: number; readonly endSec: number }) => void;
  readonly pan: (bySec: number) => void;
  /** Scrolls only where that time is out of view. */
  readonly show: (atSec: number) => void;
};

/** Where the playhead stands after the page was turned, as a share of the width from the edge it came from. */
const afterTurn = 0.1;
/** Left free on either side of the chosen part when it fills the strip, as a share of its length. */
const aroundPart = 0.1;

export const useTimeline = (video: { readonly durationSec: number; readonly fps: number }): Timeline => {
  const { durationSec, fps } = video;
  const { player } = useApp();
  const [view, setView] = useState(() => wholeView(durationSec));

  useEffect(() => {
    let beforeSec = player.get().atSec;
    return player.subscribe(() => {
      const { atSec, isPlaying } = player.get();
      const wasSec = beforeSec;
      beforeSec = atSec;
      const share = atSec < wasSec && !isPlaying ? 1 - afterTurn : afterTurn;
      // A person who has scrolled away from the playhead is left there.
      setView((now) => (isInView(now, wasSec) ? reveal(now, { atSec, share }, durationSec) : now));
    });
  }, [player, durationSec]);

  const zoom = useCallback(
    (by: number, atSec?: number) =>
      setView((now) => {
        const playheadSec = player.get().atSec;
        const around = atSec ?? (isInView(now, playheadSec) ? playheadSec : secAt(now, 0.5));
        return zoomAround(
          now,
          { atSec: around, by },
          { durationSec, minLengthSec: closestSec(fps, durationSec) },
        );
      }),
    [player, durationSec, fps],
  );

  return useMemo(
    () => ({
      view,
      zoom,
      showAll: () => setView(wholeView(durationSec)),
      showPart: ({ startSec, endSec }) => {
        const lengthSec = (endSec - startSec) * (1 + 2 * aroundPart);
        const fromSec = (startSec + endSec - lengthSec) / 2;
        // A step of zooming that changes nothing keeps to the clip and to the closest look.
        setView(
          zoomAround(
            { fromSec, toSec: fromSec + lengthSec },
            { atSec: (startSec + endSec) / 2, by: 1 },
            { durationSec, minLengthSec: closestSec(fps, durationSec) },
          ),
        );
      },
      pan: (bySec) => setView((now) => panBy(now, bySec, durationSec)),
      show: (atSec) =>
        setView((now) =>
          reveal(now, { atSec, share: atSec < now.fromSec ? afterTurn : 1 - afterTurn }, durationSec),
        ),
    }),
    [view, zoom, durationSec, fps],
  );
};
