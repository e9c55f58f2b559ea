/**
 * Tiny videos whose tracks differ in duration, whose headers state another duration, or that are several files in
 * one.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { ffmpeg } from '#test/fixtures/media.ts';
import { type LengthBox, withLength, withSegmentLength } from '../probe/bytes.ts';
import { rawFacts } from './counted-videos.ts';

export const fps = 10;

/** Start and duration, in seconds. */
type Track = { readonly fromSec?: number; readonly sec: number };

const codecs: Readonly<Record<string, readonly string[]>> = {
  '.webm': ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-c:a', 'libopus'],
  '.avi': ['-c:v', 'mpeg4', '-c:a', 'mp3'],
  '.mpg': ['-vf', 'fps=25', '-c:v', 'mpeg2video', '-c:a', 'mp2'],
};
const defaults = ['-c:v', 'libx264', '-preset', 'ultrafast', '-g', String(fps), '-c:a', 'aac', '-b:a', '64k'];

/** A keyframe each second; the container follows from the path. */
export const makeTracks = async (
  path: string,
  tracks: { readonly video: Track; readonly audio?: Track; readonly options?: readonly string[] },
): Promise<string> => {
  const { video, audio, options = [] } = tracks;
  const input = ({ fromSec = 0 }: Track, source: string) => [
    ...['-itsoffset', String(fromSec), '-f', 'lavfi', '-i', source],
  ];
  await ffmpeg(
    ...input(video, `testsrc2=size=160x90:rate=${fps}:d=${video.sec}`),
    ...(audio ? input(audio, `sine=frequency=440:sample_rate=44100:d=${audio.sec}`) : []),
    // Otherwise the time before the first frame is filled with it.
    ...[
      '-vsync',
      'passthrough',
      '-pix_fmt',
      'yuv420p',
      ...(codecs[extname(path)] ?? defaults),
      ...options,
      path,
    ],
  );
  return path;
};

const changed = async (path: string, change: (bytes: Buffer) => Buffer): Promise<string> => {
  await writeFile(path, change(await readFile(path)));
  return path;
};

/** Multiplies the duration in one of the headers of an MP4 or MOV by `times`. */
export const changeLength = (path: string, box: LengthBox, times: number): Promise<string> =>
  changed(path, (bytes) => withLength(bytes, box, (ticks) => ticks * times));

/** In the time scale of that header. */
export const setLength = (path: string, box: LengthBox, ticks: number): Promise<string> =>
  changed(path, (bytes) => withLength(bytes, box, () => ticks));

export const changeSegmentLength = (path: string, sec: number): Promise<string> =>
  changed(path, (bytes) => withSegmentLength(bytes, sec));

/** The number of frames that an AVI states for its first track, and for all. */
export const changeAviLength = (path: string, frames: number): Promise<string> =>
  changed(path, (bytes) => {
    bytes.writeUInt32LE(frames, bytes.indexOf('avih', 0, 'latin1') + 8 + 16);
    bytes.writeUInt32LE(frames, bytes.indexOf('strh', 0, 'latin1') + 8 + 32);
    return bytes;
  });

/** A Matroska file in which only the container states a duration. */
export const untagLengths = (path: string): Promise<string> =>
  changed(path, (bytes) =>
    Buffer.from(bytes.toString('latin1').replaceAll('DURATION', 'DURATIOX'), 'latin1'),
  );

/** As `cat` joins files. */
export const joinFiles = async (path: string, parts: readonly string[]): Promise<string> => {
  await writeFile(path, Buffer.concat(await Promise.all(parts.map((part) => readFile(part)))));
  return path;
};

const secondsIn = (text: string | undefined): number => Number(/^duration=([\d.]+)$/m.exec(text ?? '')?.[1]);

/** Durations that ffprobe reports for a file, as a provider would read them. NaN: not stated. */
export const statedLengths = async (path: string) => {
  const [streams = '', format] = (await rawFacts(path)).split('[FORMAT]');
  const streamOf = (kind: string) =>
    streams.split('[/STREAM]').find((stream) => stream.includes(`codec_type=${kind}`));
  return {
    container: secondsIn(format),
    video: secondsIn(streamOf('video')),
    audio: secondsIn(streamOf('audio')),
  };
};
