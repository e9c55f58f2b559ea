/**
 * Reads the index of an MP4 or MOV: the duration of each frame, and metadata that ffprobe does not report. A few kB
 * of a file of any size; wrong lengths end the parsing, never the program.
 */
import type { FileHandle } from 'node:fs/promises';
import { openForReading } from '../../storage/path.ts';
import { audioEndOf, type Mp4Times, pairs, timesOfTables } from './mp4-tables.ts';
import { type Pace, paceOf } from './packet-times.ts';

/** Hours of video need less (about 16 bytes per frame). */
const maxIndexBytes = 24 * 1024 * 1024;
/** Fragmented files have about two per second. */
const maxTopBoxes = 4000;

const plainTop =
  /^(ftyp|styp|moov|mdat|moof|mfra|sidx|ssix|free|skip|wide|pdin|pnot|prft|emsg|pssh|bloc|\0{4})$/;
/** `meta` and the names of encoders are reported by ffprobe and judged there. */
const plainUserData = /^(meta|name|kind|tagc|hnti|hinf|\xa9(too|enc|swr|fmt)|LOOP|SelO|AllF|WLOC|\0{4})$/;
/** Of Smooth Streaming: times of fragments, https://learn.microsoft.com/openspecs/windows_protocols/ms-sstr. */
const plainIds: readonly string[] = ['6d1d9b0542d544e680e2141daff757b2', 'd4807ef2ca3946958e5426cb9e46a79f'];

type Box = { readonly type: string; readonly body: Buffer };

/** The consecutive boxes in these bytes. */
const boxesIn = function* (bytes: Buffer): Generator<Box> {
  let at = 0;
  while (at + 8 <= bytes.length) {
    const stated = bytes.readUInt32BE(at);
    const isLong = stated === 1 && at + 16 <= bytes.length;
    const head = isLong ? 16 : 8;
    const size = isLong ? Number(bytes.readBigUInt64BE(at + 8)) : stated === 0 ? bytes.length - at : stated;
    if (size < head || at + size > bytes.length) return;
    yield { type: bytes.toString('latin1', at + 4, at + 8), body: bytes.subarray(at + head, at + size) };
    at += size;
  }
};

/** The body of the first box at this path. */
const find = (bytes: Buffer, ...way: readonly string[]): Buffer | null => {
  const [first, ...others] = way;
  if (first === undefined) return bytes;
  for (const { type, body } of boxesIn(bytes)) if (type === first) return find(body, ...others);
  return null;
};

const paceOfTable = (stts: Buffer, ticksPerSec: number): Pace | null => {
  const runs = pairs(stts).map(([frames, lasts]) => ({ frames, lasts: lasts / ticksPerSec }));
  const last = runs.at(-1);
  // The duration of the last frame is often arbitrary.
  if (last) runs[runs.length - 1] = { ...last, frames: last.frames - 1 };
  return paceOf(runs);
};

/** The time scale of a movie or track header. */
const ticksOf = (head: Buffer | null): number => {
  const at = head?.[0] === 1 ? 20 : 12;
  return head && head.length >= at + 4 ? head.readUInt32BE(at) : 0;
};

/** A duration in a movie or track header, in its own time scale; null: stated as unknown. */
const lengthAt = (
  head: Buffer | null,
  at: { readonly short: number; readonly long: number },
): number | null => {
  if (head?.[0] === 1) {
    const stated = head.length >= at.long + 8 ? head.readBigUInt64BE(at.long) : null;
    return stated === null || stated === 0xffff_ffff_ffff_ffffn ? null : Number(stated);
  }
  const stated = head && head.length >= at.short + 4 ? head.readUInt32BE(at.short) : 0xffff_ffff;
  return stated === 0xffff_ffff ? null : stated;
};

const inSec = (length: number | null, ticksPerSec: number): number | null =>
  length === null || ticksPerSec === 0 ? null : length / ticksPerSec;

