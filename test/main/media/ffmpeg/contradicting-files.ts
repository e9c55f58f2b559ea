/**
 * Structurally valid videos whose headers contradict their content: durations of container and tracks, edit lists,
 * start times, missing and extra tracks, changing frame sizes, unknown codecs, joined streams. One seed gives one
 * file.
 */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpeg } from '#test/fixtures/media.ts';
import { createRandom, type Random } from './fuzz-files.ts';

export type ContradictingFile = {
  readonly name: string;
  /** Description of the change, for the report. */
  readonly how: string;
  readonly bytes: Buffer;
  /**
   * Actual duration of the video, in seconds; null where it depends on how a late start or an edit list is
   * interpreted.
   */
  readonly trueSec: number | null;
};

const fps = 12;
const codec = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p', '-g', '12'];
const vp8 = ['-c:v', 'libvpx', '-deadline', 'realtime', '-cpu-used', '8', '-b:v', '300k', '-g', '12'];

const below = (random: Random, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Random, from: readonly [T, ...T[]]): T =>
  from[below(random, from.length)] ?? from[0];
const between = (random: Random, min: number, max: number): number => min + random() * (max - min);

const images = (seconds: number, size = '360x400'): readonly string[] => [
  ...['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=${fps}:duration=${seconds.toFixed(3)}`],
];
const tone = (seconds: number, startSec = 0): readonly string[] => [
  ...(startSec === 0 ? [] : ['-itsoffset', startSec.toFixed(3)]),
  ...['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=16000:duration=${seconds.toFixed(3)}`],
];

/** Offsets of these four letters where they are the type of a box. */
const boxesOf = (bytes: Buffer, type: string): readonly number[] => {
  const found: number[] = [];
  for (let at = bytes.indexOf(type, 0, 'latin1'); at >= 0; at = bytes.indexOf(type, at + 4, 'latin1'))
    if (at >= 4 && bytes.readUInt32BE(at - 4) <= bytes.length) found.push(at);
  return found;
};

/** Multiplies a 32-bit duration in every box of a type, `offset` bytes after its name (version 0). */
const scaleDuration = (type: string, offset: number) =>
  function scaled(bytes: Buffer, random: Random): string {
    const factor = pick(random, [0.03, 0.3, 0.9, 1.2, 4, 30]);
    for (const at of boxesOf(bytes, type)) {
      if (bytes[at + 4] !== 0) continue;
      const value = bytes.readUInt32BE(at + offset);
      bytes.writeUInt32BE(Math.min(0xfffffffe, Math.round(value * factor)), at + offset);
    }
    return `${type} duration x ${factor}`;
  };

const zeroDuration = (type: string, offset: number) => (bytes: Buffer) => {
  for (const at of boxesOf(bytes, type)) if (bytes[at + 4] === 0) bytes.writeUInt32BE(0, at + offset);
  return `${type} duration 0`;
};

const renameCodec = (bytes: Buffer): string => {
  const [first] = boxesOf(bytes, 'mp4a');
  if (first === undefined) return 'no audio to rename';
  bytes.write('apac', first, 'latin1');
  const inner = bytes.indexOf('esds', first, 'latin1');
  if (inner > 0) bytes.write('dapa', inner, 'latin1');
  return 'first audio track of an unknown codec';
};

type Change = (bytes: Buffer, random: Random) => string;

/** Offsets after a box's name: ISO 14496-12, version 0. */
const mp4Changes: readonly [Change, ...Change[]] = [
  scaleDuration('mdhd', 20),
  scaleDuration('mvhd', 20),
  scaleDuration('tkhd', 24),
  zeroDuration('mdhd', 20),
  zeroDuration('mvhd', 20),
  renameCodec,
];

/** Changes the edit list's first duration or start, which may change what is shown. */
const changeEditList: Change = (bytes, random) => {
  for (const at of boxesOf(bytes, 'elst')) {
    const isStart = random() < 0.4;
    const offset = isStart ? 16 : 12;
    const value = bytes.readUInt32BE(at + offset);
    bytes.writeUInt32BE(
      isStart ? value + below(random, 20_000) : Math.round(value * pick(random, [0.2, 0.7, 1.5, 6])),
      at + offset,
    );
  }
  return 'edit list';
};

/** Matroska: Duration (0x4489) of the segment, a float of 8 bytes. */
const segmentDuration: Change = (bytes, random) => {
  const at = bytes.indexOf(Buffer.from([0x44, 0x89, 0x88]));
  const factor = pick(random, [0.2, 0.6, 1.7, 5]);
  if (at >= 0) bytes.writeDoubleBE(bytes.readDoubleBE(at + 3) * factor, at + 3);
  return `segment duration x ${factor}`;
};
const withoutTags: Change = (bytes) => {
  for (let at = bytes.indexOf('DURATION'); at >= 0; at = bytes.indexOf('DURATION', at + 8))
    bytes.write('DURATIOX', at, 'latin1');
  return 'no durations of tracks';
};
const wrongTags: Change = (bytes, random) => {
  const minutes = String(below(random, 60)).padStart(2, '0');
  for (let at = bytes.indexOf('00:00:'); at >= 0; at = bytes.indexOf('00:00:', at + 6))
    bytes.write(`00:${minutes}:`, at, 'latin1');
  return `durations of tracks begin at ${minutes} min`;
};
const unknownAudio: Change = (bytes) => {
  for (const name of ['A_VORBIS', 'A_OPUS', 'A_AAC', 'A_FLAC']) {
    const at = bytes.indexOf(name);
    if (at >= 0) bytes.write('A_XY', at, 'latin1');
  }
  return 'audio of an unknown codec';
};
const matroskaChanges: readonly [Change, ...Change[]] = [
  segmentDuration,
  withoutTags,
  wrongTags,
  unknownAudio,
];

/** AVI: the number of frames in its header and the length of its streams. */
const aviCounts: Change = (bytes, random) => {
  const factor = pick(random, [0.1, 0.5, 2, 10]);
  const main = bytes.indexOf('avih');
  if (main >= 0) bytes.writeUInt32LE(Math.round(bytes.readUInt32LE(main + 24) * factor), main + 24);
  const stream = bytes.indexOf('strh');
  if (stream >= 0) bytes.writeUInt32LE(Math.round(bytes.readUInt32LE(stream + 40) * factor), stream + 40);
  return `frame counts x ${factor}`;
};

/** FLV: `duration` in onMetaData, a double. */
const flvDuration: Change = (bytes, random) => {
  const factor = pick(random, [0, 0.2, 3]);
  const at = bytes.indexOf('duration');
  if (at >= 0) bytes.writeDoubleBE(bytes.readDoubleBE(at + 9) * factor, at + 9);
  return `metadata duration x ${factor}`;
};

type Recipe = (random: Random, work: Work) => Promise<Omit<ContradictingFile, 'name'>>;
type Work = {
  readonly make: (extension: string, ...args: readonly string[]) => Promise<Buffer>;
  /** Joins parts one after the other on one timeline, without encoding. */
  readonly join: (extension: string, parts: readonly Buffer[]) => Promise<Buffer>;
};

/** Durations around the relevant limits (3 and 10 s). */
const lengthOf = (random: Random): number =>
  Math.round(
    pick(random, [between(random, 3.2, 6), between(random, 8, 9.8), between(random, 10.2, 14)]) * fps,
  ) / fps;

/** An audio track that is absent, equally long, longer, shorter, later, or two of them. */
const audioOf = (random: Random, seconds: number) => {
  const kind = pick(random, ['none', 'same', 'longer', 'shorter', 'later', 'two'] as const);
  const tracks = {
    none: [],
    same: [tone(seconds)],
    longer: [tone(seconds * 3)],
    shorter: [tone(seconds / 3)],
    later: [tone(seconds, seconds / 2)],
    two: [tone(seconds), tone(seconds * 2)],
  }[kind];
  return { kind, tracks };
};

const inputsOf = (random: Random, seconds: number, size?: string) => {
  const audio = audioOf(random, seconds);
  const late = random() < 0.15 ? ['-itsoffset', '1.5'] : [];
  const inputs = [...late, ...images(seconds, size), ...audio.tracks.flat()];
  const maps = ['0:v', ...audio.tracks.map((_, index) => `${index + 1}:a`)].flatMap((map) => ['-map', map]);
  const isLate = late.length > 0;
  return {
    args: [...inputs, ...maps],
    how: `audio ${audio.kind}${isLate ? ', video late' : ''}`,
    trueSec: isLate ? null : seconds,
  };
};

const changed = async (
  made: Promise<Buffer>,
  random: Random,
  changes: readonly [Change, ...Change[]],
): Promise<{ readonly bytes: Buffer; readonly how: string }> => {
  const bytes = Buffer.from(await made);
  const done = [pick(random, changes), ...(random() < 0.3 ? [pick(random, changes)] : [])];
  return { bytes, how: done.map((change) => change(bytes, random)).join(', ') };
};

const recipes: Readonly<Record<string, Recipe>> = {
  mp4: async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    const made = make('mp4', ...args, ...codec, '-c:a', 'aac', '-movflags', '+faststart');
    const file = await changed(made, random, mp4Changes);
    return { bytes: file.bytes, how: `${how}, ${file.how}`, trueSec };
  },
  mov: async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    const made = make('mov', ...args, ...codec, '-bf', '2', '-c:a', pick(random, ['aac', 'pcm_s16le']));
    const file = await changed(made, random, [...mp4Changes, changeEditList]);
    const isEdited = file.how.includes('edit list');
    return { bytes: file.bytes, how: `${how}, ${file.how}`, trueSec: isEdited ? null : trueSec };
  },
  fragments: async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    const movflags = pick(random, ['+frag_keyframe+empty_moov', '+frag_keyframe', '+dash']);
    const made = make('mp4', ...args, ...codec, '-c:a', 'aac', '-movflags', movflags);
    const file = await changed(made, random, [
      scaleDuration('mvhd', 20),
      scaleDuration('mehd', 8),
      renameCodec,
    ]);
    return { bytes: file.bytes, how: `${movflags}, ${how}, ${file.how}`, trueSec };
  },
  mkv: async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    const made = make('mkv', ...args, ...codec, '-c:a', pick(random, ['aac', 'flac']));
    const file = await changed(made, random, matroskaChanges);
    return { bytes: file.bytes, how: `${how}, ${file.how}`, trueSec };
  },
  webm: async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    const live = random() < 0.3 ? ['-f', 'webm', '-live', '1'] : [];
    const made = make('webm', ...args, ...vp8, '-c:a', 'libvorbis', ...live);
    const file = await changed(made, random, matroskaChanges);
    return { bytes: file.bytes, how: `${how}, ${file.how}`, trueSec };
  },
  'changing-size': async (random, { make, join: joinParts }) => {
    const [first, second] = [between(random, 2, 4), between(random, 2, 4)].map(
      (sec) => Math.round(sec * fps) / fps,
    );
    const extension = pick(random, ['webm', 'ts'] as const);
    const coded = extension === 'webm' ? vp8 : codec;
    const parts = [
      await make(extension, ...images(first ?? 3, '400x360'), ...coded),
      await make(extension, ...images(second ?? 3, '360x480'), ...coded),
    ];
    const joined = await joinParts(extension, parts);
    return { bytes: joined, how: `${extension}: frame size changes`, trueSec: (first ?? 3) + (second ?? 3) };
  },
  'joined-ts': async (random, { make }) => {
    const [first, second] = [between(random, 2, 6), between(random, 2, 6)].map(
      (sec) => Math.round(sec * fps) / fps,
    );
    const audio = random() < 0.5;
    const part = (sec: number) =>
      make('ts', ...images(sec), ...(audio ? tone(sec) : []), ...codec, ...(audio ? ['-c:a', 'aac'] : []));
    const bytes = Buffer.concat([await part(first ?? 3), await part(second ?? 3)]);
    return { bytes, how: `joined${audio ? ' with audio' : ''}`, trueSec: (first ?? 3) + (second ?? 3) };
  },
  'late-ts': async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    // In the second one MPEG's 33-bit clock wraps around within the video.
    const offset = pick(random, ['1000', '95441']);
    const bytes = await make('ts', ...args, ...codec, '-c:a', 'aac', '-output_ts_offset', offset);
    return { bytes, how: `${how}, starts at ${offset} s`, trueSec };
  },
  avi: async (random, { make }) => {
    const seconds = lengthOf(random);
    const { args, how, trueSec } = inputsOf(random, seconds);
    const file = await changed(make('avi', ...args, '-c:v', 'mpeg4', '-q:v', '10', '-c:a', 'mp2'), random, [
      aviCounts,
    ]);
    return { bytes: file.bytes, how: `${how}, ${file.how}`, trueSec };
  },
  flv: async (random, { make }) => {
    const seconds = lengthOf(random);
    const made = make('flv', ...images(seconds), ...tone(seconds), ...codec, '-c:a', 'aac');
    const file = await changed(made, random, [flvDuration]);
    return { bytes: file.bytes, how: file.how, trueSec: seconds };
  },
  'extra-tracks': async (random, { make }) => {
    const seconds = lengthOf(random);
    const other = Math.round(seconds * pick(random, [0.5, 2]) * fps) / fps;
    const bytes = await make(
      'mp4',
      ...[...images(seconds), ...images(other, '180x200'), ...tone(seconds)],
      ...['-map', '0:v', '-map', '1:v', '-map', '2:a', ...codec, '-c:a', 'aac'],
      ...['-metadata', 'timecode=01:00:00:00', '-write_tmcd', '1'],
    );
    return { bytes, how: `a second video track of ${other} s`, trueSec: seconds };
  },
};

