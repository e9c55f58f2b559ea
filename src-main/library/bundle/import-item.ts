/** Unpacks one offered item into a staging folder and accepts it only if its hashes match and its media can be probed. */
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type AppError, ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { Item, ItemId } from '#contract/model/item.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { FolderOperations } from '../../storage/atomic.ts';
import { errnoOf } from '../../storage/file-error.ts';
import { itemFileName, itemText, readDescription } from '../item/item-folder.ts';
import { marksFileName, readMarksFile } from '../item/marks-file.ts';
import type { OfferedFile, OfferedItem } from './import-offer.ts';

const maxTextBytes = 4 * 1024 * 1024;

/** Letters, digits, dots and dashes: the names that this program gives to an item's files, valid on every file system. */
const isPlainName = (name: string): boolean =>
  /^[0-9A-Za-z][0-9A-Za-z_-]{0,60}(\.[0-9A-Za-z]{1,8})?$/.test(name);
/** https://learn.microsoft.com/windows/win32/fileio/naming-a-file */
const isReserved = (name: string): boolean => /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i.test(name);

export type Taken =
  | { readonly kind: 'left-out'; readonly why: LeftAlone['why'] }
  | { readonly kind: 'known' }
  /** Complete in its staging folder. */
  | { readonly kind: 'aside'; readonly item: Item; readonly marks: Marks; readonly path: string };

export type TakeDeps = {
  /** The id under which the library would store the item; null: the library already holds this result. */
  readonly idFor: (item: Item) => Result<ItemId | null>;
  readonly probe: (path: string, call: { readonly signal: AbortSignal }) => Promise<Result<Facts>>;
  readonly files: FolderOperations;
};

type Take = {
  readonly offered: OfferedItem;
  /** Full path of a folder to unpack into; it must not exist. */
  readonly into: string;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
};

const leftOut = (why: LeftAlone['why']): Result<Taken> => ok({ kind: 'left-out', why });

/** Errors caused by the file's contents. Only these leave an item out; others fail the import. */
const isOfTheFile = ({ code }: AppError): boolean =>
  code.startsWith('file-') || code === 'tool-failed' || code === 'tool-timeout';

/** Returns the hash; null: the size differs from the stated one, or unpacking failed. Throws errors of the disk and of the signal. */
const unpack = async (
  file: OfferedFile,
  to: string,
  { signal, onBytes }: Pick<Take, 'signal' | 'onBytes'>,
): Promise<string | null> => {
  const hash = createHash('sha256');
  let bytes = 0;
  const tooLong = new Error('The file is longer than stated.');
  const watched = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length;
      if (bytes > file.sizeBytes) return done(tooLong);
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  try {
    await pipeline(await file.open(), watched, createWriteStream(to, { flags: 'wx' }), { signal });
  } catch (cause) {
    const errno = errnoOf(cause);
    // Errors of the unpacker about the bytes have no code, or one of zlib's.
    if (signal.aborted || (errno !== null && !errno.startsWith('Z_'))) throw cause;
    return null;
  }
  return bytes === file.sizeBytes ? hash.digest('hex') : null;
};

const mediaOf = (item: Item) => [
  { name: item.image.file, kind: 'image', sha256: item.image.facts.sha256 },
  { name: item.video.file, kind: 'video', sha256: item.video.facts.sha256 },
  { name: item.result.file, kind: 'video', sha256: item.result.facts.sha256 },
  { name: item.poster.file, kind: 'image', sha256: null },
];

const hasGoodNames = (item: Item): boolean => {
  const names = mediaOf(item).map(({ name }) => name);
  const all = [...names, itemFileName, marksFileName].map((name) => name.toLowerCase());
  return new Set(all).size === all.length && names.every((name) => isPlainName(name) && !isReserved(name));
};

/** Imported items are never in the trash, even if they were on the other machine. */
const marksIn = async (folder: string): Promise<Marks> => {
  const found = await readMarksFile(folder);
  return found.kind === 'marks' ? { ...found.marks, removedAt: null } : noMarks;
};

/** An error fails the whole import; an unacceptable item is `left-out`. */
export const takeItem = async (deps: TakeDeps, take: Take): Promise<Result<Taken>> => {
  const { probe, files } = deps;
  const { offered, into, signal } = take;

  const unpackText = async (name: string): Promise<boolean> => {
    const file = offered.files.get(name);
    if (file === undefined || file.sizeBytes > maxTextBytes) return false;
    const sha256 = await unpack(file, join(into, name), take);
    return sha256 !== null && (file.sha256 === null || file.sha256 === sha256);
  };

  /** Whether the file has the stated hashes and is media of the stated kind. */
  const takeMedia = async (media: ReturnType<typeof mediaOf>[number]): Promise<Result<boolean>> => {
    const file = offered.files.get(media.name);
    if (file === undefined) return ok(false);
    const path = join(into, media.name);
    const sha256 = await unpack(file, path, take);
    const hasStatedHash = [file.sha256, media.sha256].every((stated) => stated === null || stated === sha256);
    if (sha256 === null || !hasStatedHash) return ok(false);
    const facts = await probe(path, { signal });
    if (!facts.ok) return isOfTheFile(facts.error) ? ok(false) : facts;
    return ok(facts.value.kind === media.kind);
  };

  await files.remove(into);
  await files.makeFolder(into);
  if (!(await unpackText(itemFileName))) return leftOut('senseless');
  const description = await readDescription(into);
  if (description.kind === 'newer' || description.kind === 'empty') return leftOut(description.kind);
  if (description.kind !== 'item') return leftOut('senseless');
  const { item } = description;
  if (basename(offered.folder) !== item.id || !hasGoodNames(item)) return leftOut('misplaced');
  const id = deps.idFor(item);
  if (!id.ok) return id;
  if (id.value === null) return ok({ kind: 'known' });
  if (mediaOf(item).some(({ name }) => offered.files.get(name)?.sizeBytes === 0)) return leftOut('empty');
  for (const media of mediaOf(item)) {
    const isGood = await takeMedia(media);
    if (!isGood.ok) return isGood;
    if (!isGood.value) return leftOut('senseless');
  }
  const hasMarks = await unpackText(marksFileName);
  const marks = hasMarks ? await marksIn(into) : noMarks;
  await files.remove(join(into, marksFileName));
  if (JSON.stringify(marks) !== JSON.stringify(noMarks))
    await files.write(join(into, marksFileName), `${JSON.stringify(marks, null, 2)}\n`);
  if (id.value === item.id) return ok({ kind: 'aside', item, marks, path: into });
  const renamed = { ...item, id: id.value };
  await files.write(join(into, itemFileName), itemText(renamed));
  return ok({ kind: 'aside', item: renamed, marks, path: into });
};
