import { readdirSync, statSync, utimesSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { ImageDecoder } from '#main/media/image/image-decoder.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpeg, ffmpegWith } from '#test/fixtures/media.ts';
import {
  brightness,
  choices,
  coloursAt,
  frameHashesIn,
  isReference,
  isResult,
  type Kept,
  keep,
  loudnessOf,
  openExports,
  pitchOf,
  samplesOf,
} from './kept.ts';

const left = { x: 0.25, y: 0.8 };
const right = { x: 0.75, y: 0.8 };

let alike: Kept;
/** The result is wider, has more frames per second, is longer, and has no audio. */
let unlike: Kept;
let noisy: Kept;

beforeAll(async () => {
  alike = await keep({ toneHz: 400 }, { toneHz: 800 });
  unlike = await keep(
    { width: 96, height: 128, fps: 10, seconds: 1, toneHz: 400 },
    { width: 160, height: 90, fps: 20, seconds: 2 },
  );
  noisy = await keep(
    { isNoisy: true, width: 256, height: 192, seconds: 3 },
    { isNoisy: true, width: 256, height: 192, seconds: 3, toneHz: 300 },
  );
});
afterAll(async () => {
  for (const { folder } of [alike, unlike, noisy]) await rm(folder, { recursive: true, force: true });
});

// Within a size limit a video is encoded up to three times: a minute on a busy machine.
describe.each(builds)('with $name', { timeout: 180_000 }, ({ path: ffmpegPath }) => {
  test('side by side shows the reference on the left and the result on the right, in sync to the frame', async () => {
    const { make } = openExports(alike, { ffmpegPath });
    const made = await make({ audio: 'result', hasLabels: true });
    expect(made.facts).toMatchObject({
      width: 192,
      height: 128,
      videoCodec: 'h264',
      fps: 10,
      durationSec: 2,
    });
    const [leftColours, rightColours] = await Promise.all([
      coloursAt(made.path, left),
      coloursAt(made.path, right),
    ]);
    expect(leftColours).toHaveLength(20);
    expect(leftColours.every(isReference)).toBe(true);
    expect(rightColours.every(isResult)).toBe(true);
    // An adjacent frame is 9 brighter or darker.
    for (const [frame, { y }] of leftColours.entries())
      expect(Math.abs(y - brightness(frame))).toBeLessThan(4);
    for (const [frame, { y }] of rightColours.entries())
      expect(Math.abs(y - brightness(frame))).toBeLessThan(4);
    expect(pitchOf(await samplesOf(made.path))).toBeCloseTo(800, -2);
  });

  test('combines videos of different sizes, rates and durations, and holds the last frame of the shorter one', async () => {
    const { make } = openExports(unlike, { ffmpegPath });
    const made = await make({ audio: 'beside' });
    expect(made.facts).toMatchObject({ width: 96 + 228, height: 128, fps: 20, durationSec: 2 });
    const [reference, result] = await Promise.all([
      coloursAt(made.path, { x: 48 / 324, y: 0.8 }),
      coloursAt(made.path, { x: 200 / 324, y: 0.8 }),
    ]);
    expect([reference.every(isReference), result.every(isResult)]).toEqual([true, true]);
    expect(reference).toHaveLength(40);
    for (const { y } of reference.slice(22)) expect(Math.abs(y - brightness(9))).toBeLessThan(4);
    for (const [frame, { y }] of result.entries()) expect(Math.abs(y - brightness(frame))).toBeLessThan(4);
    const samples = await samplesOf(made.path);
    expect(samples.length / 8000).toBeCloseTo(2, 1);
    expect(loudnessOf(samples.subarray(0, 7600))).toBeGreaterThan(0.05);
    expect(loudnessOf(samples.subarray(8800))).toBeLessThan(0.001);
  });

  test('stacked shows the reference above the result at equal widths', async () => {
    const { make } = openExports(unlike, { ffmpegPath });
    const made = await make({ layout: 'stacked', hasLabels: true });
    expect(made.facts).toMatchObject({ width: 160, height: 214 + 90, audioCodec: null });
    const [above, below] = await Promise.all([
      coloursAt(made.path, { x: 0.5, y: 0.5 }),
      coloursAt(made.path, { x: 0.5, y: 0.9 }),
    ]);
    expect([above.every(isReference), below.every(isResult)]).toEqual([true, true]);
  });

  test('a wipe uncovers the reference from the left, starting in the middle and sweeping to both sides', async () => {
    const { make } = openExports(alike, { ffmpegPath });
    const made = await make({ layout: 'wipe', hasLabels: true });
    expect(made.facts).toMatchObject({ width: 96, height: 128, durationSec: 2 });
    const at = async (x: number) => (await coloursAt(made.path, { x, y: 0.8 })).map(isReference);
    const [far, before, after, beyond] = await Promise.all([at(0.02), at(0.4), at(0.58), at(0.96)]);
    expect(far.every((shown) => shown)).toBe(true);
    expect(beyond.some((shown) => shown)).toBe(false);
    // One sweep: in the middle at its start, far right after a quarter, far left after three quarters.
    expect([before[0], after[0], before[5], after[5], before[15], after[15]]).toEqual([
      ...[true, false, true, true, false, false],
    ]);
    // Two white columns between two dark ones, over a frame of brightness 40.
    const [line] = await coloursAt(made.path, { x: 46 / 96, y: 0.8 });
    expect(line?.y).toBeGreaterThan(100);
    expect(line?.y).toBeLessThan(150);
  });

  test('adds the audio of the reference to a silent result without encoding its video', async () => {
    const { make } = openExports(unlike, { ffmpegPath });
    const made = await make({ layout: 'result', audio: 'beside' });
    expect(made.name).toBe('anna-squats-kling-v2.6-pro-audio.mp4');
    expect(made.facts).toMatchObject({ width: 160, height: 90, fps: 20, durationSec: 2, audioCodec: 'aac' });
    expect(await frameHashesIn(made.path)).toEqual(await frameHashesIn(unlike.result));
    const samples = await samplesOf(made.path);
    // Within a fiftieth of a second of the video's duration.
    expect(Math.abs(samples.length / 8000 - 2)).toBeLessThan(0.02);
    expect(pitchOf(samples.subarray(400, 7600))).toBeCloseTo(400, -1);
    expect(loudnessOf(samples.subarray(8800))).toBeLessThan(0.001);
  });

  fullTest('audio of a longer reference ends with the result', async () => {
    const kept = await keep({ seconds: 3, toneHz: 500 }, { seconds: 1.3, toneHz: 900, toneSec: 0.5 });
    const { make } = openExports(kept, { ffmpegPath });
    const made = await make({ layout: 'result', audio: 'beside' });
    expect(made.facts.durationSec).toBeCloseTo(1.3, 2);
    const samples = await samplesOf(made.path);
    expect(Math.abs(samples.length / 8000 - 1.3)).toBeLessThan(0.02);
    expect(pitchOf(samples)).toBeCloseTo(500, -2);
    expect(await frameHashesIn(made.path)).toEqual(await frameHashesIn(kept.result));
    await rm(kept.folder, { recursive: true });
  });

  fullTest('applies rotation, and keeps a video at a television rate in sync', async () => {
    const { folder, ...kept } = await keep({ isTurned: true, seconds: 1 }, { fps: 29.97, seconds: 1 });
    const { make } = openExports({ folder, ...kept }, { ffmpegPath });
    const made = await make({});
    expect(made.facts.fps).toBeCloseTo(30000 / 1001, 3);
    expect(made.facts).toMatchObject({ height: 128, width: 170 + 96 });
    const at = (x: number) => coloursAt(made.path, { x: x / 266, y: 0.5 });
    const [white, tinted, result] = await Promise.all([at(30), at(140), at(218)]);
    expect([tinted.every(isReference), white.every(({ y }) => y > 220)]).toEqual([true, true]);
    for (const [frame, { y }] of result.entries()) expect(Math.abs(y - brightness(frame))).toBeLessThan(4);
    await rm(folder, { recursive: true });
  });

  test('stays within a size limit and uses most of it, whatever the content', async () => {
    const { make } = openExports(noisy, { ffmpegPath });
    for (const [layout, maxBytes] of [
      ['side-by-side', 400_000],
      ['wipe', 200_000],
      ['result', 300_000],
    ] as const) {
      const made = await make({ layout, maxBytes, audio: layout === 'wipe' ? 'result' : 'none' });
      expect(made.sizeBytes).toBeLessThanOrEqual(maxBytes);
      expect(made.sizeBytes).toBeGreaterThan(maxBytes * 0.9);
      expect(statSync(made.path).size).toBe(made.sizeBytes);
    }
  });
});

fullTest('a size limit above the output size needs one encoding, without a change of quality', async () => {
  let encodings = 0;
  const tool = ffmpegWith();
  const { make } = openExports(alike, {
    encode: (request) => {
      encodings += 1;
      return tool.encode(request);
    },
  });
  const free = await make({});
  const limited = await make({ maxBytes: 8_000_000 });
  expect([encodings, limited.sizeBytes]).toEqual([2, free.sizeBytes]);
});

fullTest('labels cover their own video only', async () => {
  const size = { width: 320, height: 240, seconds: 1 };
  const kept = await keep(size, size);
  const { make } = openExports(kept);
  const at = { x: 14 / 640, y: 26 / 240 };
  const [plain, labelled] = [await make({}), await make({ hasLabels: true })];
  const y = async (path: string, spot: { x: number; y: number }) => (await coloursAt(path, spot))[8]?.y ?? 0;
  expect((await y(plain.path, at)) - (await y(labelled.path, at))).toBeGreaterThan(30);
  const onResult = { x: 334 / 640, y: 26 / 240 };
  expect((await y(plain.path, onResult)) - (await y(labelled.path, onResult))).toBeGreaterThan(30);
  const elsewhere = { x: 0.3, y: 0.6 };
  expect(Math.abs((await y(plain.path, elsewhere)) - (await y(labelled.path, elsewhere)))).toBeLessThan(3);
  await rm(kept.folder, { recursive: true });
});

describe('labels', () => {
  const request = (hasLabels: boolean) => ({
    itemId: alike.item.id,
    choices: choices({ hasLabels, labels: { reference: '<b>&', result: 'Кино' } }),
  });

  test('are requested with the texts of both sides as they are, within the width of their video', async () => {
    const requests: Parameters<ImageDecoder['text']>[0][] = [];
    const drawText: ImageDecoder['text'] = async (drawing) => {
      requests.push(drawing);
      return ok(null);
    };
    const { exports } = openExports(alike, { drawText });
    expect(await exports.make(request(true))).toMatchObject({ ok: true });
    expect(requests.map(({ text }) => text)).toEqual(['<b>&', `Кино · ${alike.item.modelName}`]);
    for (const { maxEmPx, minEmPx, maxWidthPx } of requests) {
      expect([maxEmPx, minEmPx]).toEqual([13, 13]);
      expect(maxWidthPx).toBeLessThan(96);
    }
  });

  test('that cannot be drawn fail the export before it is encoded, and no export without labels', async () => {
    const missing = fail('tool-missing', { subject: 'sharp', reason: 'not-found' });
    const { exports, folder } = openExports(alike, { drawText: async () => missing });
    expect(await exports.make(request(true))).toEqual(missing);
    expect(readdirSync(folder)).toEqual([]);
    expect(await exports.make(request(false))).toMatchObject({ ok: true });
  });
});

test('uses the audio of another file, and refuses one without audio with an error', async () => {
  const song = join(unlike.folder, 'a song.mp3');
  await ffmpeg('-f', 'lavfi', '-i', 'sine=frequency=600:d=1', song);
  const { make, exports } = openExports(unlike);
  const made = await make({ layout: 'result', audio: 'beside' }, song);
  expect(pitchOf((await samplesOf(made.path)).subarray(400, 7600))).toBeCloseTo(600, -1);
  const request = { itemId: unlike.item.id, choices: choices({ layout: 'result', audio: 'beside' }) };
  expect(await exports.make({ ...request, audioPath: unlike.result })).toMatchObject({
    ok: false,
    error: { code: 'audio-missing', owner: 'file' },
  });
  expect(await exports.make({ ...request, audioPath: join(unlike.folder, 'gone.mp3') })).toMatchObject({
    ok: false,
    error: { code: 'file-missing', subject: 'gone.mp3' },
  });
  const text = join(unlike.folder, 'text.mp3');
  await writeFile(text, '#EXTM3U\nhttp://127.0.0.1:9/x.mp3\n');
  expect(await exports.make({ ...request, audioPath: text })).toMatchObject({
    ok: false,
    error: { code: 'file-not-media', subject: 'text.mp3' },
  });
});

test('reports missing audio before encoding', async () => {
  const kept = await keep({}, {});
  const { exports } = openExports(kept);
  const ask = (audio: 'beside' | 'result') =>
    exports.make({ itemId: kept.item.id, choices: choices({ layout: 'result', audio }) });
  expect(await ask('beside')).toMatchObject({
    ok: false,
    error: { code: 'audio-missing', owner: 'reference' },
  });
  expect(await ask('result')).toMatchObject({ ok: false, error: { code: 'audio-missing' } });
  await rm(kept.folder, { recursive: true });
});

test('cancelling stops the encoder and leaves no files', async () => {
  const encoding = Promise.withResolvers<void>();
  const tool = ffmpegWith();
  const { exports, events, folder } = openExports(noisy, {
    encode: (request) => {
      encoding.resolve();
      return tool.encode(request);
    },
  });
  const making = exports.make({ itemId: noisy.item.id, choices: choices() });
  await encoding.promise;
  exports.cancel(noisy.item.id);
  expect(await making).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(folder)).toEqual([]);
  expect(events.at(-1)).toEqual([]);
});

