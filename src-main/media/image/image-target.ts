/** Chooses the next encoding of an image to attempt, until the best one within the size limit is found. Pure. */

export type ImageTarget =
  | { readonly container: 'png' }
  /** `quality`: libjpeg's, 1 to 100 (best). `shrink`: factor for both sides; 1 keeps the size. */
  | { readonly container: 'jpg'; readonly quality: number; readonly shrink?: number };

/** From the best, without visible artefacts, to the first with slightly visible ones. */
const goodQualities: readonly number[] = [97, 95, 92, 89, 85, 80, 75, 68, 60];
/** These look worse than a smaller image, so they are used only where the image must not shrink. */
const poorQualities: readonly number[] = [50, 40, 25];
/** An image is not shrunk below this shorter side to save bytes; all models accept it. In pixels. */
const minSidePx = 720;
/** Margin, because the size in bytes is only roughly proportional to the number of pixels. */
const shrinkMargin = 0.92;
const maxShrinks = 5;
const maxQuality = 100;

export type Attempt = { readonly target: ImageTarget; readonly sizeBytes: number };

type Jpg = Extract<ImageTarget, { container: 'jpg' }>;
const jpg = (quality: number): Jpg => ({ container: 'jpg', quality });
const qualityOf = ({ target }: Attempt): number | null =>
  target.container === 'jpg' && target.shrink === undefined ? target.quality : null;

/** Binary search for the best quality that fits; null: it is found. */
const nextQuality = (
  qualities: readonly number[],
  attempts: readonly Attempt[],
  maxBytes: number,
): ImageTarget | null => {
  const over = attempts
    .filter(({ sizeBytes }) => sizeBytes > maxBytes)
    .map((each) => qualityOf(each) ?? maxQuality + 1);
  const under = attempts.filter(({ sizeBytes }) => sizeBytes <= maxBytes).map((each) => qualityOf(each) ?? 0);
  const left = qualities.filter(
    (quality) => quality < Math.min(maxQuality + 1, ...over) && quality > Math.max(0, ...under),
  );
  // Nearly every image fits at the best quality.
  const chosen = over.some((quality) => quality <= maxQuality) ? left[Math.floor(left.length / 2)] : left[0];
  return chosen === undefined ? null : jpg(chosen);
};

const nextShrink = (attempts: readonly Attempt[], maxBytes: number, sidePx: number): ImageTarget | null => {
  const smaller = attempts.filter(({ target }) => target.container === 'jpg' && target.shrink !== undefined);
  const last = smaller.at(-1) ?? attempts.filter((each) => qualityOf(each) !== null).at(-1);
  if (last?.target.container !== 'jpg' || smaller.length >= maxShrinks) return null;
  const shrink = (last.target.shrink ?? 1) * Math.sqrt(maxBytes / last.sizeBytes) * shrinkMargin;
  return sidePx * shrink < minSidePx ? null : { ...jpg(goodQualities.at(-1) ?? 60), shrink };
};

/** The best attempt within the limit: PNG is lossless, and a larger JPEG loses less than a smaller one. */
const best = (attempts: readonly Attempt[], maxBytes: number): ImageTarget | null => {
  const fitting = attempts.filter(({ sizeBytes }) => sizeBytes <= maxBytes);
  const lossless = fitting.find(({ target }) => target.container === 'png');
  const [largest] = [...fitting].sort((a, b) => b.sizeBytes - a.sizeBytes);
  return (lossless ?? largest)?.target ?? null;
};

export type Next =
  | { readonly kind: 'try'; readonly target: ImageTarget }
  | { readonly kind: 'take'; readonly target: ImageTarget }
  | { readonly kind: 'give-up' };

/** `sidePx`: the shorter side of the drawn image. `attempts`: in order. */
export const nextTarget = (request: {
  readonly container: 'jpg' | 'png';
  readonly maxBytes: number;
  readonly sidePx: number;
  readonly attempts: readonly Attempt[];
}): Next => {
  const { container, maxBytes, sidePx, attempts } = request;
  const next = (target: ImageTarget): Next => ({ kind: 'try', target });
  if (container === 'png' && attempts.length === 0) return next({ container: 'png' });
  const found = best(attempts, maxBytes);
  if (found?.container === 'png' || (found && found.shrink !== undefined))
    return { kind: 'take', target: found };
  const better = nextQuality(goodQualities, attempts, maxBytes);
  if (better) return next(better);
  if (found) return { kind: 'take', target: found };
  const smaller = nextShrink(attempts, maxBytes, sidePx);
  if (smaller) return next(smaller);
  const poorer = poorQualities.find(
    (quality) => quality < Math.min(maxQuality, ...attempts.map((each) => qualityOf(each) ?? maxQuality)),
  );
  return poorer === undefined ? { kind: 'give-up' } : next(jpg(poorer));
};