/** Of `mvhd` and `mdhd`, of `mehd`, and of `tkhd`. */
const clockLength = { short: 16, long: 24 };
const fragmentsLength = { short: 4, long: 4 };
const trackLength = { short: 20, long: 28 };

/** Durations further apart than this are different, not rounded. In seconds. */
const sameLengthSec = 0.1;

/** `stated` where it differs from all of these. */
export const unlike = (stated: number | null, ...true_: readonly (number | null)[]): readonly number[] => {
  const isTrue = true_.some(
    (sec) => sec !== null && stated !== null && Math.abs(stated - sec) <= sameLengthSec,
  );
  return stated === null || isTrue ? [] : [stated];
};

/**
 * `kind`: `vide`, `soun` or another of ISO 14496-12. Others are null where its sample tables are missing, as in
 * fragments. `audioEndSec`: of an audio track. `wrongSec`: durations in headers of the track that its tables
 * contradict.
 */
export type Mp4Track = {
  readonly kind: string;
  readonly pace: Pace | null;
  readonly times: Mp4Times | null;
  readonly audioEndSec: number | null;
  readonly wrongSec: readonly number[];
};

const wrongIn = (
  track: Buffer,
  times: Mp4Times,
  ticks: { own: number; movie: number },
): readonly number[] => {
  const { mediaSec, listSec, endSec } = times;
  const media = inSec(lengthAt(find(track, 'mdia', 'mdhd'), clockLength), ticks.own);
  const whole = inSec(lengthAt(find(track, 'tkhd'), trackLength), ticks.movie);
  const list = listSec !== null && listSec > endSec + sameLengthSec ? [listSec] : [];
  return [...unlike(media, mediaSec, endSec), ...unlike(whole, endSec, listSec ?? mediaSec), ...list];
};

const noTimes = { times: null, audioEndSec: null, wrongSec: [] };

const trackOf = (track: Buffer, movieTicksPerSec: number): Mp4Track => {
  const kind = find(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12) ?? '';
  const ticksPerSec = ticksOf(find(track, 'mdia', 'mdhd'));
  const tables = find(track, 'mdia', 'minf', 'stbl');
  const stts = tables && find(tables, 'stts');
  if (!stts || ticksPerSec === 0) return { kind, pace: null, ...noTimes };
  const [ctts, stss, elst] = [find(tables, 'ctts'), find(tables, 'stss'), find(track, 'edts', 'elst')];
  const clock = { elst, ticksPerSec, movieTicksPerSec };
  const times = timesOfTables({ stts, ctts, stss, ...clock });
  return {
    kind,
    pace: paceOfTable(stts, ticksPerSec),
    times,
    audioEndSec: kind === 'soun' ? audioEndOf({ stts, ...clock }) : null,
    wrongSec: times ? wrongIn(track, times, { own: ticksPerSec, movie: movieTicksPerSec }) : [],
  };
};

/**
 * `tracks`: the video tracks, in the file's order; `audioEndsSec`: of the audio tracks. `endSec`: end of the last track
 * of any kind; null: unknown. `wrongSec`: the duration of the movie header where its tracks contradict it;
 * `fragmentsSec`: durations that it states where the tables are empty, because all samples are in fragments.
 */
export type Mp4Boxes = {
  readonly tracks: readonly Mp4Track[];
  readonly audioEndsSec: readonly (number | null)[];
  readonly endSec: number | null;
  readonly wrongSec: readonly number[];
  readonly fragmentsSec: readonly number[];
  readonly hasMetadata: boolean;
};

/**
 * `isCutOff`: the file is shorter than its boxes state, as after an interrupted download. `isJoined`: another movie
 * follows, which players ignore.
 */
export type Mp4File = Mp4Boxes & { readonly isCutOff: boolean; readonly isJoined: boolean };

