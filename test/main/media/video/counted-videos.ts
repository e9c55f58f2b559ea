/** Videos and images with known pixels, and the content of a made file when it is decoded. */
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { ffmpeg, quickDecoder, toolsWith } from '#test/fixtures/media.ts';
import { exifBlock, turnImages } from '../probe/bytes.ts';

const run = promisify(execFile);

const output = async (program: string, args: readonly string[]): Promise<Buffer> =>
  (await run(program, args, { encoding: 'buffer', maxBuffer: 256 * 1024 * 1024 })).stdout;

const decoded = (args: readonly string[]): Promise<Buffer> =>
  output(quickDecoder, ['-nostdin', '-v', 'error', ...args, 'pipe:1']);

const countWidthPx = 800;

/**
 * A video in whose frame n a white bar is 2n pixels from the left, see `shownFrames`; at most 400 frames. `options`:
 * for the output, such as an encoder.
 */
export const makeCountedVideo = async (
  path: string,
  request: {
    readonly frames: number;
    readonly fps?: number | string;
    readonly hasAudio?: boolean;
    readonly heightPx?: number;
    /** A filter after the source, such as one that drops frames. */
    readonly filter?: string;
    readonly options?: readonly string[];
  },
): Promise<string> => {
  const { frames, fps = 30, hasAudio = false, heightPx = 400, filter = 'null', options = [] } = request;
  const size = (width: number) => `size=${width}x${heightPx}:rate=${fps}`;
  const image = `color=c=black:${size(countWidthPx)}[back];color=c=white:${size(8)}[bar];[back][bar]overlay=x='2*round(t*${fps})':y=0,trim=end_frame=${frames},${filter},format=yuv420p`;
  await ffmpeg(
    ...['-f', 'lavfi', '-i', image],
    ...(hasAudio ? ['-f', 'lavfi', '-i', 'sine=frequency=440:sample_rate=44100', '-shortest'] : []),
    ...options,
    `file:${path}`,
  );
  return path;
};

/** Which frames of a `count` video are shown, in order; the bar may have been scaled with its frame. */
export const shownFrames = async (path: string): Promise<readonly number[]> => {
  const scaled = `scale=${countWidthPx}:2:flags=area`;
  const bytes = await decoded([
    ...['-i', `file:${path}`, '-vf', scaled, '-vsync', 'passthrough'],
    ...['-pix_fmt', 'gray', '-f', 'rawvideo'],
  ]);
  const area = countWidthPx * 2;
  return Array.from({ length: Math.floor(bytes.length / area) }, (_, index) => {
    const line = [...bytes.subarray(index * area, index * area + countWidthPx)].map((level) =>
      Math.max(0, level - 60),
    );
    const total = line.reduce((sum, level) => sum + level, 0);
    const middle = line.reduce((sum, level, x) => sum + level * x, 0) / total;
    return Math.round((middle - 3.5) / 2);
  });
};

export const numbersFrom = (first: number, count: number): readonly number[] =>
  Array.from({ length: count }, (_, index) => first + index);

/** Writes a clockwise rotation into an MP4 or MOV; ffmpeg builds differ in the option for it. */
export const turnVideo = async (path: string, rotationDeg: 90 | 180 | 270): Promise<string> => {
  await writeFile(path, turnImages(await readFile(path), rotationDeg));
  return path;
};

/** An image of uniform colours: red in its top left quarter, blue elsewhere. */
export const makeCorner = async (
  path: string,
  request: {
    readonly width: number;
    readonly height: number;
    readonly exifOrientation?: number;
    readonly filter?: string;
    readonly options?: readonly string[];
  },
): Promise<string> => {
  const { width, height, exifOrientation, filter = 'null', options = [] } = request;
  const whole = `color=c=blue:size=${width}x${height}`;
  const quarter = `color=c=red:size=${width / 2}x${height / 2}`;
  const image = `${whole}[back];${quarter}[corner];[back][corner]overlay=x=0:y=0:format=rgb,${filter}`;
  await ffmpeg('-f', 'lavfi', '-i', image, '-frames:v', '1', ...options, `file:${path}`);
  if (exifOrientation === undefined) return path;
  const bytes = await readFile(path);
  const parts = [bytes.subarray(0, 2), exifBlock(exifOrientation), bytes.subarray(2)];
  await writeFile(path, Buffer.concat(parts));
  return path;
};

/** The colour at a point, given as fractions of width and height: red, green, blue and opacity, 0 to 255. */
export const colourAt = async (path: string, x: number, y: number): Promise<readonly number[]> => {
  const filter = `format=rgba,crop=1:1:'trunc(iw*${x})':'trunc(ih*${y})'`;
  const bytes = await decoded([
    ...['-noautorotate', '-i', `file:${path}`, '-vf', filter, '-frames:v', '1'],
    ...['-pix_fmt', 'rgba', '-f', 'rawvideo'],
  ]);
  return [...bytes.subarray(0, 4)];
};

const shownOf = async (path: string, args: readonly string[]): Promise<string> => {
  const tool = await toolsWith().ffprobe();
  if (!tool.ok) throw new Error('no ffprobe');
  return (await output(tool.value.path, ['-v', 'error', ...args, `file:${path}`])).toString('utf8');
};

/** ffprobe's output for a file. */
export const rawFacts = (path: string): Promise<string> => shownOf(path, ['-show_streams', '-show_format']);

/** Flags of each frame of a file: `K` is a keyframe, `D` is never shown. */
export const rawPackets = (path: string): Promise<string> =>
  shownOf(path, ['-select_streams', 'v:0', '-show_entries', 'packet=flags', '-of', 'csv=p=0']);
