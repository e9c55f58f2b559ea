/** Real files with damage that is reproducible by its seed. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpeg } from '#test/fixtures/media.ts';
import { exifBlock } from '../probe/bytes.ts';

/** Pseudo-random numbers from 0 to below 1, by https://github.com/cprosche/mulberry32. */
export type Random = () => number;
export const createRandom = (seed: number): Random => {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, [first, ...others]: readonly [T, ...T[]]): T => {
  const index = below(random, others.length + 1);
  return index === 0 ? first : (others[index - 1] ?? first);
};

export type WholeFile = { readonly name: string; readonly bytes: Buffer };

const video = ['-f', 'lavfi', '-i', 'testsrc2=size=360x400:rate=12:duration=3.4'];
const audio = ['-f', 'lavfi', '-i', 'sine=frequency=440:duration=3.4'];
const still = ['-f', 'lavfi', '-i', 'testsrc2=size=400x360:duration=1', '-frames:v', '1'];
const x264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];

const recipes: Readonly<Record<string, readonly string[]>> = {
  'index-first.mp4': [...video, ...audio, ...x264, '-c:a', 'aac', '-movflags', '+faststart'],
  'index-last.mp4': [...video, ...x264, '-bf', '2', '-metadata', 'title=x'],
  'fragments.mp4': [...video, ...x264, '-movflags', '+frag_keyframe+empty_moov', '-g', '12'],
  'phone.mov': [...video, ...audio, ...x264, '-c:a', 'pcm_s16le'],
  'motion-jpeg.mov': [...video, '-c:v', 'mjpeg', '-q:v', '12', '-pix_fmt', 'yuvj420p'],
  'browser.webm': [...video, ...audio, '-c:v', 'libvpx', '-b:v', '300k', '-c:a', 'libvorbis'],
  'live.webm': [...video, '-c:v', 'libvpx', '-b:v', '300k', '-f', 'webm', '-live', '1'],
  'screen.mkv': [...video, ...audio, ...x264, '-c:a', 'flac'],
  'old.avi': [...video, ...audio, '-c:v', 'mpeg4', '-q:v', '8', '-c:a', 'mp2'],
  'television.ts': [...video, '-c:v', 'mpeg2video', '-r', '25', '-q:v', '10'],
  'photo.jpg': [...still, '-pix_fmt', 'yuvj420p'],
  'screenshot.png': still,
  'deep.png': [...still, '-pix_fmt', 'rgba64be'],
  'moving.gif': ['-f', 'lavfi', '-i', 'testsrc2=size=360x360:rate=3:duration=1'],
  'picture.webp': [...still, '-c:v', 'libwebp', '-lossless', '0'],
  'picture.bmp': ['-f', 'lavfi', '-i', 'testsrc2=size=100x90:duration=1', '-frames:v', '1'],
  'picture.tiff': ['-f', 'lavfi', '-i', 'testsrc2=size=100x90:duration=1', '-frames:v', '1'],
};

/** Makes one file of each type. `folder`: for temporary files. */
export const makeWholeFiles = async (folder: string): Promise<readonly WholeFile[]> => {
  const files: WholeFile[] = [];
  for (const [name, args] of Object.entries(recipes)) {
    const path = join(folder, name);
    await ffmpeg(...args, path);
    const bytes = await readFile(path);
    const turned = Buffer.concat([bytes.subarray(0, 2), exifBlock(6), bytes.subarray(2)]);
    files.push({ name, bytes: name === 'photo.jpg' ? turned : bytes });
  }
  return files;
};

/** Numbers that are likely to break calculations. */
const extremes = [
  0, 1, 7, 8, 0x7f, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xfffffffe, 0xffffffff,
] as const;

