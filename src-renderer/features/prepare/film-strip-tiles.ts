/** Selects the frames shown in the strip. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
import { type TimelineView, viewedSec } from './timeline.ts';

export type Tile = {
  /** Stays the same for the same tile while the strip is scrolled. */
  readonly key: string;
  readonly fromSec: number;
  readonly toSec: number;
  /** The time of the frame shown. */
  readonly atSec: number;
};

/** Limit for wide screens and narrow videos: each tile needs one run of ffmpeg. */
const maxTiles = 40;
/** Tile lengths halve in two steps, so that a tile is never much wider than its frame. */
const stepsPerDoubling = 2;

export const tilesFor = (request: {
  readonly view: TimelineView;
  readonly durationSec: number;
  readonly fps: number;
  readonly widthPx: number;
  /** The minimum width of a tile. */
  readonly tilePx: number;
}): readonly Tile[] => {
  const { view, durationSec, fps, widthPx, tilePx } = request;
  if (widthPx <= 0 || durationSec <= 0) return [];
  const count = Math.min(maxTiles, Math.max(1, Math.floor(widthPx / tilePx)));
  const zoom = durationSec / viewedSec(view);
  const level = Math.max(0, Math.floor(stepsPerDoubling * Math.log2(zoom) + 1e-6));
  const stepSec = Math.max(1 / fps, durationSec / count / 2 ** (level / stepsPerDoubling));
  const first = Math.floor(view.fromSec / stepSec + 1e-6);
  const last = Math.ceil(Math.min(view.toSec, durationSec) / stepSec - 1e-6);
  return Array.from({ length: Math.max(0, last - first) }, (_, index) => {
    const fromSec = (first + index) * stepSec;
    const middleSec = Math.min(fromSec + stepSec / 2, durationSec);
    return {
      key: `${level}:${first + index}`,
      fromSec,
      toSec: Math.min(fromSec + stepSec, durationSec),
      atSec: Math.floor(middleSec * fps + 1e-6) / fps,
    };
  });
};

/** A key frame further away than this, in tile lengths, shows a noticeably different image. */
const farTiles = 0.5;
/** The encoders' default maximum distance between key frames, in frames. */
const defaultGapFrames = 250;
/**
 * Decoding this many pixels takes no longer than starting ffmpeg. Two cores decode about 500 million pixels per second
 * of 1080p H.264, and a start takes 0.1 s: measured with both builds of the test machine, 2026-11-21.
 */
const lightPixels = 50_000_000;

type Video = Pick<VideoFacts, 'fps' | 'width' | 'height' | 'keyframesSec'>;

/**
 * `near`: the key frame is sufficient. `near-then-exact`: it is shown until the exact frame is decoded. `exact`:
 * decoding is cheap.
 */
export type Way = 'near' | 'near-then-exact' | 'exact';

export const wayTo = (tile: Tile, { fps, width, height, keyframesSec }: Video): Way => {
  const lengthSec = tile.toSec - tile.fromSec;
  const keySec = keyframesSec?.findLast((sec) => sec <= tile.atSec + 0.001) ?? null;
  const gapSec = keySec === null ? defaultGapFrames / fps : tile.atSec - keySec;
  if (gapSec * fps * width * height <= lightPixels) return 'exact';
  return gapSec > lengthSec * farTiles ? 'near-then-exact' : 'near';
};
