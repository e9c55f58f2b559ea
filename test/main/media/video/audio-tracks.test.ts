import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { audioTrackOf } from '#main/library/export/input-facts.ts';
import { createPreview } from '#main/media/preview/preview.ts';
import { createWaveform } from '#main/media/preview/waveform.ts';
import { createAudioTrack } from '#main/media/probe/main-streams.ts';
import { builds, ffmpeg, ffmpegWith } from '#test/fixtures/media.ts';
import { gateCases } from '#test/fixtures/runs.ts';
import { fittingWith } from './fitting.ts';
import { makeTones, makeUnknown, patch, pitchOf, type Tone, tinyModel } from './tone-videos.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-audio-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const build = builds.at(-1)?.path;
const { factsOf, made } = fittingWith(build, () => folder, tinyModel);
const low: Tone = { hz: 440 };
const high: Tone = { hz: 880 };
const call = { signal: new AbortController().signal, onProgress: () => undefined };

type Member = {
  readonly name: string;
  readonly make: (path: string) => Promise<unknown>;
  readonly track: number;
  readonly hz: number;
};
const members: readonly Member[] = [
  {
    name: 'unknown-first.mov',
    make: async (path) => makeUnknown(await makeTones(path, [low, high]), 0),
    ...{ track: 1, hz: 880 },
  },
  {
    name: 'decodable-last.mov',
    make: async (path) => {
      await makeUnknown(await makeTones(path, [low, low, high]), 1);
      await makeUnknown(path, 0);
    },
    ...{ track: 2, hz: 880 },
  },
  {
    name: 'unknown-second.mov',
    make: async (path) => makeUnknown(await makeTones(path, [low, high]), 1),
    ...{ track: 0, hz: 440 },
  },
  {
    name: 'no-decoder-first.mp4',
    make: async (path) => makeUnknown(await makeTones(path, [low, high]), 0, 'ac-4'),
    ...{ track: 1, hz: 880 },
  },
  {
    name: 'unknown-first.mkv',
    make: async (path) => patch(await makeTones(path, [low, high]), 'A_AAC', 'A_XYZ'),
    ...{ track: 1, hz: 880 },
  },
  {
    name: 'commentary-first.mkv',
    make: (path) =>
      makeTones(path, [low, high], { options: ['-disposition:a:0', 'comment', '-disposition:a:1', '0'] }),
    ...{ track: 1, hz: 880 },
  },
  {
    name: 'default-second.mkv',
    make: (path) =>
      makeTones(path, [low, high], { options: ['-disposition:a:0', '0', '-disposition:a:1', 'default'] }),
    ...{ track: 1, hz: 880 },
  },
];

test.each(gateCases(members, 3))(
  '$name: audio track $track is selected, sent and used for an export',
  async (member) => {
    const { name, make, track, hz } = member;
    await make(at(name));
    expect(await factsOf(at(name))).toMatchObject({
      ...{ audioStream: track, audioCodec: 'aac', undecodableAudio: [] },
    });
    const { kinds, path } = await made(at(name));
    expect([kinds, await pitchOf(path)]).toEqual([['remux'], hz]);
    const taken = await audioTrackOf({
      audioTrack: createAudioTrack(ffmpegWith(build)),
      path: at(name),
      ...call,
    });
    expect(taken).toMatchObject({ ok: true, value: { audioStream: track } });
  },
);

test('encoding, waveform and preview use the same track', async () => {
  await makeUnknown(await makeTones(at('same.mov'), [{ hz: 440, seconds: 0.2 }, high]), 0);
  const encoded = await made(at('same.mov'), { trim: { startSec: 0.3, endSec: 1.3 } });
  expect([encoded.kinds, await pitchOf(encoded.path)]).toEqual([['cut', 'encode'], 880]);
  const request = { path: at('same.mov'), facts: await factsOf(at('same.mov')), ...call };
  const waveform = await createWaveform({ ffmpeg: ffmpegWith(build) })(request);
  expect(waveform.ok && Math.max(...waveform.value.peaks.slice(100))).toBeGreaterThan(0.05);
  const outPath = at('same.preview.mp4');
  const preview = await createPreview({ ffmpeg: ffmpegWith(build) })({ ...request, outPath });
  expect([preview.ok, await pitchOf(outPath)]).toEqual([true, 880]);
  expect(await factsOf(outPath)).toMatchObject({
    ...{ videoCodec: 'h264', pixelFormat: 'yuv420p', audioCodec: 'aac', container: 'mp4' },
  });
});

describe('audio without a decodable track', () => {
  test('is left out with its reason, when copying and when encoding', async () => {
    await makeUnknown(await makeTones(at('none.mov'), [low]), 0);
    expect(await factsOf(at('none.mov'))).toMatchObject({ audioCodec: null, undecodableAudio: ['apac'] });
    const copied = await made(at('none.mov'));
    const encoded = await made(at('none.mov'), { trim: { startSec: 0.3, endSec: 1.3 } });
    expect([copied.kinds, encoded.kinds]).toEqual([['remux'], ['cut', 'encode']]);
    for (const { plan, facts } of [copied, encoded]) {
      expect(plan.reasons).toContainEqual(
        expect.objectContaining({ code: 'audio-undecodable', actual: 'apac', severity: 'mended' }),
      );
      expect([facts.audioCodec, facts.undecodableAudio]).toEqual([null, []]);
    }
  });
});

