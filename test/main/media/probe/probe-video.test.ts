import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { SeenVideoFacts } from '#contract/model/facts.ts';
import { createProbeFacts } from '#main/media/probe/probe.ts';
import { fullTest } from '#test/fixtures/full-test.ts';
import { builds, ffmpeg, ffmpegWith, installedTools, makeVideo } from '#test/fixtures/media.ts';

let folder: string;
const at = (name: string) => join(folder, name);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-look-'));
  await makeVideo(at('plain.mp4'), {
    seconds: 4,
    hasAudio: true,
    width: 480,
    height: 160,
    options: ['-g', '20', '-bf', '2'],
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The times of keyframes as ffprobe reads them from the whole file. */
const keysOf = async (path: string): Promise<readonly number[]> => {
  const tool = await installedTools().ffprobe();
  if (!tool.ok) throw new Error('no ffprobe');
  const entries = ['-show_entries', 'packet=pts_time,flags:format=start_time', '-of', 'json'];
  const { stdout } = await promisify(execFile)(tool.value.path, [
    ...['-v', 'error', '-select_streams', 'V:0', ...entries, path],
  ]);
  const { packets, format } = JSON.parse(stdout);
  return packets
    .filter(
      ({ flags, pts_time }: { flags: string; pts_time: string }) => /^K/.test(flags) && Number(pts_time) >= 0,
    )
    .map(({ pts_time }: { pts_time: string }) =>
      Number((Number(pts_time) - Number(format.start_time)).toFixed(4)),
    );
};

describe.each(builds)('with $name', ({ path: build }) => {
  const probeFacts = createProbeFacts(ffmpegWith(build));
  const seen = async (name: string): Promise<SeenVideoFacts> => {
    const facts = await probeFacts(at(name));
    if (!facts.ok || facts.value.kind !== 'video') throw new Error(`not a video: ${JSON.stringify(facts)}`);
    return facts.value;
  };
  const rounded = ({ keyframesSec }: SeenVideoFacts) => keyframesSec?.map((sec) => Number(sec.toFixed(4)));

  test.each([
    ['plain.mp4', ['-c', 'copy']],
    ['fragments.mp4', ['-c', 'copy', '-movflags', '+frag_keyframe+empty_moov']],
    ['matroska.mkv', ['-c', 'copy']],
    ['stream.ts', ['-c', 'copy']],
    ['late.mov', ['-itsoffset', '0.5', '-i', 'plain.mp4', '-map', '0:a', '-map', '1:v', '-c', 'copy']],
  ])('%s may be cut where ffprobe finds keyframes', async (name, options) => {
    const own = options.map((option) => (option === 'plain.mp4' ? at(option) : option));
    if (name !== 'plain.mp4') await ffmpeg('-i', at('plain.mp4'), ...own, at(name));
    const facts = await seen(name);
    expect(facts.keyframesSec).toHaveLength(5);
    expect(rounded(facts)).toEqual(await keysOf(at(name)));
  });

  test('a video that was cut without encoding begins where its edit list states', async () => {
    await ffmpeg('-ss', '1.2', '-i', at('plain.mp4'), '-t', '2', '-c', 'copy', at('edited.mp4'));
    const facts = await seen('edited.mp4');
    expect(facts).toMatchObject({ fps: 25, isVariableFps: false });
    expect(facts.durationSec).toBeGreaterThan(1.95);
    expect(facts.durationSec).toBeLessThan(2.25);
    expect(rounded(facts)).toEqual([0.4, 1.2, 2].filter((sec) => sec < facts.durationSec));
  });

  test('a keyframe hidden by an edit list at either end is no position for a cut', async () => {
    const bytes = await readFile(at('plain.mp4'));
    const entry = bytes.indexOf('elst', 0, 'latin1') + 12;
    // 2 of the 4 seconds, from 0.6 s on.
    bytes.writeUInt32BE(2000, entry);
    bytes.writeInt32BE(bytes.readInt32BE(entry + 4) + (12_800 * 3) / 5, entry + 4);
    await writeFile(at('hidden.mp4'), bytes);
    const facts = await seen('hidden.mp4');
    expect(facts).toMatchObject({ durationSec: 2, fps: 25, isVariableFps: false });
    expect(rounded(facts)).toEqual([0.2, 1, 1.8]);
  });

  fullTest('measures a browser recording that states no duration', async () => {
    await makeVideo(at('whole.webm'), {
      ...{ seconds: 2, width: 160, height: 120 },
      options: ['-c:v', 'libvpx', '-deadline', 'realtime'],
    });
    await ffmpeg('-i', at('whole.webm'), '-c', 'copy', '-live', '1', at('live.webm'));
    const facts = await seen('live.webm');
    expect(facts).toMatchObject({ container: 'webm', isVariableFps: false });
    expect(facts.durationSec).toBeCloseTo(2, 1);
    expect(facts.fps).toBeCloseTo(25, 1);
  });

  fullTest('marks a phone video with a variable rate, and reports its average', async () => {
    const filter = "setpts='(N+0.4*mod(N,2)+4*gt(N,40))/25/TB'";
    await makeVideo(at('phone.mp4'), {
      seconds: 3,
      options: ['-vf', filter, '-vsync', 'vfr', '-video_track_timescale', '90000'],
    });
    const facts = await seen('phone.mp4');
    expect(facts.isVariableFps).toBe(true);
    expect(facts.fps).toBeGreaterThan(20);
    expect(facts.fps).toBeLessThan(26);
  });

  test.each([
    ['half.mp4', ['-c:v', 'libx264', '-flags', '+ildct+ilme', '-x264opts', 'tff=1'], true],
    ['half.avi', ['-c:v', 'mpeg4', '-flags', '+ildct+ilme'], true],
    ['half.mkv', ['-c:v', 'libx264', '-flags', '+ildct+ilme', '-x264opts', 'tff=1'], true],
    ['whole.mkv', ['-c:v', 'libx264'], false],
    ['whole.avi', ['-c:v', 'mpeg4'], false],
  ])('%s: interlaced %o is %s', async (name, options, isInterlaced) => {
    await makeVideo(at(name), { seconds: 1, width: 720, height: 576, options });
    expect((await seen(name)).isInterlaced).toBe(isInterlaced);
  });

  fullTest('reports transparency of VP9 and of ProRes', async () => {
    const clear = ['-vf', 'format=yuva420p,colorchannelmixer=aa=0.5'];
    const vp9 = [...clear, '-pix_fmt', 'yuva420p', '-c:v', 'libvpx-vp9', '-deadline', 'realtime'];
    await makeVideo(at('clear.webm'), { seconds: 0.5, width: 160, height: 120, options: vp9 });
    const prores = ['-pix_fmt', 'yuva444p10le', '-c:v', 'prores_ks', '-profile:v', '4444'];
    await makeVideo(at('clear.mov'), { seconds: 0.2, width: 160, height: 120, options: prores });
    expect(await seen('clear.webm')).toMatchObject({ hasAlpha: true, bitDepth: 8 });
    const { hasAlpha, bitDepth, keyframesSec } = await seen('clear.mov');
    expect([hasAlpha, bitDepth > 8, keyframesSec]).toEqual([true, true, null]);
  });

  test('reports metadata, covers and further tracks; a video made without any has none', async () => {
    await ffmpeg('-f', 'lavfi', '-i', 'color=red:size=64x64', '-frames:v', '1', at('cover.png'));
    const cover = ['-i', at('cover.png'), '-map', '0', '-map', '1', '-disposition:v:1', 'attached_pic'];
    const place = ['-metadata', 'location=+40.7-074.0/', '-metadata:s:v:0', 'handler_name=Camera 5'];
    await ffmpeg('-i', at('plain.mp4'), ...cover, '-c', 'copy', ...place, at('told.mp4'));
    expect(await seen('told.mp4')).toMatchObject({ hasMetadata: true, otherStreams: 1, width: 480 });
    const bare = ['-map', '0:V:0', '-map_metadata', '-1', '-c', 'copy'];
    await ffmpeg('-i', at('told.mp4'), ...bare, at('bare.mp4'));
    expect(await seen('bare.mp4')).toMatchObject({ hasMetadata: false, otherStreams: 0 });
  });

  test('reports metadata that ffprobe omits as well', async () => {
    const box = (type: string, body: Buffer) => {
      const head = Buffer.from(`\0\0\0\0${type}`, 'latin1');
      head.writeUInt32BE(8 + body.length);
      return Buffer.concat([head, body]);
    };
    const bytes = await readFile(at('plain.mp4'));
    await writeFile(at('trailer.mp4'), bytes);
    await appendFile(at('trailer.mp4'), box('uuid', Buffer.from('be7acfcb97a942e89c71999491e3afac<x/>')));
    // In place of ffmpeg's own `udta`, with the same length.
    const from = bytes.indexOf('udta', 0, 'latin1');
    const inner = bytes.readUInt32BE(from + 4);
    const camera = Buffer.from(bytes);
    camera.write('GPMF', from + 8, 'latin1');
    await writeFile(at('camera.mp4'), camera);
    expect(inner).toBeGreaterThan(8);
    const reported = await Promise.all(['plain.mp4', 'trailer.mp4', 'camera.mp4'].map(seen));
    expect(reported.map(({ hasMetadata }) => hasMetadata)).toEqual([false, true, true]);
  });
});
