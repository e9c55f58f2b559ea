/**
 * Layout of the two videos of a comparison in its frame. Pure; pixels, all even, because H.264 subsamples the
 * colours.
 */
import { assertNever } from '../assert-never.ts';
import type { ExportLayout } from '../model/export.ts';

type Size = { readonly width: number; readonly height: number };
export type Place = Size & { readonly x: number; readonly y: number };
export type ExportFrame = Size & { readonly beside: Place; readonly result: Place };

/** Supported by every player and chat application, in pixels. */
const longSidePx = 1920;
const minSidePx = 16;

const even = (side: number): number => Math.max(minSidePx, Math.floor(side / 2) * 2);

/** Both at the same height. */
const inOneRow = (shapes: { readonly beside: Size; readonly result: Size }, heightPx: number) => {
  const height = even(heightPx);
  const widthOf = (size: Size) => even((size.width / size.height) * height + 1);
  const left = widthOf(shapes.beside);
  const right = widthOf(shapes.result);
  return {
    width: left + right,
    height,
    beside: { x: 0, y: 0, width: left, height },
    result: { x: left, y: 0, width: right, height },
  };
};

const turned = ({ width, height }: Size): Size => ({ width: height, height: width });
const turnedPlace = ({ x, y, width, height }: Place): Place => ({ x: y, y: x, width: height, height: width });
const turnedFrame = ({ beside, result, ...size }: ExportFrame): ExportFrame => ({
  ...turned(size),
  beside: turnedPlace(beside),
  result: turnedPlace(result),
});

/** The result fills the frame; the other video is drawn over it, as large as it fits. */
const over = (shapes: { readonly beside: Size; readonly result: Size }, longPx: number): ExportFrame => {
  const { beside, result } = shapes;
  const scale = longPx / Math.max(result.width, result.height);
  const width = even(result.width * scale);
  const height = even(result.height * scale);
  const fit = Math.min(width / beside.width, height / beside.height);
  const inner = {
    width: Math.min(width, even(beside.width * fit + 1)),
    height: Math.min(height, even(beside.height * fit + 1)),
  };
  const middle = (outer: number, own: number) => Math.floor((outer - own) / 4) * 2;
  return {
    width,
    height,
    beside: { ...inner, x: middle(width, inner.width), y: middle(height, inner.height) },
    result: { x: 0, y: 0, width, height },
  };
};

const longOf = ({ width, height }: Size): number => Math.max(width, height);

/** The largest frame that `draw` makes within the limits; `firstSide` is the first one to be evaluated. */
const within = (draw: (side: number) => ExportFrame, firstSide: number, maxPixels: number): ExportFrame => {
  const first = draw(firstSide);
  const scale = Math.min(1, longSidePx / longOf(first), Math.sqrt(maxPixels / (first.width * first.height)));
  // Rounding to even sides may have added two pixels to each of the videos.
  for (let side = firstSide * scale; ; side -= 2) {
    const frame = draw(side);
    const isWithin = longOf(frame) <= longSidePx && frame.width * frame.height <= maxPixels;
    if (isWithin || side <= minSidePx) return frame;
  }
};

/** Neither video is scaled down unless the frame would become too large. `maxPixels`: of the whole frame. */
export const exportFrame = (request: {
  readonly layout: ExportLayout;
  readonly beside: Size;
  readonly result: Size;
  readonly maxPixels?: number;
}): ExportFrame => {
  const { layout, beside, result, maxPixels = Number.POSITIVE_INFINITY } = request;
  const shapes = { beside, result };
  switch (layout) {
    case 'side-by-side':
      return within((side) => inOneRow(shapes, side), Math.max(beside.height, result.height), maxPixels);
    case 'stacked': {
      const lying = { beside: turned(beside), result: turned(result) };
      const firstWidth = Math.max(beside.width, result.width);
      return turnedFrame(within((side) => inOneRow(lying, side), firstWidth, maxPixels));
    }
    case 'wipe':
      return within((side) => over(shapes, side), Math.max(longOf(beside), longOf(result)), maxPixels);
    case 'result':
      return within((side) => over({ beside: result, result }, side), longOf(result), maxPixels);
    default:
      return assertNever(layout);
  }
};
