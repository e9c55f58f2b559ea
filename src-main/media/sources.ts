/** Sources: files the person gave, known outside by an opaque id. Only what was opened here can be read or sent. */
import { randomUUID } from 'node:crypto';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { ok, type Result } from '#contract/errors.ts';
import type { Facts } from '#contract/model/facts.ts';
import { type Source, type SourceId, sourceIdSchema } from '#contract/model/source.ts';

export type OpenSource = { readonly path: string; readonly name: string; readonly facts: Facts };

export type Sources = {
  /** `path`: full path of the file. */
  readonly open: (path: string) => Promise<Result<Source>>;
  /** A file that has no place of its own on this machine: pasted, or sent by a browser. */
  readonly openBytes: (name: string, bytes: Uint8Array) => Promise<Result<Source>>;
  /** A fresh full path in a folder of its own, for a host that streams a dropped file to disk. */
  readonly dropPath: (name: string) => Promise<string>;
  readonly get: (id: SourceId) => OpenSource | null;
  readonly close: (id: SourceId) => void;
  /** Removes dropped files of a week ago and before that no job needs any more. `neededPaths`: full paths to keep. */
  readonly sweep: (neededPaths: ReadonlySet<string>, now: Date) => Promise<void>;
};

/** How long a dropped file outlives its window, in milliseconds. */
const keptMs = 7 * 24 * 3600 * 1000;

/** The last part of whatever a page calls the file, so that no name climbs out of its folder. */
const safeName = (name: string): string => {
  const last = basename(name.replaceAll('\\', '/')).replace(/[\p{Cc}]/gu, '');
  return last === '' || last === '.' || last === '..' ? 'file' : last.slice(-120);
};

export const createSources = (deps: {
  readonly probe: (path: string) => Promise<Result<Facts>>;
  /** Full path of the folder for files without a place of their own. */
  readonly dropFolder: string;
}): Sources => {
  const { probe, dropFolder } = deps;
  const opened = new Map<SourceId, OpenSource>();

  const open = async (path: string): Promise<Result<Source>> => {
    const facts = await probe(path);
    if (!facts.ok) return facts;
    const id = sourceIdSchema.parse(randomUUID());
    const source = { path, name: basename(path), facts: facts.value };
    opened.set(id, source);
    return ok({ id, name: source.name, facts: source.facts });
  };

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
      if (!source.ok) await rm(dirname(path), { recursive: true, force: true });
      return source;
    },
    get: (id) => opened.get(id) ?? null,
    close: (id) => {
      opened.delete(id);
    },
    sweep: async (neededPaths, now) => {
      const neededFolders = new Set([...neededPaths].map(dirname));
      const names = await readdir(dropFolder).catch(() => []);
      for (const folder of names.map((name) => join(dropFolder, name))) {
        const found = neededFolders.has(folder) ? null : await stat(folder).catch(() => null);
        // A fresh one may be the draft of another window on the same data.
        if (found && now.getTime() - found.mtimeMs > keptMs)
          await rm(folder, { recursive: true, force: true });
      }
    },
  };
};
