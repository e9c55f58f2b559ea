/** Presentation times of the samples of an MP4 or MOV track, from its sample tables alone. Pure. */

/** Tables of ISO 14496-12, 8.6: sample durations, composition offsets, sync samples, edit list. */
type Mp4Tables = {
  readonly stts: Buffer;
  readonly ctts: Buffer | null;
  readonly stss: Buffer | null;
  readonly elst: Buffer | null;
  readonly ticksPerSec: number;
  readonly movieTicksPerSec: number;
};

/**
 * Times of one track in seconds; all but `mediaSec` and `listSec` on the file's timeline. `mediaSec`: duration of all
 * samples, including hidden ones; `listSec`: where the edit list ends the track, null without one; `keysSec`:
 * ascending, null where every sample is a keyframe.
 */
export type Mp4Times = {
  readonly firstSec: number;
  readonly endSec: number;
  readonly mediaSec: number;
  readonly listSec: number | null;
  readonly hasHidden: boolean;
  readonly keysSec: readonly number[] | null;
};

/** Ten hours at 60 frames per second; a higher number is invalid or far beyond normal use. */
const maxSamples = 2_200_000;

/** A row stands for many frames, or for one where all durations differ: then these are hours. */
const maxRows = 500_000;

/** The rows of a table of pairs, after its 8 bytes of version, flags and count. */
export const pairs = (table: Buffer): readonly (readonly [count: number, value: number])[] => {
  const stated = table.length < 8 ? 0 : table.readUInt32BE(4);
  const rows = Math.min(stated, maxRows, Math.floor((table.length - 8) / 8));
  // Composition offsets may be negative in either version, as every player reads them.
  return Array.from({ length: Math.max(0, rows) }, (_, row) => [
    table.readUInt32BE(8 + row * 8),
    table.readInt32BE(12 + row * 8),
  ]);
};

/** The shift that the edit list adds to a sample's time, and where it ends the track. In seconds. */
type Edit = { readonly shiftSec: number; readonly endSec: number };

/** null: an edit list that is not supported. */
const editOf = ({
  elst,
  ticksPerSec,
  movieTicksPerSec,
}: Omit<Mp4Tables, 'stts' | 'ctts' | 'stss'>): Edit | null => {
  const whole = { shiftSec: 0, endSec: Number.POSITIVE_INFINITY };
  if (!elst || elst.length < 8) return whole;
  const isLong = elst[0] === 1;
  const rowBytes = isLong ? 20 : 12;
  const rows = elst.readUInt32BE(4);
  if (rows > 2 || elst.length < 8 + rows * rowBytes) return rows === 0 ? whole : null;
  let [shiftSec, endSec] = [0, 0];
  for (let row = 0; row < rows; row += 1) {
    const at = 8 + row * rowBytes;
    const lasts = isLong ? Number(elst.readBigUInt64BE(at)) : elst.readUInt32BE(at);
    const from = isLong ? Number(elst.readBigInt64BE(at + 8)) : elst.readInt32BE(at + 4);
    const isLast = row === rows - 1;
    if (isLast === from < 0) return null;
    shiftSec += isLast ? -from / ticksPerSec : lasts / movieTicksPerSec;
    // A fragmented file states a duration of 0.
    endSec = isLast && lasts === 0 ? Number.POSITIVE_INFINITY : endSec + lasts / movieTicksPerSec;
  }
  return { shiftSec, endSec };
};

/** The composition offset of each sample. */
const offsets = function* (ctts: Buffer | null): Generator<number> {
  for (const [count, value] of ctts ? pairs(ctts) : [])
    for (let index = 0; index < count; index += 1) yield value;
  for (;;) yield 0;
};

const keyNumbers = (stss: Buffer): ReadonlySet<number> => {
  const stated = stss.length < 8 ? 0 : stss.readUInt32BE(4);
  const rows = Math.max(0, Math.min(stated, Math.floor((stss.length - 8) / 4)));
  return new Set(Array.from({ length: rows }, (_, row) => stss.readUInt32BE(8 + row * 4)));
};

/** Half a tick or more before the start, or behind the end. */
const isOutside = (atSec: number, { endSec }: Edit, ticksPerSec: number): boolean =>
  atSec < -0.5 / ticksPerSec || atSec >= endSec;

/** null: tables that contradict themselves, or an edit list that is not supported. */
export const timesOfTables = (tables: Mp4Tables): Mp4Times | null => {
  const edit = editOf(tables);
  const { ticksPerSec, movieTicksPerSec, ctts, stss, stts } = tables;
  if (edit === null || ticksPerSec === 0 || movieTicksPerSec === 0) return null;
  const isKey = stss && keyNumbers(stss);
  const later = offsets(ctts);
  const keysSec: number[] = [];
  let [firstSec, lastEndSec] = [Number.POSITIVE_INFINITY, 0];
  let [ticks, number] = [0, 0];
  let hasHidden = false;
  for (const [count, lasts] of pairs(stts))
    for (let index = 0; index < count; index += 1) {
      number += 1;
      if (number > maxSamples || lasts < 0) return null;
      const atSec = (ticks + Number(later.next().value)) / ticksPerSec + edit.shiftSec;
      ticks += lasts;
      if (isOutside(atSec, edit, ticksPerSec)) {
        hasHidden = true;
        continue;
      }
      firstSec = Math.min(firstSec, atSec);
      lastEndSec = Math.max(lastEndSec, atSec + lasts / ticksPerSec);
      if (isKey?.has(number)) keysSec.push(atSec);
    }
  if (!Number.isFinite(firstSec)) return null;
  return {
    firstSec,
    endSec: Math.min(lastEndSec, edit.endSec),
    mediaSec: ticks / ticksPerSec,
    listSec: Number.isFinite(edit.endSec) ? edit.endSec : null,
    hasHidden,
    keysSec: isKey && keysSec.sort((a, b) => a - b),
  };
};

/**
 * The end of an audio track on the file's timeline, because its header may state another duration. null: an unsupported
 * edit list, or no time scale.
 */
export const audioEndOf = (tables: Omit<Mp4Tables, 'ctts' | 'stss'>): number | null => {
  const { stts, ticksPerSec, movieTicksPerSec } = tables;
  const edit = ticksPerSec > 0 && movieTicksPerSec > 0 ? editOf(tables) : null;
  if (edit === null) return null;
  const ticks = pairs(stts).reduce((sum, [count, lasts]) => sum + count * lasts, 0);
  const endSec = Math.min(ticks / ticksPerSec + edit.shiftSec, edit.endSec);
  return Number.isFinite(endSec) ? endSec : null;
};