export const recipeNames: readonly string[] = Object.keys(recipes);

/** `folder`: for temporary parts; it is left empty. */
export const contradictingFile = async (folder: string, seed: number): Promise<ContradictingFile> => {
  const random = createRandom(seed);
  for (let count = 0; count < 8; count += 1) random();
  const [kind, recipe] = Object.entries(recipes)[seed % recipeNames.length] ?? [];
  if (kind === undefined || recipe === undefined) throw new Error('no recipe');
  let made = 0;
  const pathOf = (extension: string) => {
    made += 1;
    return join(folder, `making-${seed}-${made}.${extension}`);
  };
  const read = async (path: string): Promise<Buffer> => {
    const bytes = await readFile(path);
    await rm(path);
    return bytes;
  };
  const make: Work['make'] = async (extension, ...args) => {
    const path = pathOf(extension);
    await ffmpeg(...args, '-threads', '1', path);
    return read(path);
  };
  const joinParts: Work['join'] = async (extension, parts) => {
    const paths = parts.map(() => pathOf(extension));
    await Promise.all(paths.map((path, index) => writeFile(path, parts[index] ?? '')));
    const list = pathOf('txt');
    await writeFile(list, paths.map((path) => `file '${path}'\n`).join(''));
    const joined = await make(extension, '-f', 'concat', '-safe', '0', '-i', list, '-c', 'copy');
    await Promise.all([list, ...paths].map((path) => rm(path)));
    return joined;
  };
  const file = await recipe(random, { make, join: joinParts });
  return { ...file, name: `${seed}-${kind}`, how: `${kind}: ${file.how}` };
};
