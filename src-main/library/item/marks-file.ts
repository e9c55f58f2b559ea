/** marks.json, beside item.json: the user's marks of an item, which move with its folder. */
import { join } from 'node:path';
import type { Marks } from '#contract/model/marks.ts';
import { type Disk, replaceSync } from '../../storage/atomic.ts';
import { parseMarks } from './marks.ts';
import { readSmallFile, readSmallFileSync, type SmallFile } from './small-file.ts';

export const marksFileName = 'marks.json';

/** Several times the size of the longest marks. */
const maxMarksBytes = 1024 * 1024;

export type MarksFile =
  | { readonly kind: 'marks'; readonly marks: Marks }
  | { readonly kind: 'missing' }
  /** A sync service may not have downloaded it. */
  | { readonly kind: 'empty' }
  | { readonly kind: 'unfit' }
  | { readonly kind: 'garbled' };

const understand = (file: SmallFile): MarksFile => {
  if (file.kind !== 'read') return file;
  if (file.text === '') return { kind: 'empty' };
  const marks = parseMarks(file.text);
  return marks === null ? { kind: 'garbled' } : { kind: 'marks', marks };
};

/** `folder`: full path of the item's folder. Throws disk errors. */
export const readMarksFile = async (folder: string): Promise<MarksFile> =>
  understand(await readSmallFile(join(folder, marksFileName), maxMarksBytes));

export const readMarksFileSync = (folder: string): MarksFile =>
  understand(readSmallFileSync(join(folder, marksFileName), maxMarksBytes));

/** Runs only inside the database transaction that also writes the row. */
export const writeMarksFile = (disk: Disk, folder: string, marks: Marks): void =>
  replaceSync(disk, join(folder, marksFileName), `${JSON.stringify(marks, null, 2)}\n`);
