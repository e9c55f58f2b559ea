/** Draws the planned image and encodes it. Executes the plan and makes no decisions. Runs in the image process only. */
import { readFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import type { ImageStep } from '#contract/model/plan.ts';
import { decodeHeic } from './heic.ts';
import { ImageError } from './image-error.ts';
import type { DrawRequest } from './image-requests.ts';
import { type Attempt, type ImageTarget, nextTarget } from './image-target.ts';
import { loadSharp, readOptions } from './load-sharp.ts';
import { withPngProfile } from './png-parts.ts';

type Size = { readonly width: number; readonly height: number };
/** Uncompressed sRGB pixels of 8 bits a channel, 3 channels, or 4 with transparency. */
type Canvas = Size & { readonly data: Buffer; readonly channels: 3 | 4 };

const black = { r: 0, g: 0, b: 0 };

const canvasOf = async (image: Sharp, hasAlpha: boolean): Promise<Canvas> => {
  const coloured = image.toColourspace('srgb');
  const { data, info } = await (hasAlpha ? coloured.ensureAlpha() : coloured.removeAlpha())
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height, channels: hasAlpha ? 4 : 3 };
};

const imageOf = async ({ data, width, height, channels }: Canvas): Promise<Sharp> =>
  (await loadSharp())(data, { raw: { width, height, channels } });

/** The end marker is searched for in the last bytes: padding and short metadata follow it in some files. */
const endSearchBytes = 4096;
const endOfJpeg = Buffer.from([0xff, 0xd9]);

/** Some programs omit the end marker; a JPEG that lacks only the marker is complete. */
const openUnendedJpeg = async (path: string): Promise<Sharp | null> => {
  const bytes = await readFile(path);
  const isEnded = bytes.includes(endOfJpeg, Math.max(0, bytes.length - endSearchBytes));
  if (isEnded) return null;
  return (await loadSharp())(Buffer.concat([bytes, endOfJpeg]), { ...readOptions, failOn: 'warning' });
};

/** Upright, in the file's own colours. sharp converts an embedded profile to sRGB when it makes pixels. */
const openImage = async ({ path, container, facts }: DrawRequest): Promise<Sharp> => {
  const sharp = await loadSharp();
  if (container !== 'heic') {
    const { autoOrient } = await sharp(path, readOptions).metadata();
    // The plan's crop is valid for the planned size only.
    if (autoOrient.width !== facts.width || autoOrient.height !== facts.height)
      throw new ImageError({
        reason: 'unreadable',
        detail: `${autoOrient.width} x ${autoOrient.height} pixels`,
      });
    const unended = container === 'jpg' ? await openUnendedJpeg(path) : null;
    return (unended ?? sharp(path, readOptions)).autoOrient();
  }
  const { icc } = await sharp(path, readOptions).metadata();
  const { data, width, height } = decodeHeic(await readFile(path));
  const pixels = sharp(data, { raw: { width, height, channels: 4 } });
  if (!icc) return pixels;
  // Raw pixels carry no profile; a PNG around them does.
  const png = await pixels.png({ compressionLevel: 0 }).toBuffer();
  return sharp(withPngProfile(png, icc), readOptions);
};

/** The longer side of the copy that is blurred: small, so that blurring is fast and removes all detail. */
const blurredSidePx = 48;
const blurSigma = 2;

/** A blurred copy of the middle of the image, scaled to cover the canvas. */
const blurredBackground = async (front: Canvas, canvas: Size): Promise<Canvas> => {
  const cover = Math.max(canvas.width / front.width, canvas.height / front.height);
  const part = {
    width: Math.max(1, Math.floor(canvas.width / cover)),
    height: Math.max(1, Math.floor(canvas.height / cover)),
  };
  const small = blurredSidePx / Math.max(canvas.width, canvas.height);
  const tiny = await canvasOf(
    (await imageOf(front))
      .extract({
        left: Math.floor((front.width - part.width) / 2),
        top: Math.floor((front.height - part.height) / 2),
        ...part,
      })
      .resize(Math.max(2, Math.round(canvas.width * small)), Math.max(2, Math.round(canvas.height * small)), {
        fit: 'fill',
      }),
    false,
  );
  const blurred = await canvasOf((await imageOf(tiny)).blur(blurSigma), false);
  return canvasOf(
    (await imageOf(blurred)).resize(canvas.width, canvas.height, { fit: 'fill', kernel: 'cubic' }),
    false,
  );
};

