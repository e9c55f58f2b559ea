import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ImageFacts } from '#contract/model/facts.ts';
import type { ImageStep } from '#contract/model/plan.ts';
import { createFitImage } from '#main/media/image/fit-image.ts';
import { partsOf } from '#main/media/image/image.ts';
import { createProbe } from '#main/media/probe/probe.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpeg, ffmpegWith, imageDecoder, makeImage } from '#test/fixtures/media.ts';
import { wideLimits } from '#test/fixtures/model.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { exifBlock } from '../probe/bytes.ts';
import { colourAt, makeCorner } from '../video/counted-videos.ts';
import {
  clearHeic,
  depthBox,
  inkJpeg,
  jpegBlock,
  movingWebp,
  pngChunk,
  profileBox,
  tiledHeic,
  withBlocks,
  withChunks,
} from './image-bytes.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-fit-image-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const encode = (container: 'jpg' | 'png', maxBytes = 10_000_000): ImageStep => ({
  kind: 'encode',
  container,
  maxBytes,
  because: ['image-format'],
});

const isRed = ([red = 0, green = 0, blue = 0]: readonly number[]) => red > 200 && green < 60 && blue < 60;
/** The corners that are red, joined by "and". */
const redCorner = async (path: string): Promise<string> => {
  const corners = {
    'top left': [0.25, 0.25],
    'top right': [0.75, 0.25],
    'bottom left': [0.25, 0.75],
    'bottom right': [0.75, 0.75],
  };
  const found: string[] = [];
  for (const [name, [x = 0, y = 0]] of Object.entries(corners))
    if (isRed(await colourAt(path, x, y))) found.push(name);
  return found.join(' and ');
};

const roomWith = (ffmpegPath: string | undefined) => {
  const tool = ffmpegWith(ffmpegPath);
  const probe = createProbe(tool, imageDecoder);
  const factsOf = async (path: string): Promise<ImageFacts> => {
    const facts = await probe(path);
    if (!facts.ok || facts.value.kind !== 'image') throw new Error(`not an image: ${JSON.stringify(facts)}`);
    return facts.value;
  };
  const fit = async (path: string, steps: readonly ImageStep[], known?: ImageFacts) => {
    const facts = known ?? (await factsOf(path));
    const target = await mkdtemp(join(folder, 'fitted-'));
    const fitted = await createFitImage(
      tool,
      imageDecoder,
    )({
      path,
      facts,
      steps,
      limits: wideLimits.image,
      folder: target,
      signal: new AbortController().signal,
    });
    return { fitted, folder: target };
  };
  const made = async (...request: Parameters<typeof fit>) => {
    const { fitted } = await fit(...request);
    if (!fitted.ok) throw new Error(JSON.stringify(fitted.error));
    return { ...fitted.value, folder: dirname(fitted.value.path), facts: await factsOf(fitted.value.path) };
  };
  return { fit, made, factsOf };
};

