/** Which frames stand in the strip. Pure. */
import type { VideoFacts } from '#contract/model/facts.ts';
import { type TimelineView, viewedSec } from './timeline.ts';

export type Tile = {
  /** The same for the same tile however far the strip is scrolled. */
  readonly key: string;
  readonly fromSec: number;
  readonly toSec: number;
  /** The frame that is shown. */
  readonly atSec: number;
};

/** Wide screens and narrow clips: more cannot be told apart, and each is a run of ffmpeg. */
const maxTiles = 40;
/** Tiles halve their length in two steps, so that none is ever much wider than its frame. */
const stepsPerDoubling = 2;

export const tilesFor = (request: {
  readonly view: TimelineView;
  readonly durationSec: number;
  readonly fps: number;
  readonly widthPx: number;
  /** The least width of a tile. */
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

/** A key frame as far away as this, in lengths of a tile, is another picture than the one that is meant. */
const farTiles = 0.5;
/** Encoders set a key frame every 250 frames at the least often, unless told otherwise. */
const defaultGapFrames = 250;
/**
 * Decoding so many pixels takes no longer than starting ffmpeg does. Two cores decode about 500 million a second of
 * 1080p H.264, and a start takes a tenth of a second: measured with both builds of the test machine, 2026-11-21.
 */
const lightPixels = 50_000_000;

type Video = Pick<VideoFacts, 'fps' | 'width' | 'height' | 'keyframesSec'>;

/** Framewise: the key frame is good enough, or stands in for a while, or is not worth a start of its own. */
export type Way = 'near' | 'near-then-exact' | 'exact';

export const wayTo = (tile: Tile, { fps, width, height, keyframesSec }: Video): Way => {
  const lengthSec = tile.toSec - tile.fromSec;
  const keySec = keyframesSec?.findLast((sec) => sec <= tile.atSec + 0.001) ?? null;
  const gapSec = keySec === null ? defaultGapFrames / fps : tile.atSec - keySec;
  if (gapSec * fps * width * height <= lightPixels) return 'exact';
  return gapSec > lengthSec * farTiles ? 'near-then-exact' : 'near';
};