const hasUserMetadata = (holder: Buffer): boolean => {
  for (const { type, body } of boxesIn(holder)) {
    if (type === 'uuid' && !plainIds.includes(body.toString('hex', 0, 16))) return true;
    if (type === 'udta') for (const note of boxesIn(body)) if (!plainUserData.test(note.type)) return true;
  }
  return false;
};

const readIndex = (moov: Buffer): Mp4Boxes => {
  const bodies = [...boxesIn(moov)].filter(({ type }) => type === 'trak').map(({ body }) => body);
  const head = find(moov, 'mvhd');
  const ticksPerSec = ticksOf(head);
  const fragments = find(moov, 'mvex');
  const all = bodies.map((body) => trackOf(body, ticksPerSec));
  // In a fragmented file the tables describe at most the beginning.
  const tracks = fragments ? all.map((track) => ({ ...track, ...noTimes })) : all;
  const times = tracks.flatMap((track) => track.times ?? []);
  const isComplete = times.length > 0 && times.length === tracks.length;
  const endSec = isComplete ? Math.max(...times.map((each) => each.endSec)) : null;
  const listed = Math.max(...times.map(({ listSec, mediaSec }) => listSec ?? mediaSec));
  const stated = inSec(lengthAt(head, clockLength), ticksPerSec);
  const later = fragments && inSec(lengthAt(find(fragments, 'mehd'), fragmentsLength), ticksPerSec);
  return {
    tracks: tracks.filter(({ kind }) => kind === 'vide'),
    audioEndsSec: tracks.filter(({ kind }) => kind === 'soun').map(({ audioEndSec }) => audioEndSec),
    endSec,
    wrongSec: isComplete ? unlike(stated, endSec, listed) : [],
    // Most fragmented files state 0.
    fragmentsSec: fragments ? [stated, later].flatMap((sec) => (sec ? [sec] : [])) : [],
    hasMetadata: [moov, ...bodies].some(hasUserMetadata),
  };
};

/** null: too large or no index, as in a truncated file. */
const walk = async (file: FileHandle, sizeBytes: number): Promise<Mp4File | null> => {
  let at = 0;
  let index: Mp4Boxes | null = null;
  let hasMetadata = false;
  let films = 0;
  for (let count = 0; count < maxTopBoxes && at + 8 <= sizeBytes; count += 1) {
    const head = Buffer.alloc(32);
    const { bytesRead } = await file.read(head, 0, head.length, at);
    const type = head.toString('latin1', 4, 8);
    const stated = head.readUInt32BE(0);
    const size = stated === 1 ? Number(head.readBigUInt64BE(8)) : stated === 0 ? sizeBytes - at : stated;
    const headBytes = stated === 1 ? 16 : 8;
    if (bytesRead < 8 || size < headBytes) break;
    const isPlain =
      type === 'uuid' ? plainIds.includes(head.toString('hex', headBytes, 24)) : plainTop.test(type);
    if (!isPlain) hasMetadata = true;
    if (type === 'moov') films += 1;
    if (type === 'moov' && index === null && size <= maxIndexBytes && at + size <= sizeBytes) {
      const body = Buffer.alloc(size - headBytes);
      await file.read(body, 0, body.length, at + headBytes);
      index = readIndex(body);
    }
    at += size;
  }
  return (
    index && {
      ...index,
      hasMetadata: index.hasMetadata || hasMetadata,
      isCutOff: at > sizeBytes,
      isJoined: films > 1,
    }
  );
};

export const readMp4Boxes = async (path: string, sizeBytes: number): Promise<Mp4File | null> => {
  let file: FileHandle | null = null;
  try {
    file = await openForReading(path);
    return await walk(file, sizeBytes);
  } catch {
    return null;
  } finally {
    await file?.close();
  }
};

/** Whether a file's first bytes are those of an MP4 or MOV. */
export const isMp4 = (start: Buffer): boolean =>
  /^(ftyp|styp|moov|mdat|wide|free|skip|pnot)$/.test(start.toString('latin1', 4, 8));