describe.each(builds)('with $name', ({ path: buildPath }) => {
  const { fit, made, factsOf } = roomWith(buildPath);

  test.each(
    gateCases<readonly [orientation: number, corner: string, size: readonly [width: number, height: number]]>(
      [
        [6, 'top right', [200, 400]],
        [1, 'top left', [400, 200]],
        [2, 'top right', [400, 200]],
        [5, 'top left', [200, 400]],
        [7, 'bottom right', [200, 400]],
        [8, 'bottom left', [200, 400]],
        [3, 'bottom right', [400, 200]],
        [4, 'bottom left', [400, 200]],
      ],
      3,
    ),
  )('rotates a photo with EXIF orientation %i and removes EXIF', async (orientation, corner, size) => {
    const photo = await makeCorner(at(`turned-${orientation}.jpg`), {
      width: 400,
      height: 200,
      exifOrientation: orientation,
    });
    const { path, facts } = await made(photo, [encode('jpg')]);
    expect([facts.width, facts.height]).toEqual(size);
    expect(await redCorner(path)).toBe(corner);
    expect((await readFile(path)).includes('Exif')).toBe(false);
  });

  test('adds edges on both sides, black around a photo', async () => {
    const photo = await makeCorner(at('tall.jpg'), { width: 200, height: 800 });
    const { path, facts } = await made(photo, [
      { kind: 'pad', edge: 'plain', width: 400, height: 800, because: ['image-aspect'] },
      encode('jpg'),
    ]);
    expect([facts.width, facts.height]).toEqual([400, 800]);
    expect(Math.max(...(await colourAt(path, 0.1, 0.5)).slice(0, 3))).toBeLessThan(10);
    expect(Math.max(...(await colourAt(path, 0.9, 0.5)).slice(0, 3))).toBeLessThan(10);
    expect(isRed(await colourAt(path, 0.3, 0.25))).toBe(true);
  });

  fullTest('edges around a cut-out figure are transparent', async () => {
    const figure = await makeCorner(at('figure.png'), {
      width: 200,
      height: 800,
      filter: 'format=rgba,colorchannelmixer=aa=0',
      options: ['-pix_fmt', 'rgba'],
    });
    const { path, facts } = await made(figure, [
      { kind: 'pad', edge: 'plain', width: 400, height: 800, because: ['image-aspect'] },
      encode('png'),
    ]);
    expect([
      facts.hasAlpha,
      (await colourAt(path, 0.1, 0.5))[3],
      (await colourAt(path, 0.5, 0.5))[3],
    ]).toEqual([true, 0, 0]);
  });

  test('transparent areas become white in a JPEG', async () => {
    const figure = await makeCorner(at('glass.png'), {
      width: 400,
      height: 400,
      filter: 'format=rgba,colorchannelmixer=aa=0',
      options: ['-pix_fmt', 'rgba'],
    });
    const { path } = await made(figure, [encode('jpg')]);
    expect(Math.min(...(await colourAt(path, 0.25, 0.25)).slice(0, 3))).toBeGreaterThan(245);
    expect(Math.min(...(await colourAt(path, 0.75, 0.75)).slice(0, 3))).toBeGreaterThan(245);
  });

  test.each(
    gateCases<readonly [name: string, options: readonly string[]]>(
      [
        ['still.webp', ['-c:v', 'libwebp', '-f', 'image2pipe']],
        ['still.bmp', []],
        ['still.tiff', ['-pix_fmt', 'rgb24']],
        ['palette.png', ['-pix_fmt', 'pal8']],
        ['deep.png', ['-pix_fmt', 'rgb48be']],
        ['grey.png', ['-pix_fmt', 'gray']],
      ],
      3,
    ),
  )('reads %s', async (name, options) => {
    const imagePath = await makeImage(at(name), {
      width: 401,
      height: 399,
      options: ['-vf', 'scale=401:399', ...options],
    });
    const { facts, contentType, name: made1 } = await made(imagePath, [encode('jpg')]);
    expect([facts.container, facts.width, facts.height, contentType, made1]).toEqual([
      'jpg',
      401,
      399,
      'image/jpeg',
      'character.jpg',
    ]);
  });

  test.each(
    gateCases([
      ['moving.gif', ['-pix_fmt', 'rgb8']],
      ['moving.apng', ['-pix_fmt', 'rgb24']],
    ] as const),
  )('uses the first frame of %s', async (name, options) => {
    const first =
      "color=c=red:size=400x400:rate=5[a];color=c=blue:size=400x400:rate=5[b];[a][b]overlay=enable='gte(n,1)'";
    await ffmpeg('-f', 'lavfi', '-i', `${first}`, '-t', '1', ...options, at(name));
    expect((await factsOf(at(name))).isAnimated).toBe(true);
    const { path, facts } = await made(at(name), [encode('png')]);
    expect([facts.container, facts.isAnimated]).toEqual(['png', false]);
    expect(isRed(await colourAt(path, 0.5, 0.5))).toBe(true);
  });

  test('removes metadata of cameras and programs', async () => {
    const photo = await makeCorner(at('tagged.jpg'), { width: 400, height: 400, exifOrientation: 1 });
    const bytes = await readFile(photo);
    const note = Buffer.from('\xff\xfe\0\x09Private', 'latin1');
    await writeFile(photo, Buffer.concat([bytes.subarray(0, 2), note, bytes.subarray(2)]));
    const { path } = await made(photo, [encode('jpg')]);
    const [before, after] = [await readFile(photo), await readFile(path)];
    expect([before.includes('Private'), before.includes('Exif')]).toEqual([true, true]);
    expect([after.includes('Private'), after.includes('Exif')]).toEqual([false, false]);
  });

  fullTest('adds edges from a blurred copy of the image, after the crop', async () => {
    const photo = await makeCorner(at('wide.png'), { width: 800, height: 400 });
    const { path, facts } = await made(photo, [
      { kind: 'crop', x: 401, y: 0, width: 399, height: 399, because: ['image-aspect'] },
      { kind: 'pad', edge: 'blur', width: 399, height: 799, because: ['image-aspect'] },
      encode('png'),
    ]);
    expect([facts.width, facts.height]).toEqual([399, 799]);
    const blue = (await colourAt(path, 0.5, 0.05)).slice(0, 3);
    expect(blue[2]).toBeGreaterThan(200);
    expect(blue[0]).toBeLessThan(40);
  });

  test('converts CMYK to sRGB', async () => {
    await writeFile(at('ink.jpg'), inkJpeg);
    expect(await factsOf(at('ink.jpg'))).toMatchObject({ isCmyk: true, hasAlpha: false, width: 32 });
    const { path, facts } = await made(at('ink.jpg'), [encode('jpg')]);
    expect(facts.isCmyk).toBe(false);
    expect(isRed(await colourAt(path, 0.25, 0.5))).toBe(true);
    const [red = 255, , blue = 0] = await colourAt(path, 0.75, 0.5);
    // The default CMYK profile has no brighter blue.
    expect([red < 60, blue > 100]).toEqual([true, true]);
  });

  fullTest('converts 16 bits per channel to 8', async () => {
    const imagePath = await makeCorner(at('deep16.png'), {
      width: 400,
      height: 400,
      options: ['-pix_fmt', 'rgba64be'],
    });
    expect(await factsOf(imagePath)).toMatchObject({ bitDepth: 16, hasAlpha: true });
    const { path, facts } = await made(imagePath, [encode('png')]);
    expect(facts).toMatchObject({ bitDepth: 8, hasAlpha: true });
    expect(isRed(await colourAt(path, 0.25, 0.25))).toBe(true);
  });

  test('uses the first frame of an animated WebP, which ffmpeg cannot read', async () => {
    await writeFile(at('moving.webp'), movingWebp);
    expect(await factsOf(at('moving.webp'))).toMatchObject({ isAnimated: true, width: 40, height: 20 });
    const { path, facts } = await made(at('moving.webp'), [encode('png')]);
    expect([facts.width, facts.height, facts.isAnimated]).toEqual([40, 20, false]);
    expect(isRed(await colourAt(path, 0.5, 0.5))).toBe(true);
  });

  test('joins the tiles of a HEIC and rotates it', async () => {
    await writeFile(at('phone.heic'), await tiledHeic(['red', 'green', 'blue', 'white'], 3));
    expect(await factsOf(at('phone.heic'))).toMatchObject({
      container: 'heic',
      width: 91,
      height: 101,
      rotationDeg: 0,
    });
    const { path, facts, folder: target } = await made(at('phone.heic'), [encode('png')]);
    expect([facts.width, facts.height]).toEqual([91, 101]);
    expect(isRed(await colourAt(path, 0.75, 0.25))).toBe(true);
    expect((await colourAt(path, 0.1, 0.25))[2]).toBeGreaterThan(200);
    expect(Math.min(...(await colourAt(path, 0.1, 0.9)))).toBeGreaterThan(200);
    expect(await readdir(target)).toEqual(['character.png']);
  });

  test('converts an embedded profile to sRGB and removes it', async () => {
    // A reader that ignores the profile reads this red of Display P3 as 255, 0, 0.
    const wide = { create: { width: 400, height: 300, channels: 3 as const, background: '#e03c28' } };
    const tagged = sharp(wide).withIccProfile('p3');
    const [png, jpg] = await Promise.all([
      tagged.clone().png().toBuffer(),
      tagged.clone().jpeg({ quality: 98 }).toBuffer(),
    ]);
    for (const [name, bytes] of [
      ['wide.png', png],
      ['wide.jpg', jpg],
    ] as const) {
      await writeFile(at(name), bytes);
      const stored = await colourAt(at(name), 0.5, 0.5);
      expect(stored[0]).toBeLessThan(215);
      const { path } = await made(at(name), [encode('png')]);
      const [red = 0, green = 0, blue = 0] = await colourAt(path, 0.5, 0.5);
      expect([Math.abs(red - 0xe0) < 4, Math.abs(green - 0x3c) < 4, Math.abs(blue - 0x28) < 4]).toEqual([
        true,
        true,
        true,
      ]);
      expect((await readFile(path)).includes('iCCP')).toBe(false);
    }
  });

  test('applies the profile of a HEIC, converts 10 bits to 8, and keeps transparency', async () => {
    const { icc } = await sharp({ create: { width: 1, height: 1, channels: 3, background: 'red' } })
      .withIccProfile('p3')
      .png()
      .toBuffer()
      .then((png) => sharp(png).metadata());
    const options = { pixelFormat: 'yuv420p10le', width: 100, height: 90 };
    const colour = '0xb04030';
    const four = [colour, colour, colour, colour];
    await writeFile(at('plain.heic'), await tiledHeic(four, 0, options));
    const tagged = { ...options, properties: [profileBox(icc ?? Buffer.alloc(0)), depthBox(10)] };
    await writeFile(at('wide.heic'), await tiledHeic(four, 0, tagged));
    expect(await factsOf(at('wide.heic'))).toMatchObject({ bitDepth: 10, hasAlpha: false });
    const [plain, wide] = [
      await made(at('plain.heic'), [encode('png')]),
      await made(at('wide.heic'), [encode('png')]),
    ];
    const [red = 0] = await colourAt(plain.path, 0.5, 0.5);
    const [wideRed = 0] = await colourAt(wide.path, 0.5, 0.5);
    expect(Math.abs(red - 0xb0)).toBeLessThan(4);
    expect(wideRed).toBeGreaterThan(red + 5);

    await writeFile(at('clear.heic'), await clearHeic());
    const clear = await made(at('clear.heic'), [encode('png')]);
    expect(clear.facts).toMatchObject({ hasAlpha: true, container: 'png' });
    expect([(await colourAt(clear.path, 0.25, 0.5))[3], (await colourAt(clear.path, 0.75, 0.5))[3]]).toEqual([
      0, 255,
    ]);
  });

  test('refuses a damaged image without leftovers', async () => {
    const imagePath = await makeImage(at('torn.png'), { width: 800, height: 800 });
    const facts = await factsOf(imagePath);
    const bytes = await readFile(imagePath);
    bytes.fill(0, 40);
    await writeFile(imagePath, bytes);
    const { fitted, folder: target } = await fit(imagePath, [encode('jpg')], facts);
    expect(fitted).toMatchObject({
      ok: false,
      error: { code: 'tool-failed', subject: 'sharp', charged: 'no' },
    });
    expect(JSON.stringify(fitted)).not.toContain(folder);
    expect(await readdir(target)).toEqual([]);
  });
});

