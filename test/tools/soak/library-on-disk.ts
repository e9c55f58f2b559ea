/** Reads items file by file, without the catalogue of the program. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Item } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { readItem } from '#main/library/item/item-folder.ts';
import { readMarksFile } from '#main/library/item/marks-file.ts';

/** `item`: null if item.json is missing or malformed. */
export type Kept = {
  /** Relative to the library. */
  readonly folder: string;
  readonly item: Item | null;
  /** null: marks.json is malformed. */
  readonly marks: Marks | null;
  /** Defects of its files. */
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
  return [`${path}: ${found === null ? 'missing' : 'the hash differs from item.json'}`];
};

/** A complete JPEG ends with the end-of-image marker. */
const posterFlaws = async (path: string): Promise<readonly string[]> => {
  const bytes = await readFile(path).catch(() => Buffer.alloc(0));
  const isComplete =
    bytes.subarray(0, 2).toString('hex') === 'ffd8' && bytes.subarray(-2).toString('hex') === 'ffd9';
  return isComplete ? [] : [`${path}: incomplete image`];
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
  if (item === null) return { folder, item, marks, flaws: [`${folder}: item.json is missing or malformed`] };
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
