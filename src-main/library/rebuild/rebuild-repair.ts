/** Writes item.json and marks.json again where they are gone or garbled and the catalogue still knows what they said. */
import { join } from 'node:path';
import { ok } from '#contract/errors.ts';
import type { Item } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Log } from '../../ports.ts';
import { replaceSync, type SyncDisk } from '../../storage/atomic.ts';
import type { Database } from '../../storage/database.ts';
import { isThere } from '../../storage/path.ts';
import { itemFileName, itemText } from '../item/item-folder.ts';
import { marksFileName, readMarksFileSync, writeMarksFile } from '../item/marks-file.ts';
import { readSmallFileSync } from '../item/small-file.ts';
import { attemptOnDisk } from '../location/library-error.ts';
import type { LibraryLocation } from '../location/location.ts';

export type MendDeps = {
  readonly db: Database;
  readonly log: Log;
  readonly location: Pick<LibraryLocation, 'ready'>;
  readonly disk: SyncDisk;
};

/** Never overwrites an earlier one; somebody may still read what we could not. */
const setAside = (disk: SyncDisk, path: string): void => {
  if (!isThere(path)) return;
  for (let number = 1; ; number += 1) {
    const aside = `${path}.broken-${number}`;
    if (isThere(aside)) continue;
    disk.rename(path, aside);
    return;
  }
};

/** `home`: full path of the item's folder. Inside a transaction, as below. */
const mendItem = (disk: SyncDisk, home: string, item: Item): void => {
  const path = join(home, itemFileName);
  const text = itemText(item);
  const now = readSmallFileSync(path, text.length * 4);
  if (now.kind === 'read' && now.text === text) return;
  setAside(disk, path);
  replaceSync(disk, path, text);
};

/** `home`: full path of the item's folder. Inside a transaction; what has been mended meanwhile stays. */
const mendMarks = (disk: SyncDisk, home: string, marks: Marks): void => {
  const now = readMarksFileSync(home).kind;
  if (now !== 'garbled' && now !== 'empty' && now !== 'missing') return;
  setAside(disk, join(home, marksFileName));
  if (JSON.stringify(marks) !== JSON.stringify(noMarks)) writeMarksFile(disk, home, marks);
};

/** A disk that cannot be written keeps nothing out of the list. */
export const mendFiles = (
  { db, log, location, disk }: MendDeps,
  lost: {
    readonly home: string;
    readonly item: Item;
    readonly marks: Marks;
    readonly files: readonly ('item' | 'marks')[];
  },
): void => {
  const { home, item, marks, files } = lost;
  if (files.length === 0) return;
  const mended = db.transaction(() =>
    attemptOnDisk(location, () => {
      if (files.includes('item')) mendItem(disk, home, item);
      if (files.includes('marks')) mendMarks(disk, home, marks);
      return ok(null);
    }),
  );
  const result = mended.ok ? mended.value : mended;
  const told = { id: item.id, files };
  if (result.ok) log.warn('files of an item were gone or garbled and are written again from the list', told);
  else
    log.warn('files of an item are gone or garbled and cannot be written again', {
      ...told,
      error: result.error,
    });
};
