import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPreview } from '#main/media/preview/preview.ts';
import { changesIn, spread } from '#main/media/probe/frame-sizes.ts';
import { createScan } from '#main/media/scan/scan.ts';
import { builds, ffmpeg, ffmpegWith } from '#test/fixtures/media.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { withTwoEntries } from '../probe/two-entries.ts';
import { turnVideo } from './counted-videos.ts';
import { fittingWith } from './fitting.ts';
import { tinyModel } from './tone-videos.ts';

let folder: string;
const at = (name: string) => join(folder, name);
const codecs = {
  h264: ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0'],
  vp8: ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k'],
  vp9: ['-c:v', 'libvpx-vp9', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k'],
} as const;
type Codec = keyof typeof codecs;
const sizes = ['160x90', '90x160'] as const;

/** White frames, so that added borders are black. */
const makeParts = async (codec: Codec): Promise<void> => {
  for (const size of sizes)
    await ffmpeg(
      ...['-f', 'lavfi', '-i', `color=c=white:size=${size}:rate=10:duration=1`, '-pix_fmt', 'yuv420p'],
      ...[...codecs[codec], '-g', '5', at(`${codec}-${size}.mkv`)],
    );
  await writeFile(at(`${codec}.txt`), sizes.map((size) => `file '${codec}-${size}.mkv'`).join('\n'));
};
const join2 = (codec: Codec, path: string) =>
  ffmpeg('-f', 'concat', '-i', at(`${codec}.txt`), '-c', 'copy', path);

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-sizes-'));
  await Promise.all((['h264', 'vp8', 'vp9'] as const).map(makeParts));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Width and height of the area that is not black in the frame at this time. */
const shapeAt = async (path: string, atSec: number): Promise<readonly number[]> => {
  const scaled = ['-vf', 'scale=160:90:flags=area,format=gray', '-frames:v', '1', '-f', 'rawvideo'];
  const { stdout } = await promisify(execFile)(
    builds.at(-1)?.path ?? 'ffmpeg',
    ['-v', 'error', '-i', path, '-ss', String(atSec), ...scaled, 'pipe:1'],
    { encoding: 'buffer' },
  );
  const lit = [...stdout.subarray(0, 160 * 90)].flatMap((level, index) => (level > 128 ? [index] : []));
  return [
    new Set(lit.map((index) => index % 160)).size,
    new Set(lit.map((index) => Math.floor(index / 160))).size,
  ];
};

const build = builds.at(-1)?.path;
const { factsOf, made } = fittingWith(build, () => folder, tinyModel);
const call = { signal: new AbortController().signal, onProgress: () => undefined };

type Member = {
  readonly name: string;
  readonly codec: Codec;
  readonly change?: (path: string) => Promise<unknown>;
};
const members: readonly Member[] = [
  { name: 'vp8.webm', codec: 'vp8' },
  { name: 'vp8.mkv', codec: 'vp8' },
  { name: 'vp9.webm', codec: 'vp9' },
  { name: 'vp9.mp4', codec: 'vp9' },
  { name: 'h264.mkv', codec: 'h264' },
  { name: 'h264.mp4', codec: 'h264' },
  { name: 'h264.mov', codec: 'h264' },
  { name: 'h264.flv', codec: 'h264' },
  { name: 'h264.ts', codec: 'h264' },
  {
    name: 'two-entries.mp4',
    codec: 'h264',
    change: async (path) => writeFile(path, withTwoEntries(await readFile(path), 10)),
  },
];

const makeMember = async ({ name, codec, change }: Member): Promise<string> => {
  await join2(codec, at(name));
  await change?.(at(name));
  return at(name);
};

test.each(gateCases(members, 3))('$name: the time and the new size are found', async (member) => {
  const { sizeChanges } = await factsOf(await makeMember(member));
  expect(sizeChanges).toEqual([{ atSec: expect.closeTo(1, 1), width: 90, height: 160 }]);
});

const sent = members.filter(({ name }) =>
  ['vp8.webm', 'h264.mp4', 'h264.ts', 'two-entries.mp4'].includes(name),
);
test.each(gateCases(sent))(
  '$name: the second half keeps its aspect ratio, and the time is reported',
  async (member) => {
    const path = await makeMember(member);
    const { kinds, plan, path: fitted, facts: own } = await made(path);
    expect(kinds).toEqual(['letterbox', 'encode']);
    expect(plan.reasons).toContainEqual(
      expect.objectContaining({
        ...{ code: 'video-size-changes', severity: 'mended' },
        ...{ limit: '160 x 90', actual: '1.0 s' },
      }),
    );
    expect(own).toMatchObject({ width: 160, height: 90, sizeChanges: [], durationSec: expect.closeTo(2, 1) });
    const [first, second] = [await shapeAt(fitted, 0.4), await shapeAt(fitted, 1.4)];
    expect(first).toEqual([160, 90]);
    expect(second[1]).toBe(90);
    expect(Math.abs((second[0] ?? 0) - 50)).toBeLessThanOrEqual(3);
  },
);

test('the scan reports the time as a cut, however similar the frames look', async () => {
  await join2('vp8', at('scan.webm'));
  const facts = await factsOf(at('scan.webm'));
  const scan = await createScan({ ffmpeg: ffmpegWith(build) })({ path: at('scan.webm'), facts, ...call });
  expect(scan).toMatchObject({ ok: true, value: { cutsSec: [1], durationSec: facts.durationSec } });
});

test('the preview keeps the aspect ratio as well', async () => {
  await join2('h264', at('looked.mkv'));
  const facts = await factsOf(at('looked.mkv'));
  const outPath = at('looked.mp4');
  const preview = await createPreview({ ffmpeg: ffmpegWith(build) })({
    path: at('looked.mkv'),
    facts,
    outPath,
    ...call,
  });
  expect(preview.ok).toBe(true);
  expect(Math.abs(((await shapeAt(outPath, 1.4))[0] ?? 0) - 50)).toBeLessThanOrEqual(3);
});

describe.each(builds)('with $name', ({ path: each }) => {
  const own = fittingWith(each, () => folder, tinyModel);
  test('a selection after the change fills its own frame', async () => {
    await join2('h264', at('later.mp4'));
    const { plan, path, facts } = await own.made(at('later.mp4'), { trim: { startSec: 1.2, endSec: 1.8 } });
    expect(plan.video.steps).toContainEqual(
      expect.objectContaining({ kind: 'letterbox', width: 90, height: 160 }),
    );
    expect([facts.width, facts.height, await shapeAt(path, 0.2)]).toEqual([90, 160, [160, 90]]);
  });

  test('a video with a rotation is upright in both halves', async () => {
    await join2('h264', at('turned.mp4'));
    await turnVideo(at('turned.mp4'), 90);
    const { path, facts } = await own.made(at('turned.mp4'));
    expect([facts.width, facts.height, facts.rotationDeg]).toEqual([90, 160, 0]);
    const [first, second] = [await shapeAt(path, 0.4), await shapeAt(path, 1.4)];
    expect(first).toEqual([160, 90]);
    // 90 x 160 is now 160 x 90 inside 90 x 160: equally wide, and 50 of 160 high.
    expect(second[0]).toBe(160);
    expect(Math.abs((second[1] ?? 0) - (50 * 90) / 160)).toBeLessThanOrEqual(3);
  });
});

test('does not change a video of one size, and does not decode frames of one with a single keyframe', async () => {
  await ffmpeg('-i', at('h264-160x90.mkv'), '-c', 'copy', at('one.mp4'));
  const { kinds, plan } = await made(at('one.mp4'));
  expect([kinds, plan.verdict]).toEqual([['keep'], 'ready']);
});

test('decodes a limited number of many keyframes, including the first and the last', () => {
  const keys = Array.from({ length: 1000 }, (_, index) => index / 2);
  expect(spread(keys, 48)).toHaveLength(48);
  expect([spread(keys, 48)[0], spread(keys, 48).at(-1)]).toEqual([0, 499.5]);
  const frame = (atSec: number, width: number) => ({ atSec, width, height: 90 });
  expect(changesIn([frame(2, 90), frame(0, 160), frame(1, 160), frame(3, 160)])).toEqual([
    frame(2, 90),
    frame(3, 160),
  ]);
});
