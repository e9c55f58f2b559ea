/** Restores item.json and marks.json from the catalogue where they are missing or malformed. */
import { join } from 'node:path';
import { ok } from '#contract/errors.ts';
import type { Item } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import { type Disk, replaceSync } from '../../storage/atomic.ts';
import type { Database } from '../../storage/database.ts';
import { pathExistsSync } from '../../storage/path.ts';
import { itemFileName, itemText } from '../item/item-folder.ts';
import { marksFileName, readMarksFileSync, writeMarksFile } from '../item/marks-file.ts';
import { readSmallFileSync } from '../item/small-file.ts';
import { attemptOnDisk } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';

export type RepairDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly disk: Disk;
};

/** Keeps the malformed file under a free name; its contents may be recoverable. */
const setAside = (disk: Disk, path: string): void => {
  if (!pathExistsSync(path)) return;
  for (let number = 1; ; number += 1) {
    const aside = `${path}.broken-${number}`;
    if (pathExistsSync(aside)) continue;
    disk.renameSync(path, aside);
    return;
  }
};

/** `home`: full path of the item's folder. Runs inside a transaction, as does `repairMarks`. */
const repairItem = (disk: Disk, home: string, item: Item): void => {
  const path = join(home, itemFileName);
  const text = itemText(item);
  const now = readSmallFileSync(path, text.length * 4);
  if (now.kind === 'read' && now.text === text) return;
  setAside(disk, path);
  replaceSync(disk, path, text);
};

/** `home`: full path of the item's folder. A file that was repaired meanwhile stays. */
const repairMarks = (disk: Disk, home: string, marks: Marks): void => {
  const now = readMarksFileSync(home).kind;
  if (now !== 'garbled' && now !== 'empty' && now !== 'missing') return;
  setAside(disk, join(home, marksFileName));
  if (JSON.stringify(marks) !== JSON.stringify(noMarks)) writeMarksFile(disk, home, marks);
};

/** Errors are logged only: an item on a read-only disk is still listed. */
export const repairFiles = (
  { db, log, location, disk }: RepairDeps,
  lost: {
    readonly home: string;
    readonly item: Item;
    readonly marks: Marks;
    readonly files: readonly ('item' | 'marks')[];
  },
): void => {
  const { home, item, marks, files } = lost;
  if (files.length === 0) return;
  const repaired = db.transaction(() =>
    attemptOnDisk(location, () => {
      if (files.includes('item')) repairItem(disk, home, item);
      if (files.includes('marks')) repairMarks(disk, home, marks);
      return ok(null);
    }),
  );
  const result = repaired.ok ? repaired.value : repaired;
  const details = { id: item.id, files };
  if (result.ok) log.warn('item files restored from catalogue', details);
  else
    log.warn('item files not restored from catalogue', {
      ...details,
      error: result.error,
    });
};
