/**
 * Finds ffmpeg and ffprobe, checks once that they run, and caches the result. See docs/decisions/fluent-ffmpeg.md for
 * the chain.
 */

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { delimiter, dirname, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { Log, Ports } from '../../ports.ts';
import { outsideArchive } from '../../program-folder.ts';

export type Tool = { readonly path: string; readonly version: string; readonly origin: string };

export type Tools = {
  readonly ffmpeg: () => Promise<Result<Tool>>;
  readonly ffprobe: () => Promise<Result<Tool>>;
  /** Searches again at the next call, because a setting has changed. */
  readonly forget: () => void;
};

type Candidate = { readonly path: string; readonly origin: string; readonly isChosen: boolean };

const isWindows = process.platform === 'win32';
const executable = (name: string): string => (isWindows ? `${name}.exe` : name);

const requireHere = createRequire(import.meta.url);

/** Optional packages: absent, or present without their binary where downloads are blocked. */
const fromPackage = (name: string): string | null => {
  try {
    const exported: unknown = requireHere(name);
    const path =
      typeof exported === 'object' && exported !== null && 'path' in exported ? exported.path : exported;
    return typeof path === 'string' && existsSync(outsideArchive(path)) ? outsideArchive(path) : null;
  } catch {
    return null;
  }
};

const onPath = (name: string, environment: Ports['environment']): readonly Candidate[] =>
  (environment.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, executable(name)))
    .filter(existsSync)
    .map((path) => ({ path, origin: 'PATH', isChosen: false }));

const candidate = (
  path: string | null | undefined,
  origin: string,
  isChosen = false,
): readonly Candidate[] => (path ? [{ path, origin, isChosen }] : []);

export const createTools = (deps: {
  readonly environment: Ports['environment'];
  readonly settings: () => Pick<Settings, 'ffmpegPath' | 'ffprobePath'>;
  /** Holds the ffmpeg and ffprobe that ship with the program; null: none do. */
  readonly shippedFolder: string | null;
  /** Runs `path -version` and returns its output, or null where it does not run. */
  readonly readVersion: (path: string) => Promise<string | null>;
  readonly log: Log;
}): Tools => {
  const { environment, settings, shippedFolder, readVersion, log } = deps;

  const shipped = (name: string): readonly Candidate[] => {
    const path = shippedFolder === null ? null : join(shippedFolder, executable(name));
    return candidate(path !== null && existsSync(path) ? path : null, 'Understudy');
  };

  const prove = async (name: string, candidates: readonly Candidate[]): Promise<Result<Tool>> => {
    for (const { path, origin, isChosen } of candidates) {
      const printed = await readVersion(path);
      const version = printed === null ? null : /version\s+(\S+)/.exec(printed)?.[1];
      if (version) return ok({ path, version, origin });
      log.warn('tool does not run', { name, origin });
      // A path chosen by the user is not silently replaced by another.
      if (isChosen)
        return fail('tool-missing', {
          subject: name,
          reason: origin === 'Settings' ? 'setting-not-running' : 'environment-not-running',
          path,
        });
    }
    return fail('tool-missing', { subject: name, reason: 'not-found' });
  };

  const findFfmpeg = (): Promise<Result<Tool>> =>
    prove('ffmpeg', [
      ...candidate(settings().ffmpegPath, 'Settings', true),
      ...candidate(environment.UNDERSTUDY_FFMPEG, 'UNDERSTUDY_FFMPEG', true),
      ...shipped('ffmpeg'),
      ...candidate(fromPackage('ffmpeg-static'), 'ffmpeg-static'),
      ...onPath('ffmpeg', environment),
      ...candidate(fromPackage('@ffmpeg-installer/ffmpeg'), '@ffmpeg-installer/ffmpeg'),
    ]);

  const findFfprobe = async (): Promise<Result<Tool>> => {
    const ffmpegTool = await ffmpeg();
    const beside = ffmpegTool.ok ? join(dirname(ffmpegTool.value.path), executable('ffprobe')) : null;
    return prove('ffprobe', [
      ...candidate(settings().ffprobePath, 'Settings', true),
      ...candidate(environment.UNDERSTUDY_FFPROBE, 'UNDERSTUDY_FFPROBE', true),
      ...candidate(beside !== null && existsSync(beside) ? beside : null, 'beside ffmpeg'),
      ...shipped('ffprobe'),
      ...onPath('ffprobe', environment),
      ...candidate(fromPackage('@ffprobe-installer/ffprobe'), '@ffprobe-installer/ffprobe'),
    ]);
  };

  let found: Partial<Record<'ffmpeg' | 'ffprobe', Promise<Result<Tool>>>> = {};
  /** Caches a success; a failure is searched again, because the tool may be installed meanwhile. */
  const remember = (name: 'ffmpeg' | 'ffprobe', find: () => Promise<Result<Tool>>): Promise<Result<Tool>> => {
    const known = found[name];
    if (known) return known;
    const search = find().then((tool) => {
      if (!tool.ok && found[name] === search) delete found[name];
      return tool;
    });
    found[name] = search;
    return search;
  };
  const ffmpeg = () => remember('ffmpeg', findFfmpeg);
  return {
    ffmpeg,
    ffprobe: () => remember('ffprobe', findFfprobe),
    forget: () => {
      found = {};
    },
  };
};