type Converted = { readonly name: string; readonly tone: Tone; readonly actual: string };
const converted: readonly Converted[] = [
  { name: 'ac3.mp4', tone: { hz: 440, options: ['-c:a', 'ac3'] }, actual: 'ac3' },
  { name: 'eac3.mp4', tone: { hz: 440, options: ['-c:a', 'eac3'] }, actual: 'eac3' },
  { name: 'opus.mp4', tone: { hz: 440, options: ['-c:a', 'libopus'] }, actual: 'opus' },
  { name: 'vorbis.mkv', tone: { hz: 440, options: ['-c:a', 'libvorbis', '-ac', '2'] }, actual: 'vorbis' },
  { name: 'flac.mkv', tone: { hz: 440, options: ['-c:a', 'flac'] }, actual: 'flac' },
  { name: 'alac.mov', tone: { hz: 440, options: ['-c:a', 'alac'] }, actual: 'alac' },
  { name: 'pcm.mov', tone: { hz: 440, options: ['-c:a', 'pcm_s24le'] }, actual: 'pcm_s24le' },
  {
    name: 'dts.mkv',
    tone: { hz: 440, options: ['-c:a', 'dca', '-ac', '2', '-strict', '-2'] },
    actual: 'dts',
  },
  { name: 'mp2.ts', tone: { hz: 440, options: ['-c:a', 'mp2'] }, actual: 'mp2' },
  { name: 'six-channels.mp4', tone: { hz: 440, options: ['-c:a', 'aac', '-ac', '6'] }, actual: '6 ch' },
  { name: 'fine.mov', tone: { hz: 440, options: ['-c:a', 'aac', '-ar', '96000'] }, actual: '96 kHz' },
];

test.each(gateCases(converted, 3))(
  '$name is transcoded to AAC in stereo while the video is copied',
  async ({ name, tone, actual }) => {
    await makeTones(at(name), [tone], { seconds: 1 });
    const { kinds, plan, facts, path } = await made(at(name));
    expect(kinds).toEqual(['remux']);
    expect(plan.reasons).toContainEqual(
      expect.objectContaining({ code: 'audio-codec', actual, severity: 'mended' }),
    );
    expect(facts).toMatchObject({ audioCodec: 'aac', audioChannels: 2, videoCodec: 'h264' });
    expect(facts.audioRateHz).toBeLessThanOrEqual(48_000);
    expect(await pitchOf(path)).toBe(440);
  },
);

/** With more channels than ffmpeg has a layout for. */
const makeMany = async (path: string) => {
  const samples = Buffer.alloc(48_000 * 12 * 2);
  for (let at = 0; at < 48_000; at += 1)
    for (let channel = 0; channel < 12; channel += 1)
      samples.writeInt16LE(
        Math.round(8000 * Math.sin((at * 440 * 2 * Math.PI) / 48_000)),
        (at * 12 + channel) * 2,
      );
  await writeFile(at('many.raw'), samples);
  await ffmpeg(
    ...['-f', 'lavfi', '-i', 'testsrc2=size=160x90:rate=12:duration=1'],
    ...['-f', 's16le', '-ar', '48000', '-ac', '12', '-i', at('many.raw')],
    ...['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-c:a', 'pcm_s16le', path],
  );
};

describe.each(builds)('with $name', ({ path: each }) => {
  const own = fittingWith(each, () => folder, tinyModel);
  test('a cut at a keyframe copies the video and transcodes the audio of the same part', async () => {
    const ac3: Tone = { hz: 440, options: ['-c:a', 'ac3'] };
    await makeTones(at('cut.mp4'), [ac3]);
    const { kinds, facts, path } = await own.made(at('cut.mp4'), { trim: { startSec: 0.5, endSec: 1.5 } });
    expect(kinds).toEqual(['cut', 'remux']);
    expect(facts.durationSec).toBeCloseTo(1, 1);
    expect([facts.audioCodec, await pitchOf(path)]).toEqual(['aac', 440]);
  });

  test('mixes twelve channels without a layout down to two', async () => {
    await makeMany(at('many.mov'));
    const { kinds, facts, path } = await own.made(at('many.mov'));
    expect([kinds, facts.audioCodec, facts.audioChannels]).toEqual([['remux'], 'aac', 2]);
    expect(await pitchOf(path)).toBe(440);
    const request = { path: at('many.mov'), facts: await factsOf(at('many.mov')), ...call };
    const waveform = await createWaveform({ ffmpeg: ffmpegWith(each) })(request);
    expect(waveform.ok && Math.max(...waveform.value.peaks)).toBeGreaterThan(0.05);
  });
});

test.each([
  ['plain.mp4', ['-c:a', 'aac']],
  ['mp3.mp4', ['-c:a', 'libmp3lame']],
])('%s is sent byte for byte', async (name, options) => {
  await makeTones(at(name), [{ hz: 440, options }], { seconds: 1 });
  const { kinds, plan } = await made(at(name));
  expect([kinds, plan.verdict]).toEqual([['keep'], 'ready']);
});
