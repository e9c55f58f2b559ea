import { expect, test } from 'vitest';
import type { ImageFacts } from '#contract/model/facts.ts';
import type { ImageStep } from '#contract/model/plan.ts';
import { imageArguments, imageDemuxer } from '#main/media/image-arguments.ts';

const facts: ImageFacts = {
  kind: 'image',
  container: 'jpg',
  isAnimated: false,
  sizeBytes: 1,
  width: 200,
  height: 800,
  rotationDeg: 0,
  hasAlpha: false,
  sha256: 'a'.repeat(64),
};
const scale: ImageStep = { kind: 'scale', width: 400, height: 1600, because: [] };
const pad: ImageStep = { kind: 'pad', width: 640, height: 1600, because: [] };
const filterOf = (...asked: Parameters<typeof imageArguments>) => {
  const args = imageArguments(...asked);
  return args[args.indexOf('-filter_complex') + 1];
};

test('a picture is turned, then scaled, then given its edges', () => {
  expect(filterOf({ ...facts, rotationDeg: 90 }, [scale, pad], { container: 'png' })).toBe(
    '[0:v]transpose=clock,scale=400:1600:flags=lanczos+accurate_rnd,pad=640:1600:(ow-iw)/2:(oh-ih)/2:color=black,setsar=1',
  );
});

test('transparency stays in a PNG and becomes white in a JPEG', () => {
  const clear = { ...facts, hasAlpha: true };
  expect(imageArguments(clear, [], { container: 'png' })).toContain('rgba');
  expect(imageArguments(facts, [], { container: 'png' })).toContain('rgb24');
  expect(filterOf(clear, [], { container: 'jpg', quality: 2 })).toContain('lutrgb=r=maxval');
  expect(filterOf(facts, [], { container: 'jpg', quality: 2 })).toBe('[0:v]setsar=1');
});

test('a JPEG is saved at the quality that is asked for', () => {
  const args = imageArguments(facts, [], { container: 'jpg', quality: 5 });
  expect(args[args.indexOf('-q:v') + 1]).toBe('5');
});

test('a picture is read as what it is and as nothing else', () => {
  const of = (container: string, isAnimated = false) => imageDemuxer({ container, isAnimated });
  expect([of('jpg'), of('png'), of('png', true), of('gif', true), of('webp'), of('avif'), of('odd')]).toEqual(
    ['jpeg_pipe', 'png_pipe', 'apng', 'gif', 'webp_pipe', 'mov', null],
  );
});
