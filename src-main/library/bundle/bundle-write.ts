/** Writes a zip file of items in one pass: each file is read once, stored uncompressed, and hashed while it is read. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import type { ItemId } from '#contract/model/item.ts';
import { flushFile } from '../../storage/atomic.ts';
import { type BundledFile, type Manifest, manifestName } from './bundle-manifest.ts';

export type BundleSource = {
  readonly id: ItemId;
  /** Full path. */
  readonly folder: string;
  readonly files: readonly { readonly name: string; readonly sizeBytes: number }[];
};

type Writing = {
  readonly sources: readonly BundleSource[];
  /** Full path; must not exist. */
  readonly to: string;
  readonly now: Date;
  readonly signal: AbortSignal;
  readonly onBytes: (bytes: number) => void;
};

/** Files are added one after another, because a file's hash is known only at its end. Rejects on disk errors. */
const addFile = async (
  zip: ZipFile,
  source: { readonly path: string; readonly inside: string; readonly sizeBytes: number },
  { signal, onBytes, now }: Writing,
): Promise<string> => {
  const hash = createHash('sha256');
  const watched = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      hash.update(chunk);
      onBytes(chunk.length);
      done(null, chunk);
    },
  });
  const options = { size: source.sizeBytes, compress: false, mtime: now, mode: 0o100644 };
  zip.addReadStream(watched, source.inside, options);
  // Reads up to the size in the manifest: the file may have grown since.
  const reading = source.sizeBytes === 0 ? [] : createReadStream(source.path, { end: source.sizeBytes - 1 });
  await pipeline(reading, watched, { signal });
  return hash.digest('hex');
};

const addAll = async (zip: ZipFile, writing: Writing): Promise<void> => {
  const items: Manifest['items'] = [];
  for (const { id, folder, files } of writing.sources) {
    const bundled: BundledFile[] = [];
    for (const { name, sizeBytes } of files) {
      const source = { path: join(folder, name), inside: `${id}/${name}`, sizeBytes };
      bundled.push({ name, sizeBytes, sha256: await addFile(zip, source, writing) });
    }
    items.push({ id, files: bundled });
  }
  const manifest: Manifest = { version: 1, createdAt: writing.now.toISOString(), items };
  zip.addBuffer(Buffer.from(JSON.stringify(manifest)), manifestName, { mtime: writing.now, mode: 0o100644 });
  zip.end();
};

/** Flushes the file at the end. Throws errors of the file system and of the signal; a partial file stays. */
export const writeBundle = async (writing: Writing): Promise<void> => {
  const zip = new ZipFile();
  const failed = new AbortController();
  const signal = AbortSignal.any([writing.signal, failed.signal]);
  zip.on('error', (cause: unknown) => failed.abort(cause));
  const written = pipeline(zip.outputStream, createWriteStream(writing.to, { flags: 'wx' }), {
    signal,
  }).catch((cause: unknown) => {
    // Ends the pipelines that still read source files; they would otherwise wait forever.
    failed.abort(cause);
    throw cause;
  });
  const added = addAll(zip, { ...writing, signal }).catch((cause: unknown) => {
    failed.abort(cause);
    throw cause;
  });
  const [first] = (await Promise.allSettled([added, written])).filter(({ status }) => status === 'rejected');
  if (first === undefined) return flushFile(writing.to);
  throw failed.signal.aborted ? failed.signal.reason : writing.signal.reason;
};
