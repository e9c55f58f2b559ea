/** When an audio track of an MP4 or MOV ends, by its tables: its header may state another length. Pure. */
import { editOf, type Mp4Tables, pairs } from './mp4-tables.ts';

/** On the file's own clock. */
export type Mp4Audio = { readonly endSec: number };

/** null: edits that only a player can follow, or no clock. */
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
