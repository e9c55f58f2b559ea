/**
 * Opens a bundle. A zip file that lies about itself is refused as a whole before anything of it is unpacked: this
 * program never makes one. Only what the manifest names is ever read.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { errnoOf, toFileError } from '../../files/file-error.ts';
import { type Manifest, manifestName, manifestSchema, mostBundledItems } from './bundle-manifest.ts';
import type { Offer, OfferedFile, OfferedItem } from './import-offer.ts';

/** Six files an item, and room for what other programs add. */
const mostEntries = mostBundledItems * 7;
const mostManifestBytes = 64 * 1024 * 1024;

/** Clips and pictures do not get smaller by packing them, so a bundle does not grow by much. */
const mostGrowth = 10;
const smallBytes = 16 * 1024 * 1024;

const stored = 0;
const deflated = 8;

/** What a Unix zip says of the kind of file: https://man7.org/linux/man-pages/man7/inode.7.html */
const kindBits = 0o170000;
const plainKinds = [0, 0o100000, 0o040000];

type Entries = ReadonlyMap<string, Entry>;

/** Two names that a disk may take for one. */
const sameName = (name: string): string => name.normalize('NFC').toLowerCase();

const hasTwice = (names: readonly string[]): boolean => new Set(names.map(sameName)).size < names.length;

/** null: nothing wrong with it. That it climbs out or is no relative path has been told by the reader. */
const entryProblem = (entry: Entry): string | null => {
  if (entry.isEncrypted()) return 'a file in it is encrypted';
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated)
    return 'a file in it is packed in an unknown way';
  const kind = (entry.externalFileAttributes >>> 16) & kindBits;
  return plainKinds.includes(kind) ? null : 'it holds a link';
};

/** Answers what is wrong as text. */
const readEntries = async (zip: ZipFile, signal: AbortSignal): Promise<Entries | string> => {
  const entries = new Map<string, Entry>();
  const names = new Set<string>();
  if (zip.entryCount > mostEntries) return 'it holds too many files';
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted();
    const problem = entryProblem(entry);
    if (problem !== null) return problem;
    if (names.has(sameName(entry.fileName))) return 'two files in it have one name';
    names.add(sameName(entry.fileName));
    if (!entry.fileName.endsWith('/')) entries.set(entry.fileName, entry);
  }
  return entries;
};

const readText = async (zip: ZipFile, entry: Entry): Promise<string> => {
  const chunks: Buffer[] = [];
  // The reader breaks off where more comes than the entry says.
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

const parseManifest = (text: string): Manifest | null => {
  try {
    return manifestSchema.parse(JSON.parse(text));
  } catch {
    return null;
  }
};

const readManifest = async (zip: ZipFile, entries: Entries): Promise<Manifest | string> => {
  const entry = entries.get(manifestName);
  if (entry === undefined) return 'it does not say what it holds';
  if (entry.uncompressedSize > mostManifestBytes) return 'its list is too long';
  const manifest = parseManifest(await readText(zip, entry));
  if (manifest === null) return 'its list makes no sense to this version';
  const isAmbiguous =
    hasTwice(manifest.items.map(({ id }) => id)) ||
    manifest.items.some(({ files }) => hasTwice(files.map(({ name }) => name)));
  return isAmbiguous ? 'its list names a thing twice' : manifest;
};

/** null: a file is missing, or is not as long as the manifest says. */
const offerItem = (zip: ZipFile, entries: Entries, item: Manifest['items'][number]): OfferedItem | null => {
  const files = new Map<string, OfferedFile>();
  for (const { name, sizeBytes, sha256 } of item.files) {
    const entry = entries.get(`${item.id}/${name}`);
    if (entry === undefined || entry.uncompressedSize !== sizeBytes) return null;
    files.set(name, { sizeBytes, sha256, open: () => zip.openReadStreamPromise(entry) });
  }
  return { folder: item.id, files };
};

const makeOffer = (zip: ZipFile, entries: Entries, manifest: Manifest): Offer => {
  const items: OfferedItem[] = [];
  const leftOut: LeftAlone[] = [];
  for (const item of manifest.items) {
    const offered = offerItem(zip, entries, item);
    if (offered === null) leftOut.push({ folder: item.id, why: 'senseless' });
    else items.push(offered);
  }
  return { items, leftOut, close: () => zip.close() };
};

/** `path`: full path. */
export const openBundle = async (path: string, signal: AbortSignal): Promise<Result<Offer>> => {
  const subject = basename(path);
  const broken = (detail: string) => fail('bundle-broken', { subject, detail });
  let zip: ZipFile | null = null;
  const judge = async (): Promise<Result<Offer>> => {
    const { size } = await stat(path);
    zip = await openPromise(path, { autoClose: false, strictFileNames: true });
    const entries = await readEntries(zip, signal);
    if (typeof entries === 'string') return broken(entries);
    const grown = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (grown > size * mostGrowth + smallBytes) return broken('it would grow beyond all measure');
    const manifest = await readManifest(zip, entries);
    return typeof manifest === 'string' ? broken(manifest) : ok(makeOffer(zip, entries, manifest));
  };
  const judged = await judge().catch((cause: unknown): Result<Offer> => {
    if (signal.aborted) return fail('cancelled');
    const errno = errnoOf(cause);
    // What the reader itself says has no errno, and the packer's codes are no errors of the disk.
    const isDisk = errno !== null && !errno.startsWith('ERR_') && !errno.startsWith('Z_');
    return isDisk
      ? { ok: false, error: toFileError(cause, subject) }
      : broken('it cannot be read as a zip file');
  });
  // Assigned in a function, which the compiler does not follow.
  if (!judged.ok) (zip as ZipFile | null)?.close();
  return judged;
};
