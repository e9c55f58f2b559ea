/** Items as they lie on the disk: looked at file by file, not by the program's own catalogue. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Item } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { readItem } from '#main/library/item/item-folder.ts';
import { readMarksFile } from '#main/library/item/marks-file.ts';

/** `item`: null where item.json is not there or makes no sense. */
export type Kept = {
  /** Relative to the library. */
  readonly folder: string;
  readonly item: Item | null;
  /** null: marks.json makes no sense. */
  readonly marks: Marks | null;
  /** What is wrong with its files. */
  readonly flaws: readonly string[];
};

const sha256Of = async (path: string): Promise<string> => {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
};

const flawOf = async (path: string, sha256: string): Promise<readonly string[]> => {
  const found = await sha256Of(path).catch(() => null);
  if (found === sha256) return [];
  return [`${path}: ${found === null ? 'missing' : 'other bytes than item.json says'}`];
};

/** A JPEG is whole where its end is its end mark. */
const posterFlaws = async (path: string): Promise<readonly string[]> => {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const isWhole =
    bytes.subarray(0, 2).toString('hex') === 'ffd8' && bytes.subarray(-2).toString('hex') === 'ffd9';
  return isWhole ? [] : [`${path}: no whole picture`];
};

const readMarks = async (folder: string): Promise<Marks | null> => {
  const file = await readMarksFile(folder);
  if (file.kind === 'missing') return noMarks;
  return file.kind === 'marks' ? file.marks : null;
};

const readKept = async (libraryFolder: string, folder: string): Promise<Kept> => {
  const at = (name: string) => join(libraryFolder, folder, name);
  const item = await readItem(join(libraryFolder, folder));
  const marks = await readMarks(join(libraryFolder, folder));
  if (item === null) return { folder, item, marks, flaws: [`${folder}: no item.json that makes sense`] };
  const { image, video, result, poster } = item;
  const flaws = await Promise.all([
    flawOf(at(image.file), image.facts.sha256),
    flawOf(at(video.file), video.facts.sha256),
    flawOf(at(result.file), result.facts.sha256),
    posterFlaws(at(poster.file)),
  ]);
  return { folder, item, marks, flaws: flaws.flat() };
};

const namesIn = (folder: string): Promise<string[]> => readdir(folder).catch(() => []);

export const readLibrary = async (libraryFolder: string): Promise<readonly Kept[]> => {
  const months = (await namesIn(libraryFolder)).filter((name) => /^\d{4}-\d\d$/.test(name));
  const folders = await Promise.all(
    months.map(async (month) =>
      (await namesIn(join(libraryFolder, month))).map((name) => `${month}/${name}`),
    ),
  );
  return Promise.all(folders.flat().map((folder) => readKept(libraryFolder, folder)));
};
