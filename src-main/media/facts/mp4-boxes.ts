/**
 * Reads an MP4's or MOV's own table of contents: how long each frame stays, and notes that ffprobe does not show. A few
 * kB of a file of any size; whatever lies about its length ends the reading, never the program.
 */
import { type FileHandle, open } from 'node:fs/promises';
import { keysOfTables, type Mp4Keys, maxRows } from './mp4-keys.ts';
import { type Mp4Sound, soundOfTables } from './mp4-sound.ts';
import { type Pace, paceOf } from './pace.ts';

/** Hours of video need less (about 16 bytes a frame). */
const maxIndexBytes = 24 * 1024 * 1024;
/** Fragmented files have two a second or so. */
const maxTopBoxes = 4000;

const plainTop =
  /^(ftyp|styp|moov|mdat|moof|mfra|sidx|ssix|free|skip|wide|pdin|pnot|prft|emsg|pssh|bloc|\0{4})$/;
/** `meta` and the names of encoders are shown by ffprobe and judged there. */
const plainUserData = /^(meta|name|kind|tagc|hnti|hinf|\xa9(too|enc|swr|fmt)|LOOP|SelO|AllF|WLOC|\0{4})$/;
/** Of Smooth Streaming: times of fragments, https://learn.microsoft.com/openspecs/windows_protocols/ms-sstr. */
const plainIds: readonly string[] = ['6d1d9b0542d544e680e2141daff757b2', 'd4807ef2ca3946958e5426cb9e46a79f'];

type Box = { readonly type: string; readonly body: Buffer };

/** The boxes that follow one another in these bytes. */
export const boxesIn = function* (bytes: Buffer): Generator<Box> {
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

/** The body of the first box along this way. */
const find = (bytes: Buffer, ...way: readonly string[]): Buffer | null => {
  const [first, ...others] = way;
  if (first === undefined) return bytes;
  for (const { type, body } of boxesIn(bytes)) if (type === first) return find(body, ...others);
  return null;
};

const paceOfTable = (times: Buffer, ticksPerSec: number): Pace | null => {
  const stated = times.length < 8 ? 0 : times.readUInt32BE(4);
  const runs = Array.from(
    { length: Math.min(stated, maxRows, Math.floor((times.length - 8) / 8)) },
    (_, index) => ({
      frames: times.readUInt32BE(8 + index * 8),
      lasts: times.readUInt32BE(12 + index * 8) / ticksPerSec,
    }),
  );
  const last = runs.at(-1);
  // How long the last frame stays is often made up.
  if (last) runs[runs.length - 1] = { ...last, frames: last.frames - 1 };
  return paceOf(runs);
};

/** Ticks a second of a header of a film or of one of its tracks. */
const ticksOf = (head: Buffer | null): number => {
  const at = head?.[0] === 1 ? 20 : 12;
  return head && head.length >= at + 4 ? head.readUInt32BE(at) : 0;
};

/** Of one track of pictures; each is null where its tables are missing, as in fragments. */
export type Mp4Track = { readonly pace: Pace | null; readonly keys: Mp4Keys | null };

const trackOf = (track: Buffer, movieTicksPerSec: number): Mp4Track => {
  const ticksPerSec = ticksOf(find(track, 'mdia', 'mdhd'));
  const tables = find(track, 'mdia', 'minf', 'stbl');
  const stts = tables && find(tables, 'stts');
  if (!stts || ticksPerSec === 0) return { pace: null, keys: null };
  const [ctts, stss, elst] = [find(tables, 'ctts'), find(tables, 'stss'), find(track, 'edts', 'elst')];
  const keys = stss && keysOfTables({ stts, ctts, stss, elst, ticksPerSec, movieTicksPerSec });
  return { pace: paceOfTable(stts, ticksPerSec), keys };
};

const soundOf = (track: Buffer, movieTicksPerSec: number): Mp4Sound | null => {
  const stts = find(track, 'mdia', 'minf', 'stbl', 'stts');
  const elst = find(track, 'edts', 'elst');
  const ticksPerSec = ticksOf(find(track, 'mdia', 'mdhd'));
  return stts && soundOfTables({ stts, elst, ticksPerSec, movieTicksPerSec });
};

/** `tracks`: those of pictures, in the file's order; `sounds`: those of audio. */
export type Mp4Boxes = {
  readonly tracks: readonly Mp4Track[];
  readonly sounds: readonly (Mp4Sound | null)[];
  readonly hasNotes: boolean;
};

/** `isCutOff`: the file ends before what it says it holds, as a download that was broken off. */
export type Mp4File = Mp4Boxes & { readonly isCutOff: boolean };

const hasUserNotes = (holder: Buffer): boolean => {
  for (const { type, body } of boxesIn(holder)) {
    if (type === 'uuid' && !plainIds.includes(body.toString('hex', 0, 16))) return true;
    if (type === 'udta') for (const note of boxesIn(body)) if (!plainUserData.test(note.type)) return true;
  }
  return false;
};

export const readIndex = (moov: Buffer): Mp4Boxes => {
  const tracks = [...boxesIn(moov)].filter(({ type }) => type === 'trak').map(({ body }) => body);
  const isOf = (kind: string) => (track: Buffer) =>
    find(track, 'mdia', 'hdlr')?.toString('latin1', 8, 12) === kind;
  const ticksPerSec = ticksOf(find(moov, 'mvhd'));
  return {
    tracks: tracks.filter(isOf('vide')).map((track) => trackOf(track, ticksPerSec)),
    sounds: tracks.filter(isOf('soun')).map((track) => soundOf(track, ticksPerSec)),
    hasNotes: [moov, ...tracks].some(hasUserNotes),
  };
};

/** null: no room or no index, as in a file that is cut off. */
const walk = async (file: FileHandle, sizeBytes: number): Promise<Mp4File | null> => {
  let at = 0;
  let index: Mp4Boxes | null = null;
  let hasNotes = false;
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
    if (!isPlain) hasNotes = true;
    if (type === 'moov' && index === null && size <= maxIndexBytes && at + size <= sizeBytes) {
      const body = Buffer.alloc(size - headBytes);
      await file.read(body, 0, body.length, at + headBytes);
      index = readIndex(body);
    }
    at += size;
  }
  return index && { ...index, hasNotes: index.hasNotes || hasNotes, isCutOff: at > sizeBytes };
};

export const readMp4Boxes = async (path: string, sizeBytes: number): Promise<Mp4File | null> => {
  let file: FileHandle | null = null;
  try {
    file = await open(path, 'r');
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
