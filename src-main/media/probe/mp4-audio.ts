/** The end of an audio track of an MP4 or MOV from its sample tables: its header may state another duration. Pure. */
import { editOf, type Mp4Tables, pairs } from './mp4-tables.ts';

/** On the file's timeline. */
export type Mp4Audio = { readonly endSec: number };

/** null: an unsupported edit list, or no time scale. */
export const audioOfTables = (
  tables: Pick<Mp4Tables, 'stts' | 'elst' | 'ticksPerSec' | 'movieTicksPerSec'>,
): Mp4Audio | null => {
  const { stts, ticksPerSec, movieTicksPerSec } = tables;
  const edit = ticksPerSec > 0 && movieTicksPerSec > 0 ? editOf(tables) : null;
  if (edit === null) return null;
  const ticks = pairs(stts).reduce((sum, [count, lasts]) => sum + count * lasts, 0);
  const endSec = Math.min(ticks / ticksPerSec + edit.shiftSec, edit.endSec);
  return Number.isFinite(endSec) ? { endSec } : null;
};