/** Positions of lengths, counts and sizes: before the names of boxes, after the IDs of blocks, and in the header. */
const marks =
  /moov|trak|mdia|minf|stbl|stsd|stts|stss|ctts|stsc|stsz|stco|elst|tkhd|mvhd|mdhd|avc1|avcC|hdlr|moof|traf|trun|mdat|ftyp|LIST|movi|idx1|strh|strf|avih|RIFF|VP8 |VP8X|IHDR|IDAT|PLTE|acTL|\xff[\xc0\xc4\xda\xdb\xe1]|C\xb6u|T\xaek|I\xa9f|\xd7\xb1|!\xf9/g;

type Break = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const breaks: readonly [Break, ...Break[]] = [
  function flipSome(bytes, random) {
    for (let count = 1 + below(random, 40); count > 0; count -= 1)
      bytes[below(random, bytes.length)] = below(random, 256);
    return bytes;
  },
  function flipInTheHead(bytes, random) {
    const head = Math.min(bytes.length, 600);
    for (let count = 1 + below(random, 8); count > 0; count -= 1)
      bytes[below(random, head)] = below(random, 256);
    return bytes;
  },
  function flipBits(bytes, random) {
    for (let count = 1 + below(random, 400); count > 0; count -= 1) {
      const at = below(random, bytes.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
    }
    return bytes;
  },
  function cutOff(bytes, random) {
    return bytes.subarray(0, below(random, bytes.length));
  },
  function loseTheStart(bytes, random) {
    return bytes.subarray(below(random, Math.min(bytes.length, 5000)));
  },
  function loseAPart(bytes, random) {
    const at = below(random, bytes.length);
    return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + below(random, 3000))]);
  },
  function repeatAPart(bytes, random) {
    const at = below(random, bytes.length);
    const part = bytes.subarray(at, at + below(random, 3000));
    return Buffer.concat([bytes.subarray(0, at), part, part, bytes.subarray(at)]);
  },
  function emptyAPart(bytes, random) {
    const at = below(random, bytes.length);
    return bytes.fill(random() < 0.5 ? 0 : 0xff, at, Math.min(bytes.length, at + below(random, 3000)));
  },
  function joinAnother(bytes, random, other) {
    return Buffer.concat([
      bytes.subarray(0, below(random, bytes.length)),
      other.subarray(below(random, other.length)),
    ]);
  },
  function lieAboutALength(bytes, random) {
    const places = [...bytes.toString('latin1').matchAll(marks)].map(({ index }) => index);
    for (let count = 1 + below(random, 3); count > 0; count -= 1) {
      const mark = places[below(random, places.length)] ?? 0;
      // The number before a mark, or one of those after it.
      const at = mark + pick(random, [-4, 2, 4, 8, 12, 16, 20]);
      if (at < 0 || at + 4 > bytes.length) continue;
      const figure = pick(random, extremes);
      if (random() < 0.7) bytes.writeUInt32BE(figure, at);
      else bytes.writeUInt32LE(figure, at);
    }
    return bytes;
  },
];

export type BrokenFile = { readonly name: string; readonly how: string; readonly bytes: Buffer };

/** `seed`: one seed gives one file. */
export const breakFile = (whole: readonly WholeFile[], seed: number): BrokenFile => {
  const random = createRandom(seed);
  // The first numbers of neighbouring seeds are correlated, so they are skipped.
  for (let count = 0; count < 8; count += 1) random();
  const file = whole[seed % whole.length];
  const other = whole[below(random, whole.length)];
  if (!file || !other) throw new Error('nothing to break');
  // Wrong lengths crash programs most often: half of all cases.
  const lie = breaks.at(-1) ?? breaks[0];
  const done = Array.from({ length: random() < 0.25 ? 2 : 1 }, () =>
    random() < 0.4 ? lie : pick(random, breaks),
  );
  const bytes = done.reduce((broken, by) => by(Buffer.from(broken), random, other.bytes), file.bytes);
  return { name: `${seed}-${file.name}`, how: done.map(({ name }) => name).join(', '), bytes };
};
