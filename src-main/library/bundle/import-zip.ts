/**
 * Opens a bundle. A malformed zip file is refused as a whole before anything is unpacked: this program never writes
 * one. Only entries that the manifest names are read.
 */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Entry, openPromise, type ZipFile } from 'yauzl';
import { type ErrorReason, fail, ok, type Result } from '#contract/errors.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import { parseJson } from '../../storage/json-file.ts';
import { isServiceName } from '../item/sync-service.ts';
import { type Manifest, manifestName, manifestSchema, maxBundledItems } from './bundle-manifest.ts';
import type { Offer, OfferedFile, OfferedItem } from './import-offer.ts';

/** Six files and a folder for each item; macOS adds a companion file to each. */
const maxEntries = maxBundledItems * 16;
const maxManifestBytes = 64 * 1024 * 1024;

/** Videos and images hardly compress, so an unpacked bundle is not much larger than the zip file. */
const maxGrowth = 10;
const smallBytes = 16 * 1024 * 1024;

const stored = 0;
const deflated = 8;

/** The file type bits in zip files made on Unix: https://man7.org/linux/man-pages/man7/inode.7.html */
const kindBits = 0o170000;
const plainKinds = [0, 0o100000, 0o040000];

type BundleProblem = ErrorReason<'bundle-broken'>;

/** By `sameName` of the path. */
type Entries = ReadonlyMap<string, Entry>;

/** Maps names that a file system may treat as equal to one key: macOS decomposes characters, FAT ignores case. */
const sameName = (name: string): string => name.normalize('NFC').toLowerCase();

/** Packers write `./a/b` and `a//b` for the same. */
const partsOf = (path: string): readonly string[] =>
  path.split('/').filter((part) => part !== '' && part !== '.');

const hasTwice = (names: readonly string[]): boolean => new Set(names.map(sameName)).size < names.length;

/** null: valid. The zip reader has already rejected absolute paths and paths that leave the folder. */
const entryProblem = (entry: Entry): BundleProblem | null => {
  if (entry.isEncrypted()) return 'encrypted';
  if (entry.compressionMethod !== stored && entry.compressionMethod !== deflated)
    return 'compression-unknown';
  const kind = (entry.externalFileAttributes >>> 16) & kindBits;
  return plainKinds.includes(kind) ? null : 'holds-link';
};

/** Returns the problem where the bundle cannot be imported. */
const readEntries = async (zip: ZipFile, signal: AbortSignal): Promise<Entries | BundleProblem> => {
  const entries = new Map<string, Entry>();
  if (zip.entryCount > maxEntries) return 'too-many-files';
  for await (const entry of zip.eachEntry()) {
    signal.throwIfAborted();
    const parts = partsOf(entry.fileName);
    // A file manager that unpacks and repacks a bundle adds files of its own.
    if (parts.some(isServiceName)) continue;
    const problem = entryProblem(entry);
    if (problem !== null) return problem;
    if (entry.fileName.endsWith('/')) continue;
    const path = sameName(parts.join('/'));
    if (entries.has(path)) return 'duplicate-name';
    entries.set(path, entry);
  }
  return entries;
};

const readText = async (zip: ZipFile, entry: Entry): Promise<string> => {
  const chunks: Buffer[] = [];
  // The reader stops with an error where the data is longer than the entry states.
  for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
};

/** `top`: the path of the folder that holds the manifest, with its slash. A bundle packed as a folder has one folder at the top. */
const findManifest = (entries: Entries): { readonly top: string; readonly entry: Entry } | BundleProblem => {
  const found = [...entries]
    .filter(([path]) => path === manifestName || path.endsWith(`/${manifestName}`))
    .map(([path, entry]) => ({
      top: path.slice(0, -manifestName.length),
      depth: partsOf(path).length,
      entry,
    }))
    .sort((a, b) => a.depth - b.depth);
  const [first, second] = found;
  if (first === undefined) return 'no-manifest';
  return first.depth === second?.depth ? 'several-bundles' : first;
};

const readManifest = async (zip: ZipFile, entry: Entry): Promise<Manifest | BundleProblem> => {
  if (entry.uncompressedSize > maxManifestBytes) return 'manifest-too-long';
  const manifest = parseJson(await readText(zip, entry), manifestSchema);
  if (manifest === null) return 'manifest-invalid';
  const isAmbiguous =
    hasTwice(manifest.items.map(({ id }) => id)) ||
    manifest.items.some(({ files }) => hasTwice(files.map(({ name }) => name)));
  return isAmbiguous ? 'manifest-ambiguous' : manifest;
};

type Found = { readonly entries: Entries; readonly top: string };

/** null: a file is missing, or its size differs from the manifest. */
const offerItem = (
  zip: ZipFile,
  { entries, top }: Found,
  item: Manifest['items'][number],
): OfferedItem | null => {
  const files = new Map<string, OfferedFile>();
  for (const { name, sizeBytes, sha256 } of item.files) {
    const entry = entries.get(`${top}${sameName(`${item.id}/${name}`)}`);
    if (entry === undefined || entry.uncompressedSize !== sizeBytes) return null;
    files.set(name, { sizeBytes, sha256, open: () => zip.openReadStreamPromise(entry) });
  }
  return { folder: item.id, files };
};

const makeOffer = (zip: ZipFile, found: Found, manifest: Manifest): Offer => {
  const items: OfferedItem[] = [];
  const leftOut: LeftAlone[] = [];
  for (const item of manifest.items) {
    const offered = offerItem(zip, found, item);
    if (offered === null) leftOut.push({ folder: item.id, why: 'senseless' });
    else items.push(offered);
  }
  return { items, leftOut, close: () => zip.close() };
};

/** `path`: full path. */
export const openBundle = async (path: string, signal: AbortSignal): Promise<Result<Offer>> => {
  const subject = basename(path);
  const broken = (reason: BundleProblem) => fail('bundle-broken', { subject, reason });
  let zip: ZipFile | null = null;
  const judge = async (): Promise<Result<Offer>> => {
    const { size } = await stat(path);
    zip = await openPromise(path, { autoClose: false, strictFileNames: false });
    const entries = await readEntries(zip, signal);
    if (typeof entries === 'string') return broken(entries);
    const grown = [...entries.values()].reduce((sum, entry) => sum + entry.uncompressedSize, 0);
    if (grown > size * maxGrowth + smallBytes) return broken('expands-too-far');
    const found = findManifest(entries);
    if (typeof found === 'string') return broken(found);
    const manifest = await readManifest(zip, found.entry);
    if (typeof manifest === 'string') return broken(manifest);
    return ok(makeOffer(zip, { entries, top: found.top }, manifest));
  };
  const judged = await judge().catch((cause: unknown): Result<Offer> => {
    if (signal.aborted) return fail('cancelled');
    const errno = errnoOf(cause);
    // Errors of the zip reader have no errno; ERR_ and Z_ codes are not disk errors.
    const isDisk = errno !== null && !errno.startsWith('ERR_') && !errno.startsWith('Z_');
    return isDisk ? { ok: false, error: toFileError(cause, subject) } : broken('not-a-zip');
  });
  // Assigned in a function, which the compiler does not follow.
  if (!judged.ok) (zip as ZipFile | null)?.close();
  return judged;
};
