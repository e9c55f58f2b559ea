import { expect, test } from 'vitest';
import type { ImageFacts } from '#contract/model/facts.ts';
import type { ImageStep } from '#contract/model/plan.ts';
import { type ImageTarget, imageArguments, imageDemuxer } from '#main/media/image/image-arguments.ts';

const facts: ImageFacts = {
  kind: 'image',
  container: 'jpg',
  isAnimated: false,
  sizeBytes: 1,
  width: 200,
  height: 800,
  rotationDeg: 0,
  hasAlpha: false,
  bitDepth: 8,
  isCmyk: false,
  isMirrored: false,
  hasMetadata: false,
  sha256: 'a'.repeat(64),
};
const scale: ImageStep = { kind: 'scale', width: 400, height: 1600, because: [] };
const pad: ImageStep = { kind: 'pad', edge: 'plain', width: 640, height: 1600, because: [] };
const filterOf = (
  of: ImageFacts,
  steps: readonly ImageStep[],
  target: ImageTarget,
  prepared: readonly string[] = [],
) => {
  const args = imageArguments({ facts: of, prepared }, steps, target);
  return args[args.indexOf('-filter_complex') + 1];
};

test('a picture is turned, then scaled, then given its edges', () => {
  expect(filterOf({ ...facts, rotationDeg: 90 }, [scale, pad], { container: 'png' })).toBe(
    '[0:v]transpose=clock,scale=400:1600:flags=lanczos+accurate_rnd,pad=640:1600:(ow-iw)/2:(oh-ih)/2:color=black,setsar=1',
  );
});

test('what stands in a mirror is mirrored before it is turned', () => {
  expect(filterOf({ ...facts, rotationDeg: 270, isMirrored: true }, [], { container: 'png' })).toBe(
    '[0:v]hflip,transpose=cclock,setsar=1',
  );
});

test('the part that stays is cut out of the upright picture to the pixel, before it is scaled', () => {
  const crop: ImageStep = { kind: 'crop', x: 3, y: 5, width: 101, height: 203, because: [] };
  expect(filterOf({ ...facts, rotationDeg: 180 }, [crop, scale], { container: 'png' })).toBe(
    '[0:v]format=rgb24,hflip,vflip,crop=101:203:3:5,scale=400:1600:flags=lanczos+accurate_rnd,setsar=1',
  );
});

test('around a cut-out figure nothing is blurred', () => {
  const blurred: ImageStep = { kind: 'pad', edge: 'blur', width: 640, height: 1600, because: [] };
  expect(filterOf(facts, [blurred], { container: 'png' })).toContain('gblur');
  expect(filterOf({ ...facts, hasAlpha: true }, [blurred], { container: 'png' })).toContain('black@0');
});

test('what a decoder answers in parts is put together first, and made smaller last', () => {
  const smaller = { container: 'jpg', quality: 12, shrink: 0.5 } as const;
  expect(filterOf(facts, [scale], smaller, ['tile=2x2', 'crop=200:800:0:0'])).toBe(
    '[0:v]tile=2x2,crop=200:800:0:0,scale=400:1600:flags=lanczos+accurate_rnd,scale=trunc(iw*0.5000):trunc(ih*0.5000):flags=lanczos,setsar=1',
  );
});

test('transparency stays in a PNG and becomes white in a JPEG', () => {
  const clear = { ...facts, hasAlpha: true };
  expect(imageArguments({ facts: clear }, [], { container: 'png' })).toContain('rgba');
  expect(imageArguments({ facts }, [], { container: 'png' })).toContain('rgb24');
  expect(filterOf(clear, [], { container: 'jpg', quality: 2 })).toContain('lutrgb=r=maxval');
  expect(filterOf(facts, [], { container: 'jpg', quality: 2 })).toBe('[0:v]setsar=1');
});

test('a JPEG is saved at the quality that is asked for', () => {
  const args = imageArguments({ facts }, [], { container: 'jpg', quality: 5 });
  expect(args[args.indexOf('-q:v') + 1]).toBe('5');
});

test('a picture is read as what it is and as nothing else', () => {
  const of = (container: string, isAnimated = false) => imageDemuxer({ container, isAnimated });
  expect([of('jpg'), of('png'), of('png', true), of('gif', true), of('webp'), of('avif'), of('odd')]).toEqual(
    ['jpeg_pipe', 'png_pipe', 'apng', 'gif', 'webp_pipe', 'mov', null],
  );
});
