/** The configuration of electron-builder for one target; https://www.electron.build/docs/configuration */
import { join } from 'node:path';
import type { Configuration } from 'electron-builder';
import { nameOf, platformOf, type Target } from './target.ts';

const here = import.meta.dirname;

const images = ['png', 'jpg', 'jpeg', 'webp', 'heic', 'heif', 'avif', 'tif', 'tiff', 'bmp'];
const videos = ['mp4', 'mov', 'm4v', 'webm', 'mkv', 'avi', 'mts', 'm2ts', 'mpg', 'gif'];

/** The types under which Linux desktops list the program in "Open with". */
const mimeTypes = [
  ...['png', 'jpeg', 'webp', 'heic', 'heif', 'avif', 'tiff', 'bmp', 'gif'].map((one) => `image/${one}`),
  ...['mp4', 'quicktime', 'webm', 'x-matroska', 'x-msvideo', 'mp2t', 'mpeg'].map((one) => `video/${one}`),
];

/**
 * Not imported by the program, or read by no code path of it. The test of the archive rejects the same kinds of file by
 * name, so that a package that brings new ones is noticed.
 */
const excluded = [
  '!**/*.map',
  '!**/*.{ts,mts,cts,tsx,h,hpp,gyp,gypi}',
  '!**/node_modules/**/*.{md,markdown,flow}',
  '!**/node_modules/**/{test,tests,__tests__,doc,docs,example,examples,benchmark,coverage,.github,.vscode}/**',
  '!**/node_modules/**/*.config.{js,cjs,mjs}',
  '!**/node_modules/sharp/{src,install}/**',
  '!**/node_modules/zod/src/**',
  '!**/node_modules/zod/**/*.cjs',
  '!**/node_modules/libheif-js/libheif/**',
  '!**/node_modules/libheif-js/libheif-wasm/*.{mjs,wasm}',
  '!**/node_modules/libheif-js/libheif-wasm/libheif.js',
];

/** Native files, and files that other programs open (ffmpeg, fontconfig): an archive would hide them. */
const outsideArchive = [
  'resources/**',
  '**/node_modules/sharp/**',
  '**/node_modules/@img/**',
  '**/node_modules/libheif-js/**',
];

/** Off: everything that lets another program run code in this one. On: only the archive that was built is loaded. */
export const fuses = {
  runAsNode: false,
  enableCookieEncryption: true,
  enableNodeOptionsEnvironmentVariable: false,
  enableNodeCliInspectArguments: false,
  enableEmbeddedAsarIntegrityValidation: true,
  onlyLoadAppFromAsar: true,
  loadBrowserProcessSpecificV8Snapshot: false,
  grantFileProtocolExtraPrivileges: false,
} as const;

export type PackageInputs = {
  readonly target: Target;
  /** Files of `out/`, from the top of the project. */
  readonly files: readonly string[];
  /** Names of installed packages that the archive does not get. */
  readonly unusedPackages: readonly string[];
  /** With ffmpeg, ffprobe, their licence and the address of their source; null: the package has none. */
  readonly ffmpegFolder: string | null;
  /** A PNG of 1024 x 1024, from which electron-builder makes .icns, .ico and the sizes of Linux. */
  readonly iconPath: string;
  readonly outputFolder: string;
  /** An unpacked Electron; null: electron-builder downloads it. */
  readonly electronFolder: string | null;
  /** `owner/name` at GitHub, where updates are published; null: the package has no feed and never checks for updates. */
  readonly updateFeed: string | null;
  /** Whether the certificates of the target's system are given. */
  readonly isSigned: boolean;
};

export const createConfiguration = (inputs: PackageInputs): Configuration => {
  const { target, isSigned, updateFeed } = inputs;
  const [owner = '', repo = ''] = updateFeed?.split('/') ?? [];
  return {
    appId: 'app.understudy.desktop',
    productName: 'Understudy',
    // `${version}` and the like are macros of electron-builder.
    artifactName: `Understudy-\${version}-${nameOf(target)}.\${ext}`,
    directories: { output: inputs.outputFolder, buildResources: here },
    files: [
      'package.json',
      ...inputs.files,
      'resources/**',
      '!resources/package/**',
      '!resources/sample/make/**',
      '!resources/**/*.{md,svg}',
      ...inputs.unusedPackages.map((name) => `!**/node_modules/${name}/**`),
      ...excluded,
    ],
    asar: true,
    asarUnpack: outsideArchive,
    extraResources: inputs.ffmpegFolder === null ? [] : [{ from: inputs.ffmpegFolder, to: 'ffmpeg' }],
    extraFiles: [
      { from: 'out/LICENSES.txt', to: target.system === 'mac' ? 'Resources/LICENSES.txt' : 'LICENSES.txt' },
      ...(target.system === 'linux' ? [{ from: join(here, 'unshare.sh'), to: 'usr/sbin/unshare' }] : []),
    ],
    electronFuses: fuses,
    electronDist: inputs.electronFolder,
    icon: inputs.iconPath,
    // sharp's native files are built for Node-API and come with npm.
    npmRebuild: false,
    publish: updateFeed === null ? null : { provider: 'github', owner, repo },
    forceCodeSigning: isSigned,
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.video',
      ...(isSigned ? {} : { identity: '-' }),
      // Without a certificate, the library validation of the hardened runtime refuses sharp's native files.
      hardenedRuntime: isSigned,
      notarize: isSigned,
      entitlements: join(here, 'entitlements.mac.plist'),
      entitlementsInherit: join(here, 'entitlements.mac.plist'),
      // Programs of their own: notarisation requires a signature of each.
      binaries:
        inputs.ffmpegFolder === null
          ? []
          : ['Contents/Resources/ffmpeg/ffmpeg', 'Contents/Resources/ffmpeg/ffprobe'],
      fileAssociations: [
        { ext: images, name: 'Image', role: 'Viewer', rank: 'Alternate' },
        { ext: videos, name: 'Video', role: 'Viewer', rank: 'Alternate' },
      ],
    },
    win: { target: ['nsis'] },
    nsis: {
      oneClick: false,
      perMachine: false,
      allowToChangeInstallationDirectory: true,
      // electron-builder's own associations make the program the default one on Windows.
      include: join(here, 'open-with.nsh'),
    },
    linux: {
      target: ['AppImage', 'deb'],
      category: 'AudioVideo',
      mimeTypes,
      maintainer: 'Understudy <understudy@users.noreply.github.com>',
      synopsis: 'Motion transfer on the desktop',
      // An empty list: the AppImage target would else add --no-sandbox to the desktop entry.
      executableArgs: [],
    },
    toolsets: { appimage: '1.0.3' },
    // Contains the AppArmor profile that Ubuntu 24.04 needs for the sandbox; electron-builder installs it.
    deb: { packageCategory: 'video' },
  };
};

/** The executable, or the bundle on macOS, of the unpacked package. */
export const programPath = (outputFolder: string, { system, arch }: Target): string => {
  const suffix = arch === 'x64' ? '' : `-${arch}`;
  if (system === 'mac') return join(outputFolder, `mac${suffix}`, 'Understudy.app');
  if (system === 'win') return join(outputFolder, `win${suffix}-unpacked`, 'Understudy.exe');
  return join(outputFolder, `linux${suffix}-unpacked`, 'understudy');
};

export const resourcesPath = (program: string, { system }: Target): string =>
  system === 'mac' ? join(program, 'Contents', 'Resources') : join(program, '..', 'resources');

/** The package with sharp's native files, which npm installs for the computer it runs on. */
export const sharpPackage = ({ system, arch }: Target): string => `@img/sharp-${platformOf(system)}-${arch}`;
