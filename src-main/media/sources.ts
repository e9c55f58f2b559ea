/** Sources: files from the user, known outside by an opaque id. Only opened files can be read or sent. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, parse } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Facts, SeenFacts } from '#contract/model/facts.ts';
import { type Source, type SourceId, sourceIdSchema } from '#contract/model/source.ts';
import { cutToBytes, safeFileName, shortNameBytes } from '#contract/rules/naming.ts';
import { removeLeftover } from '../storage/busy-retry.ts';

type Opened<F> = { readonly path: string; readonly name: string; readonly facts: F };
export type OpenSource = Opened<SeenFacts>;
/** With its hash: the input of a job. */
export type WholeSource = Opened<Facts>;

export type Sources = {
  /** `path`: full path of the file. */
  readonly open: (path: string) => Promise<Result<Source>>;
  /** A file that has no path on this computer: pasted, or sent by a browser. */
  readonly openBytes: (name: string, bytes: Uint8Array) => Promise<Result<Source>>;
  /** A new full path in a folder of its own, for a host that streams a dropped file to disk. */
  readonly dropPath: (name: string) => Promise<string>;
  /** The same file opened as a video; the source it was opened as stays open. */
  readonly openAnimation: (id: SourceId) => Promise<Result<Source>>;
  readonly get: (id: SourceId) => OpenSource | null;
  /** Waits until the whole file has been read, which begins when it is opened. */
  readonly whole: (id: SourceId) => Promise<Result<WholeSource>>;
  readonly close: (id: SourceId) => void;
  /** Removes dropped files that are older than a week and not needed by a job. `neededPaths`: full paths to keep. */
  readonly cleanup: (neededPaths: ReadonlySet<string>, now: Date) => Promise<void>;
};

/** Retention of a dropped file after its window is closed, in milliseconds. */
const retentionMs = 7 * 24 * 3600 * 1000;

/** The last segment of the name from the page, so that no name escapes the folder. */
const safeName = (name: string): string => {
  const last = basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}]/gu, '');
  if (last === '' || last === '.' || last === '..') return 'file';
  const { name: stem, ext } = parse(last);
  return safeFileName({ stem, extension: cutToBytes(ext, 20) }, shortNameBytes);
};

export const createSources = (deps: {
  readonly probeFacts: (path: string) => Promise<Result<SeenFacts>>;
  /** Facts of an animated image, read as a video. */
  readonly probeAnimation: (path: string) => Promise<Result<SeenFacts>>;
  /** The SHA-256 of a file's content, in hexadecimal. Rejects when it cannot be read or is aborted. */
  readonly hash: (path: string, signal: AbortSignal) => Promise<string>;
  /** Full path of the folder for files without a path of their own. */
  readonly dropFolder: string;
}): Sources => {
  const { probeFacts, probeAnimation, hash, dropFolder } = deps;
  const opened = new Map<
    SourceId,
    { readonly source: OpenSource; readonly sha256: Promise<string | null>; readonly stop: AbortController }
  >();

  const hold = (path: string, facts: Result<SeenFacts>): Result<Source> => {
    if (!facts.ok) return facts;
    const id = sourceIdSchema.parse(randomUUID());
    const source = { path, name: basename(path), facts: facts.value };
    const stop = new AbortController();
    opened.set(id, { source, sha256: hash(path, stop.signal).catch(() => null), stop });
    return ok({ id, name: source.name, facts: source.facts });
  };

  const open = async (path: string): Promise<Result<Source>> => hold(path, await probeFacts(path));

  const dropPath = async (name: string): Promise<string> => {
    const folder = join(dropFolder, randomUUID());
    await mkdir(folder, { recursive: true });
    return join(folder, safeName(name));
  };

  return {
    open,
    dropPath,
    openBytes: async (name, bytes) => {
      const path = await dropPath(name);
      await writeFile(path, bytes);
      const source = await open(path);
      if (!source.ok) await removeLeftover(dirname(path));
      return source;
    },
    openAnimation: async (id) => {
      const found = opened.get(id)?.source;
      if (!found) return fail('source-gone');
      const { path, name, facts } = found;
      if (facts.kind === 'video' || !facts.isAnimated) return fail('file-is-image', { subject: name });
      return hold(path, await probeAnimation(path));
    },
    get: (id) => opened.get(id)?.source ?? null,
    whole: async (id) => {
      const found = opened.get(id);
      if (!found) return fail('source-gone');
      const { source } = found;
      const sha256 = await found.sha256;
      return sha256 === null
        ? fail('file-unreadable', { subject: source.name })
        : ok({ ...source, facts: { ...source.facts, sha256 } });
    },
    close: (id) => {
      opened.get(id)?.stop.abort();
      opened.delete(id);
    },
    cleanup: async (neededPaths, now) => {
      const neededFolders = new Set([...neededPaths].map(dirname));
      const names = await readdir(dropFolder).catch(() => []);
      for (const folder of names.map((name) => join(dropFolder, name))) {
        const found = neededFolders.has(folder) ? null : await stat(folder).catch(() => null);
        // A recent one may belong to a draft.
        if (found && now.getTime() - found.mtimeMs > retentionMs) await removeLeftover(folder);
      }
    },
  };
};
