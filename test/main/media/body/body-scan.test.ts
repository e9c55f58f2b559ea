/** Pose detection with the real model, on images and videos made from the bundled sample. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { framingDiffers, reportBody } from '#contract/rules/body.ts';
import { createBodyDetector } from '#main/media/body/body-detector.ts';
import { createBodyScan } from '#main/media/body/body-scan.ts';
import { createDrawSource } from '#main/media/image/draw-source.ts';
import { createProbeFacts } from '#main/media/probe/probe.ts';
import { forkWorker } from '#main/media/worker/worker-child.ts';
import { programFolder } from '#main/program-folder.ts';
import { bodyDetector, ffmpegWith, imageDecoder } from '#test/fixtures/media.ts';

const never = new AbortController().signal;
const sample = join(programFolder, 'resources', 'sample');
const character = join(sample, 'character.png');
const ffmpeg = ffmpegWith();
const probe = createProbeFacts(ffmpeg, imageDecoder);
const { image, video } = createBodyScan({
  ffmpeg,
  drawSource: createDrawSource(ffmpeg, imageDecoder),
  detect: bodyDetector,
});

let folder: string;
let size: { width: number; height: number };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-body-'));
  const { width = 0, height = 0 } = await sharp(character).metadata();
  size = { width, height };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bodyOf = async (path: string) => {
  const facts = await probe(path);
  if (!facts.ok) throw new Error(`Not read: ${facts.error.code}`);
  const body =
    facts.value.kind === 'image'
      ? await image({ path, facts: facts.value, signal: never })
      : await video({ path, facts: facts.value, signal: never, onProgress: () => undefined });
  if (!body.ok) throw new Error(`Not examined: ${JSON.stringify(body.error)}`);
  return body.value;
};
const reportOf = async (name: string, drawn: Sharp) => {
  const path = join(folder, `${name}.png`);
  await writeFile(path, await drawn.png().toBuffer());
  return reportBody(await bodyOf(path));
};
const codesOf = ({ findings }: { findings: readonly { code: string }[] }) => findings.map(({ code }) => code);
const cut = (top: number, bottom: number) =>
  sharp(character).extract({
    left: 0,
    top: Math.round(size.height * top),
    width: size.width,
    height: Math.round(size.height * (bottom - top)),
  });

describe('an image', () => {
  test('of a whole figure has no finding, and a box and joints inside the frame', async () => {
    const body = await bodyOf(character);
    expect(reportBody(body)).toMatchObject({ people: 1, level: 'full', findings: [] });
    const [person] = body.samples[0]?.people ?? [];
    expect(person?.joints).toHaveLength(17);
    // The feet are below the head.
    expect(person?.joints[15]?.[1]).toBeGreaterThan(person?.joints[0]?.[1] ?? 1);
  });

  test('without a person reports nobody', async () => {
    const drawn = sharp({ create: { width: 600, height: 800, channels: 3, background: '#4a7fb0' } });
    expect(await reportOf('empty', drawn)).toEqual({
      people: 0,
      level: 'none',
      frameShare: null,
      findings: [{ code: 'nobody' }],
    });
  });

  test('cut at the thighs reports missing legs', async () => {
    const report = await reportOf('upper', cut(0, 0.6));
    expect(report.level).toBe('upper');
    expect(codesOf(report)).toEqual(['legs-missing']);
  });

  test('cut below the shoulders reports a bust', async () => {
    const report = await reportOf('bust', cut(0, 0.36));
    expect(report.level).toBe('bust');
    expect(codesOf(report)).toContain('bust-only');
  });

  test('cut at the neck reports the missing head', async () => {
    expect(codesOf(await reportOf('headless', cut(0.3, 1)))).toContain('head-missing');
  });

  test('of two figures reports several people', async () => {
    const one = await sharp(character).toBuffer();
    const drawn = sharp({
      create: { width: size.width * 2, height: size.height, channels: 3, background: '#ffffff' },
    }).composite([
      { input: one, left: 0, top: 0 },
      { input: one, left: size.width, top: 0 },
    ]);
    const report = await reportOf('two', drawn);
    expect(report.people).toBe(2);
    expect(codesOf(report)).toEqual(['several-people']);
  });

  test('of a figure that takes 3 % of the frame reports its share', async () => {
    const small = await sharp(character).resize({ height: 240 }).toBuffer();
    const drawn = sharp({
      create: { width: 1100, height: 1100, channels: 3, background: '#dddddd' },
    }).composite([{ input: small, left: 480, top: 430 }]);
    const report = await reportOf('small', drawn);
    expect(codesOf(report)).toContain('too-small');
    expect(report.frameShare).toBeGreaterThan(0.01);
    expect(report.frameShare).toBeLessThan(0.05);
  });

  test('that lies on its side reports it', async () => {
    expect(codesOf(await reportOf('lying', sharp(character).rotate(90)))).toContain('sideways');
  });
});

test('a video of a whole figure has no finding, and the framing of the sample matches', async () => {
  const body = await bodyOf(join(sample, 'motion.mp4'));
  expect(body.stepSec).toBe(0.5);
  expect(body.samples.map(({ atSec }) => atSec).slice(0, 3)).toEqual([0, 0.5, 1]);
  expect(reportBody(body)).toMatchObject({ people: 1, level: 'full', findings: [] });
  expect(framingDiffers(await bodyOf(character), body)).toBe(false);
});

test('the detection stops when it is cancelled', async () => {
  const path = join(sample, 'motion.mp4');
  const facts = await probe(path);
  if (!facts.ok || facts.value.kind !== 'video') throw new Error('The sample is no video.');
  const cancelling = new AbortController();
  const examined = video({
    path,
    facts: facts.value,
    signal: cancelling.signal,
    onProgress: () => cancelling.abort(),
  });
  expect(await examined).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('a missing runtime fails with the name of the library, and says that it is missing', async () => {
  const lacking = join(folder, 'lacking.mjs');
  const program = join(programFolder, 'src-main', 'media', 'body', 'body-process.ts');
  await writeFile(
    lacking,
    `import { registerHooks } from 'node:module';
     registerHooks({
       resolve: (specifier, context, next) => {
         if (specifier.startsWith('@tensorflow')) throw Object.assign(new Error('not found'), { code: 'ERR_MODULE_NOT_FOUND' });
         return next(specifier, context);
       },
     });
     await import(${JSON.stringify(program)});`,
  );
  const detect = createBodyDetector(() => forkWorker('body', lacking));
  const pixels = new Uint8Array(64 * 64 * 3);
  const frame = { pixels, width: 64, height: 64, contentWidth: 64, contentHeight: 64 };
  expect(await detect(frame, never)).toMatchObject({
    ok: false,
    error: { code: 'tool-missing', subject: 'TensorFlow.js' },
  });
});
