/** Exports of two results side by side, with the real ffmpeg. */
import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemIdSchema } from '#contract/model/item.ts';
import type { Ffmpeg } from '#main/media/ffmpeg/ffmpeg.ts';
import { ffmpegWith } from '#test/fixtures/media.ts';
import {
  choices,
  coloursAt,
  isReference,
  isResult,
  type Kept,
  keep,
  openExports,
  otherOf,
  pitchOf,
  samplesOf,
} from './kept.ts';

/** The other result has the colour of the reference, is shorter and has a lower tone. */
let kept: Kept;
let other: Kept;

beforeAll(async () => {
  kept = await keep({ seconds: 1, toneHz: 400 }, { seconds: 2, toneHz: 800 });
  other = otherOf(kept);
});
afterAll(() => rm(kept.folder, { recursive: true, force: true }));

test('shows two results side by side, the other one on the left, for the duration of the longer one', async () => {
  // The result's own reference is removed, so that it cannot be mistaken for the other result.
  const { make } = openExports({ ...kept, reference: '/gone.mp4' }, { other });
  const made = await make({ audio: 'beside', hasLabels: true });
  expect(made).toMatchObject({
    name: 'anna-squats-kling-v2.6-pro-and-novita-kling-v3-pro-side-by-side.mp4',
    facts: { width: 192, height: 128, durationSec: 2, audioCodec: 'aac' },
  });
  const [left, right] = await Promise.all([
    coloursAt(made.path, { x: 0.25, y: 0.8 }),
    coloursAt(made.path, { x: 0.75, y: 0.8 }),
  ]);
  expect([left.every(isReference), right.every(isResult)]).toEqual([true, true]);
  expect(pitchOf((await samplesOf(made.path)).subarray(400, 7600))).toBeCloseTo(400, -1);
});

test('passes the other result, then the result, then the audio of the chosen one to ffmpeg', async () => {
  const tool = ffmpegWith();
  const requests: Parameters<Ffmpeg['encode']>[0][] = [];
  const { make } = openExports(kept, {
    other,
    encode: (request) => {
      requests.push(request);
      return tool.encode(request);
    },
  });
  await make({ layout: 'stacked', audio: 'result' });
  expect(requests.map(({ inputs }) => inputs.map(({ path }) => path))).toEqual([
    [other.result, kept.result, kept.result],
  ]);
  const filters = requests[0]?.args[requests[0].args.indexOf('-filter_complex') + 1];
  expect(filters).toMatch(
    /^\[0:V:0\].*\[beside\];\[1:V:0\].*\[result\];\[beside\]\[result\]vstack\[video\];\[2:a:0\]/,
  );
});

test('reports another result that has no audio or is missing before encoding', async () => {
  const silent = { ...other.item.result.facts, audioCodec: null };
  const { exports } = openExports(kept, {
    other: { ...other, item: { ...other.item, result: { file: 'result.mp4', facts: silent } } },
  });
  const requests = { itemId: kept.item.id, choices: choices({ audio: 'beside' }) };
  expect(await exports.make({ ...requests, besideId: other.item.id })).toMatchObject({
    ok: false,
    error: { code: 'audio-missing', owner: 'other-result' },
  });
  expect(await exports.make({ ...requests, besideId: itemIdSchema.parse('none-0000') })).toMatchObject({
    ok: false,
    error: { code: 'item-unknown' },
  });
});
