/** Text of "Copy diagnostics": versions, tools, settings and last errors, without secrets, for a report that the user sends. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { About, Settings } from '#contract/model/settings.ts';
import type { Log } from '../ports.ts';
import { type CrashNotes, withoutHome } from './crash-notes.ts';

const maxErrors = 20;
const maxNotes = 3;
const maxLineChars = 2000;

const isError = (line: string): boolean => /^\{"level":"(error|warn)"/.test(line);

/** The last lines of warnings and errors, oldest first. The log has redacted them. */
const lastErrors = (dataFolder: string): readonly string[] => {
  try {
    const text = readFileSync(join(dataFolder, 'logs', 'understudy.log'), 'utf8');
    return text
      .split('\n')
      .filter(isError)
      .slice(-maxErrors)
      .map((line) => line.slice(0, maxLineChars));
  } catch {
    return [];
  }
};

/** What identifies the user's own storage, remote names and folders is left out. */
const shownSettings = (settings: Settings): Readonly<Record<string, unknown>> => {
  const { deliverySetup, libraryFolder, ffmpegPath, ffprobePath, remoteNames, ownPrices, ...rest } = settings;
  return {
    ...rest,
    deliverySetup: {
      prefers: deliverySetup.prefers,
      inlineImages: deliverySetup.inlineImages,
      isBucketSet: deliverySetup.bucket.endpoint !== '',
    },
    libraryFolder: libraryFolder === '' ? 'default' : 'chosen by the user',
    ffmpegPath: ffmpegPath === '' ? 'automatic' : 'chosen by the user',
    ffprobePath: ffprobePath === '' ? 'automatic' : 'chosen by the user',
    remoteNames: Object.keys(remoteNames).length,
    ownPrices: Object.keys(ownPrices).length,
  };
};

const section = (title: string, lines: readonly string[]): string =>
  [`## ${title}`, ...(lines.length === 0 ? ['none'] : lines)].join('\n');

export const diagnosticsText = (deps: {
  readonly about: About;
  readonly settings: Settings;
  /** `process.versions`, with Electron's and Chromium's in the desktop window. */
  readonly versions: Readonly<Record<string, string | undefined>>;
  /** As in `linux 6.8.0 x64`. */
  readonly system: string;
  readonly dataFolder: string;
  readonly crashNotes: Pick<CrashNotes, 'newest'>;
  readonly log: Log;
}): string => {
  const { about, settings, versions, log } = deps;
  const tool = (found: About['ffmpeg']): string =>
    found === null ? 'not found' : `${found.version} (${found.origin})`;
  const text = [
    '# Understudy diagnostics',
    section('Versions', [
      `Understudy ${about.version} (${about.host})`,
      ...['electron', 'chrome', 'node', 'v8'].flatMap((name) =>
        versions[name] === undefined ? [] : [`${name} ${versions[name]}`],
      ),
      `system ${deps.system}`,
      `ffmpeg ${tool(about.ffmpeg)}`,
      `ffprobe ${tool(about.ffprobe)}`,
      `keys kept in ${about.keysKeptIn}`,
    ]),
    section('Settings', JSON.stringify(shownSettings(settings), null, 2).split('\n')),
    section('Last warnings and errors', lastErrors(deps.dataFolder)),
    section('Crashes', deps.crashNotes.newest(maxNotes)),
  ].join('\n\n');
  // Once more as a whole: the origin of a tool is a path.
  const redacted = text
    .split('\n')
    .map((line) => log.redact?.(line))
    .filter((line) => typeof line === 'string')
    .join('\n');
  return `${withoutHome(redacted)}\n`;
};
