/** Texts of the Studio about the motion in a video and its best parts. */
import { secondsRange } from '../durations.ts';

export const scan = {
  lane: 'Motion in the video',
  looking: 'Analysing video',
  lookingAt: (percent: string): string => `Analysing video ${percent} %`,
  failed: (what: string): string => `The video could not be analysed. ${what}`,
  legend: { motion: 'Subject motion', camera: 'Camera motion' },
  noCut: 'No cuts',
  cuts: (times: readonly string[], more: number): string =>
    `${times.length + more === 1 ? 'One cut' : `${times.length + more} cuts`}, at ${times.join(', ')} s${more > 0 ? ' and later' : ''}`,
  black: (startSec: number, endSec: number): string => `black ${secondsRange(startSec, endSec)}`,
  frozen: (startSec: number, endSec: number): string => `still ${secondsRange(startSec, endSec)}`,
  best: 'Best selections',
  rank: (rank: number, startSec: number, endSec: number): string =>
    rank === 1
      ? `Best: ${secondsRange(startSec, endSec)}`
      : `${rank === 2 ? '2nd' : '3rd'}: ${secondsRange(startSec, endSec)}`,
  none: (minLengthSec: number): string => `No single shot of ${minLengthSec} s has steady motion.`,
  chosen: (startSec: number, endSec: number, maxSec: number): string =>
    `Auto-selected ${secondsRange(startSec, endSec)}: the video is longer than ${maxSec} s, and this is the single shot with the steadiest motion.`,
  chosenChange: (startSec: number, endSec: number): string =>
    `the best selection, ${secondsRange(startSec, endSec)}, is used`,
  kept: (startSec: number, endSec: number): string =>
    `Your trim of ${secondsRange(startSec, endSec)} was kept. The scan has found a selection with steadier motion.`,
  useBest: (startSec: number, endSec: number): string =>
    `Use best selection ${secondsRange(startSec, endSec)}`,
  keptInBatch: (count: number): string =>
    count === 1
      ? 'The trim of one video was kept. The scan has found a selection with steadier motion.'
      : `The trims of ${count} videos were kept. The scan has found selections with steadier motion.`,
  useBestParts: 'Use best selections',
  warnings: 'About the selection',
  more: (count: number): string =>
    count === 1 ? 'One more warning like these.' : `${count} more warnings like these.`,
};
export type ScanMessages = typeof scan;
