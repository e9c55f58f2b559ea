/** What the archive of a package contains, and which files must not be in it. */
import { listPackage, statFile } from '@electron/asar';

export type ArchiveFile = { readonly path: string; readonly sizeBytes: number; readonly isUnpacked: boolean };

/** Paths use slashes and start at the top of the archive. */
export const listArchive = (archive: string): readonly ArchiveFile[] =>
  listPackage(archive, { isPack: false }).flatMap((entry) => {
    // Windows lists backslashes.
    const path = entry.slice(1);
    const stat = statFile(archive, path);
    if (!('size' in stat)) return [];
    return [
      {
        path: path.replaceAll('\\', '/'),
        sizeBytes: stat.size,
        isUnpacked: 'unpacked' in stat && stat.unpacked,
      },
    ];
  });

const forbidden: readonly { readonly reason: string; readonly path: RegExp }[] = [
  { reason: 'test', path: /(^|\/)(tests?|__tests__)\/|\.test\.[a-z]+$/ },
  { reason: 'source', path: /^src-|\.(ts|tsx|mts|cts)$|\.(h|hpp|cc|gyp|gypi)$/ },
  { reason: 'source map', path: /\.map$/ },
  { reason: 'documentation', path: /(^|\/)(docs?|examples?)\/|\.(md|markdown)$/ },
  { reason: 'development file', path: /(^|\/)(coverage|\.github|\.vscode)\// },
  { reason: 'build input', path: /^resources\/package\/|^resources\/sample\/make\/|\.config\.[a-z]+$/ },
  { reason: 'command line program', path: /^out\/main\/understudy\.js$/ },
  {
    reason: 'development package',
    path: /(^|\/)node_modules\/(electron|electron-builder|vite|typescript)\//,
  },
  { reason: 'code of the page', path: /(^|\/)node_modules\/(react|react-dom|lucide-react|@base-ui)\// },
  {
    reason: 'another ffmpeg',
    path: /(^|\/)node_modules\/(ffmpeg-static|@ffmpeg-installer|@ffprobe-installer)\//,
  },
  { reason: 'secret', path: /(^|\/)(\.env|\.npmrc|keys\.json)$/ },
];

/** One line for each file that must not be shipped. Pure. */
export const forbiddenFiles = (paths: readonly string[]): readonly string[] =>
  paths.flatMap((path) => {
    const found = forbidden.find((one) => one.path.test(path));
    return found === undefined ? [] : [`${path}: ${found.reason}`];
  });

/** Native files and files that other programs open. */
const outside = /\.(node|so[.\d]*|dylib|dll)$|^resources\//;

/** One line for each file that only works outside the archive and is inside. Pure. */
export const wronglyPacked = (files: readonly ArchiveFile[]): readonly string[] =>
  files.filter(({ path, isUnpacked }) => outside.test(path) && !isUnpacked).map(({ path }) => path);
