/**
 * Gathers the artifacts of all targets in one folder, for one release: `node resources/package/release.ts <from> <to>`.
 * `from` has one folder for each target. The feeds of two processors of a system have the same name, and electron-updater
 * expects one with the files of both.
 */
import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse, stringify } from 'yaml';
import { z } from 'zod';

const feedSchema = z.looseObject({ version: z.string(), files: z.array(z.looseObject({ url: z.string() })) });

/** The first feed, with the files of all. Throws where they are of different versions. Pure. */
export const mergeFeeds = (texts: readonly string[]): string => {
  const feeds = texts.map((text) => feedSchema.parse(parse(text)));
  const versions = new Set(feeds.map(({ version }) => version));
  if (versions.size !== 1) throw new Error(`feeds of the versions ${[...versions].join(', ')}`);
  return stringify({ ...feeds[0], files: feeds.flatMap(({ files }) => files) });
};

export const gatherRelease = (from: string, to: string): void => {
  mkdirSync(to, { recursive: true });
  const paths = globSync('*/*', { cwd: from })
    .sort()
    .map((path) => join(from, path));
  const isMerged = (path: string): boolean => /^(SHA256SUMS|.*\.yml)$/.test(basename(path));
  for (const path of paths.filter((one) => !isMerged(one))) copyFileSync(path, join(to, basename(path)));
  const merged = Map.groupBy(paths.filter(isMerged), (path) => basename(path));
  for (const [name, same] of merged) {
    const texts = same.map((path) => readFileSync(path, 'utf8'));
    writeFileSync(join(to, name), name === 'SHA256SUMS' ? texts.join('') : mergeFeeds(texts));
  }
};

if (import.meta.main) {
  const [from, to] = process.argv.slice(2);
  if (from === undefined || to === undefined) throw new Error('release.ts <from> <to>');
  gatherRelease(from, to);
}