const pad = async (
  front: Canvas,
  step: Extract<ImageStep, { kind: 'pad' }>,
  hasAlpha: boolean,
): Promise<Canvas> => {
  const left = Math.floor((step.width - front.width) / 2);
  const top = Math.floor((step.height - front.height) / 2);
  // The surroundings of a cut-out figure stay transparent: a blurred copy of it would look like a second body.
  if (step.edge === 'blur' && !hasAlpha) {
    const { data, width, height, channels } = front;
    const background = await imageOf(await blurredBackground(front, step));
    return canvasOf(
      background.composite([{ input: data, raw: { width, height, channels }, left, top }]),
      false,
    );
  }
  const edges = {
    left,
    right: step.width - front.width - left,
    top,
    bottom: step.height - front.height - top,
  };
  const background = { ...black, alpha: hasAlpha ? 0 : 1 };
  return canvasOf((await imageOf(front)).extend({ ...edges, background }), hasAlpha);
};

const drawSteps = async (request: DrawRequest): Promise<Canvas> => {
  const { steps, facts } = request;
  let image = await openImage(request);
  for (const step of steps) {
    if (step.kind === 'crop')
      image = image.extract({ left: step.x, top: step.y, width: step.width, height: step.height });
    if (step.kind === 'scale')
      image = image.resize(step.width, step.height, { fit: 'fill', kernel: 'lanczos3' });
    if (step.kind === 'pad')
      image = await imageOf(await pad(await canvasOf(image, facts.hasAlpha), step, facts.hasAlpha));
  }
  return canvasOf(image, facts.hasAlpha);
};

const encode = async (canvas: Canvas, target: ImageTarget): Promise<Buffer> => {
  const image = await imageOf(canvas);
  if (target.container === 'png')
    return image.png({ compressionLevel: 6, adaptiveFiltering: true }).toBuffer();
  const { quality, shrink = 1 } = target;
  const [width, height] = [canvas.width, canvas.height].map((side) => Math.max(1, Math.trunc(side * shrink)));
  const smaller = shrink < 1 ? image.resize(width ?? 1, height ?? 1, { fit: 'fill' }) : image;
  // JPEG has no transparency: transparent areas become white instead of the colour of their hidden pixels.
  return smaller.flatten({ background: '#ffffff' }).jpeg({ quality, chromaSubsampling: '4:4:4' }).toBuffer();
};

const previewQuality = 85;

/** Without metadata and profile, in sRGB. */
export const drawImage = async (request: DrawRequest): Promise<Buffer> => {
  const { target } = request;
  const canvas = await drawSteps(request);
  if (target.kind === 'pixels')
    return (await imageOf(canvas)).flatten({ background: '#808080' }).removeAlpha().raw().toBuffer();
  if (target.kind === 'preview')
    return encode(
      canvas,
      target.container === 'png' ? { container: 'png' } : { container: 'jpg', quality: previewQuality },
    );
  const { container, maxBytes } = target;
  const sidePx = Math.min(canvas.width, canvas.height);
  const attempts: Attempt[] = [];
  const made = new Map<ImageTarget, Buffer>();
  for (;;) {
    const next = nextTarget({ container, maxBytes, sidePx, attempts });
    if (next.kind === 'give-up') throw new ImageError({ reason: 'over-limit', maxBytes });
    const known = made.get(next.target);
    if (next.kind === 'take' && known) return known;
    const bytes = await encode(canvas, next.target);
    attempts.push({ target: next.target, sizeBytes: bytes.length });
    if (bytes.length <= maxBytes) made.set(next.target, bytes);
  }
};