describe('independent of the ffmpeg build', () => {
  const { fit, made } = roomWith(undefined);

  test('sends an image within the limits byte for byte', async () => {
    const imagePath = await makeImage(at('fits.png'));
    await chmod(imagePath, 0o444);
    const { path, name, facts } = await made(imagePath, [{ kind: 'keep' }]);
    expect((await readFile(path)).equals(await readFile(imagePath))).toBe(true);
    expect([name, facts.container]).toEqual(['character.png', 'png']);
    // The copy in the work folder is writable although the source is read-only, so that it can be removed.
    expect((await stat(path)).mode & 0o200).toBe(0o200);
  });

  const strip: ImageStep = { kind: 'strip', because: ['image-metadata'] };
  const latin = (text: string) => Buffer.from(text, 'latin1');

  test('removes metadata from a JPEG and keeps the other bytes', async () => {
    const clean = (await readFile(await makeImage(at('clean.jpg')))).subarray();
    const bare = partsOf('jpg', clean).stripped ?? clean;
    const profile = jpegBlock(0xe2, latin('ICC_PROFILE\0\x01\x01profile'));
    const tagged = withBlocks(
      bare,
      exifBlock(1),
      profile,
      jpegBlock(0xe1, latin('http://ns.adobe.com/xap/1.0/\0<place/>')),
      jpegBlock(0xe2, latin('MPF\0more images')),
      jpegBlock(0xed, latin('Photoshop 3.0\0city')),
      jpegBlock(0xfe, latin('a comment')),
    );
    await writeFile(at('tagged.jpg'), Buffer.concat([tagged, latin('\0\0\0\x10ftypmp42 appended video')]));
    const { path, facts } = await made(at('tagged.jpg'), [strip]);
    expect((await readFile(path)).equals(withBlocks(bare, profile))).toBe(true);
    expect(facts.hasMetadata).toBe(false);
  });

  test('removes metadata from a PNG and keeps the other bytes', async () => {
    const clean = await readFile(await makeImage(at('clean.png')));
    const kept = pngChunk('sRGB', Buffer.from([0]));
    const tagged = withChunks(
      clean,
      pngChunk('tEXt', latin('Author\0me')),
      kept,
      pngChunk('iTXt', latin('XML:com.adobe.xmp\0\0\0\0\0<place/>')),
      pngChunk('tIME', Buffer.from([7, 232, 5, 1, 10, 0, 0])),
      pngChunk('eXIf', exifBlock(1).subarray(10)),
      pngChunk('caBX', latin('credentials')),
    );
    await writeFile(at('tagged.png'), Buffer.concat([tagged, latin('behind it')]));
    expect((await made(at('clean.png'), [{ kind: 'keep' }])).facts.hasMetadata).toBe(false);
    const { path, facts } = await made(at('tagged.png'), [strip]);
    expect((await readFile(path)).equals(withChunks(clean, kept))).toBe(true);
    expect(facts.hasMetadata).toBe(false);
  });

  test('encodes a JPEG without end marker, and refuses a truncated one', async () => {
    const whole = await readFile(await makeImage(at('whole.jpg')));
    const tagged = withBlocks(whole, jpegBlock(0xfe, latin('a comment')));
    await writeFile(at('unended.jpg'), tagged.subarray(0, -2));
    const { path } = await made(at('unended.jpg'), [strip]);
    expect((await readFile(path)).includes('a comment')).toBe(false);
    await writeFile(at('torn.jpg'), tagged.subarray(0, -2000));
    const { fitted, folder: target } = await fit(at('torn.jpg'), [strip]);
    expect(fitted).toMatchObject({ ok: false, error: { code: 'tool-failed', subject: 'sharp' } });
    expect(await readdir(target)).toEqual([]);
  });

  test('does not send an image that was replaced before its metadata is removed', async () => {
    const imagePath = await makeImage(at('swapped.png'));
    const bytes = await readFile(imagePath);
    const known = await made(imagePath, [{ kind: 'keep' }]);
    bytes[bytes.length - 30] = (bytes[bytes.length - 30] ?? 0) ^ 1;
    await writeFile(imagePath, bytes);
    const { fitted } = await fit(imagePath, [strip], known.facts);
    expect(fitted).toMatchObject({ ok: false, error: { code: 'source-gone' } });
  });

  test('reduces the quality, then the dimensions, of a large image until it is within the size limit', async () => {
    const imagePath = await makeImage(at('huge.png'), {
      width: 1100,
      height: 1100,
      options: ['-vf', 'noise=alls=100:allf=u'],
    });
    const limits = [900_000, 200_000];
    for (const maxBytes of limits) {
      const { sizeBytes, facts, folder: target } = await made(imagePath, [encode('png', maxBytes)]);
      expect(sizeBytes).toBeLessThanOrEqual(maxBytes);
      expect(facts.width).toBe(facts.height);
      expect(facts.width < 1100).toBe(maxBytes === 200_000);
      expect(await readdir(target)).toEqual(['character.jpg']);
    }
  });

  fullTest('converts a PNG above the size limit to a JPEG within it', async () => {
    const imagePath = await makeImage(at('large.png'), {
      width: 800,
      height: 800,
      options: ['-vf', 'noise=alls=100:allf=u'],
    });
    const { sizeBytes, contentType } = await made(imagePath, [encode('png', 250_000)]);
    expect([sizeBytes <= 250_000, contentType]).toEqual([true, 'image/jpeg']);
  });

  test('refuses an image that cannot be reduced to the size limit, without leftovers', async () => {
    const imagePath = await makeImage(at('large2.png'));
    const { fitted, folder: target } = await fit(imagePath, [encode('png', 2000)]);
    expect(fitted).toMatchObject({ ok: false, error: { code: 'tool-failed', subject: 'sharp' } });
    expect(await readdir(target)).toEqual([]);
  });
});
