/**
 * The ffmpeg and ffprobe that ship with the program: one build for all systems, downloaded by
 * `npm run package:ffmpeg -- [--system linux --arch x64] [--record]` and checked against the hashes below. `--source`
 * prints the address of the source, of which each release carries a copy.
 * No npm package carries both programs of a current build under a licence that allows shipping; docs/packaging.md
 * names those that were examined.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from './project-folder.ts';
import { hostTarget, nameOf, type Target, targetFrom } from './target.ts';

/** A GPL build of FFmpeg for desktop and server programs, released for all six targets from one source tree. */
const version = '8.1.3-1';
const repository = 'https://github.com/jellyfin/jellyfin-ffmpeg';

type Download = { readonly url: string; readonly sha256: string | null };

const release = (file: string, sha256: string | null): Download => ({
  url: `${repository}/releases/download/v${version}/jellyfin-ffmpeg_${version}_portable_${file}`,
  sha256,
});

/**
 * The hashes are those that other public projects pin for this release (read on 2026-12-01); they have not been
 * compared with a download. A wrong one stops the step. null: not known; `--record` prints it for this table.
 */
const downloads: Readonly<Record<string, Download>> = {
  'linux-x64': release(
    'linux64-gpl.tar.xz',
    'b86dc023c64a5a9a410e6e3a938a970460214fae78f31c1553c9f88f1c289b6a',
  ),
  'linux-arm64': release(
    'linuxarm64-gpl.tar.xz',
    '7bc8e8d0986f7f4693f63e9728570f671f07b6e21c05d5465dd7ce461d1631dc',
  ),
  'mac-x64': release('mac64-gpl.tar.xz', 'cb2b5c154d49a6b6bfe29fa6c16510e85dcbf60b805764121a167b093d4bb6fb'),
  'mac-arm64': release(
    'macarm64-gpl.tar.xz',
    '22445d7299742749ad2eeb9ce87963d50def0357e45b3e6c7b69987c8365dbf6',
  ),
  'win-x64': release(
    'win64-clang-gpl.zip',
    '3691f8b2d4c39c511b5faff1c8c4687bd782dac823e63ba69f0755f7ce1af9ce',
  ),
  'win-arm64': release('winarm64-clang-gpl.zip', null),
};

const licence: Download = {
  url: `https://raw.githubusercontent.com/jellyfin/jellyfin-ffmpeg/v${version}/COPYING.GPLv3`,
  sha256: '8ceb4b9ee5adedde47b31e975c1d90c73ad27b6b165a1dcd80c7c545eb65b903',
};

/** Of the source that the release page carries, see .github/workflows/package.yml. */
const sourceOffer = `ffmpeg and ffprobe in this folder are programs of their own, under the GNU General Public License, version 3
or later (COPYING.GPLv3). Understudy starts them as separate processes.

Build: jellyfin-ffmpeg ${version} (https://ffmpeg.org with the patches of the Jellyfin project)
Source, with all build scripts: ${repository}/tree/v${version}

The release page of Understudy carries a copy of that source.

Users may replace both files: Preferences, or UNDERSTUDY_FFMPEG and UNDERSTUDY_FFPROBE, name other builds.

H.264 and HEVC are covered by patents in some countries.
`;

const executable = (name: string, { system }: Target): string => (system === 'win' ? `${name}.exe` : name);

/** The files that a folder of ffmpeg must have to be shipped. */
export const ffmpegFiles = (target: Target): readonly string[] => [
  executable('ffmpeg', target),
  executable('ffprobe', target),
  'COPYING.GPLv3',
  'SOURCE.txt',
];

export const missingFfmpegFiles = (folder: string, target: Target): readonly string[] =>
  ffmpegFiles(target).filter((name) => !existsSync(join(folder, name)));

export const defaultFfmpegFolder = (target: Target): string =>
  join(projectFolder, 'dist', 'ffmpeg', nameOf(target));

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Throws where the bytes are not those of the pinned hash. */
export const checkHash = ({ url, sha256 }: Download, bytes: Uint8Array): void => {
  const actual = hashOf(bytes);
  if (sha256 === null) throw new Error(`${url} has no pinned hash; this download has sha256 ${actual}`);
  if (sha256 !== actual) throw new Error(`${url} has sha256 ${actual}, not ${sha256}`);
};

const download = async ({ url }: Download): Promise<Uint8Array> => {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url} answered ${response.status}`);
  return new Uint8Array(await response.arrayBuffer());
};

/** Unpacks the two programs of an archive into a folder. bsdtar of Windows and macOS reads zip files too. */
export const unpackFfmpeg = (bytes: Uint8Array, folder: string, target: Target): void => {
  mkdirSync(folder, { recursive: true });
  const temporary = mkdtempSync(join(folder, 'archive-'));
  try {
    const archive = join(temporary, 'archive');
    writeFileSync(archive, bytes);
    const { status, stderr } = spawnSync('tar', ['-xf', archive, '-C', temporary], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`tar: ${stderr.trim()}`);
    for (const name of ['ffmpeg', 'ffprobe'].map((tool) => executable(tool, target))) {
      cpSync(join(temporary, name), join(folder, name));
      chmodSync(join(folder, name), 0o755);
    }
  } finally {
    rmSync(temporary, { recursive: true });
  }
};

const run = async (): Promise<string> => {
  const { values } = parseArgs({
    options: {
      system: { type: 'string' },
      arch: { type: 'string' },
      record: { type: 'boolean' },
      source: { type: 'boolean' },
    },
  });
  if (values.source === true) return `${repository}/archive/refs/tags/v${version}.tar.gz`;
  const host = hostTarget();
  const target = targetFrom(values.system ?? host?.system ?? '', values.arch ?? host?.arch ?? '');
  const build = target === null ? undefined : downloads[nameOf(target)];
  if (target === null || build === undefined) throw new Error('--system linux|mac|win --arch x64|arm64');
  const bytes = await download(build);
  if (values.record === true) return `${build.url}\nsha256 ${hashOf(bytes)}`;
  checkHash(build, bytes);
  const text = await download(licence);
  checkHash(licence, text);
  const folder = defaultFfmpegFolder(target);
  rmSync(folder, { recursive: true, force: true });
  unpackFfmpeg(bytes, folder, target);
  writeFileSync(join(folder, 'COPYING.GPLv3'), text);
  writeFileSync(join(folder, 'SOURCE.txt'), sourceOffer);
  return folder;
};

if (import.meta.main) {
  try {
    console.log(await run());
  } catch (cause) {
    console.error(cause instanceof Error ? cause.message : cause);
    process.exitCode = 1;
  }
}