test('a second export of one item cancels the first', async () => {
  const { exports, events, folder } = openExports(alike);
  const ask = (layout: 'stacked' | 'wipe') =>
    exports.make({ itemId: alike.item.id, choices: choices({ layout }) });
  const [first, second] = await Promise.all([ask('stacked'), ask('wipe')]);
  expect([first.ok, second.ok]).toEqual([false, true]);
  expect(events.every((running) => running.length <= 1)).toBe(true);
  expect(readdirSync(folder)).toHaveLength(1);
});

fullTest('progress increases to the end, and the list of running exports is empty afterwards', async () => {
  const { make, events } = openExports(noisy);
  await make({ maxBytes: 400_000 });
  const fractions = events.flatMap((running) => running.map(({ fraction }) => fraction ?? 0));
  expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
  expect([fractions[0], (fractions.at(-1) ?? 0) > 0.9]).toEqual([0, true]);
  expect(events.at(-1)).toEqual([]);
});

test('an export is available for a day, then removed', async () => {
  const { make, exports, folder, wait } = openExports(alike);
  const made = await make({});
  // The clock of this test stands still, while the export may have taken minutes.
  const before = new Date(Date.now() - 1_800_000);
  utimesSync(made.path, before, before);
  wait(23 * 3600 * 1000);
  await exports.cleanup();
  expect(exports.pathOf(made.exportId)).toEqual({ path: made.path, name: made.name });
  wait(3600 * 1000);
  await exports.cleanup();
  expect(exports.pathOf(made.exportId)).toBe(null);
  expect(readdirSync(folder)).toEqual([]);
});

test('closing cancels a running export and waits for its end', async () => {
  const { exports, folder } = openExports(noisy);
  const making = exports.make({ itemId: noisy.item.id, choices: choices() });
  await exports.close();
  expect(await making).toMatchObject({ ok: false, error: { code: 'cancelled' } });
  expect(readdirSync(folder)).toEqual([]);
});
