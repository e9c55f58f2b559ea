/**
 * Packages the built program: `npm run package -- [--dir] [--system linux --arch x64] [--ffmpeg folder] [--output folder]`.
 * `--dir`: the unpacked program only, without installers; offline where ELECTRON_OVERRIDE_DIST_PATH names an unpacked
 * Electron.
 */
import { createHash } from 'node:crypto';
import { existsSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Arch, build, Platform } from 'electron-builder';
import sharp from 'sharp';
import { createConfiguration, type PackageInputs, sharpPackage } from './electron-builder.ts';
import { defaultFfmpegFolder, missingFfmpegFiles } from './ffmpeg.ts';
import { licenceProblems, licencesText } from './licences.ts';
import { projectFolder } from './project-folder.ts';
import { findShipped, type Shipped } from './shipped.ts';
import { hostTarget, nameOf, type Target, targetFrom } from './target.ts';
import { verifyPackage } from './verify.ts';

/** What is missing, in one line; not a bug of the program. */
class CannotPackage extends Error {}

const iconSide = 1024;

const drawIcon = async (folder: string): Promise<string> => {
  const path = join(folder, 'icon.png');
  const svg = join(projectFolder, 'resources', 'icon.svg');
  // The density at which the drawing of 512 points has the pixels of the icon.
  await sharp(svg, { density: (72 * iconSide) / 512 })
    .resize(iconSide, iconSide)
    .png()
    .toFile(path);
  return path;
};

/** An unpacked Electron; null: electron-builder downloads it. */
const electronFolder = (isOffline: boolean): string | null => {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override !== undefined && override !== '') {
    const folder = resolve(override);
    if (!existsSync(folder)) throw new CannotPackage(`ELECTRON_OVERRIDE_DIST_PATH does not exist: ${folder}`);
    return folder;
  }
  const installed = join(projectFolder, 'node_modules', 'electron', 'dist');
  if (isOffline && existsSync(installed)) return installed;
  if (isOffline)
    throw new CannotPackage(
      'No Electron here: set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron, or run npx install-electron.',
    );
  return null;
};

/** Installed packages that the archive does not get, because the build has bundled them or nothing imports them. */
const unusedPackages = ({ packages }: Shipped): readonly string[] => {
  const used = new Set(packages.map(({ name }) => name));
  return globSync(['node_modules/*', 'node_modules/@*/*'], { cwd: projectFolder })
    .map((path) => path.replaceAll('\\', '/').slice('node_modules/'.length))
    .filter((name) => !used.has(name) && !/^[.]|^@[^/]+$/.test(name));
};

const writeLicences = (shipped: Shipped): void => {
  const problems = licenceProblems([...shipped.packages, ...shipped.bundledPackages]);
  if (problems.length > 0) throw new CannotPackage(`Licences: ${problems.join('; ')}`);
  const read = (...names: readonly string[]): string => readFileSync(join(projectFolder, ...names), 'utf8');
  const own = [
    { head: 'Understudy', text: read('LICENSE') },
    { head: 'DejaVu Sans Condensed Bold', text: read('resources', 'fonts', 'LICENSE.txt') },
    {
      head: 'ffmpeg and ffprobe',
      text: 'GNU General Public License, version 3 or later. The licence and the source: see the folder ffmpeg.',
    },
  ];
  writeFileSync(join(projectFolder, 'out', 'LICENSES.txt'), licencesText(shipped, own));
};

/** As `sha256sum -c` reads it. */
const writeSums = (folder: string, artifacts: readonly string[]): void => {
  const lines = artifacts
    .filter((path) => /\.(dmg|zip|exe|AppImage|deb)$/.test(path))
    .map((path) => `${createHash('sha256').update(readFileSync(path)).digest('hex')}  ${basename(path)}`);
  if (lines.length > 0) writeFileSync(join(folder, 'SHA256SUMS'), `${lines.sort().join('\n')}\n`);
};

const platforms = { linux: Platform.LINUX, mac: Platform.MAC, win: Platform.WINDOWS };

const isSignedBy = ({ system }: Target): boolean => {
  const { CSC_LINK, CSC_NAME, WIN_CSC_LINK } = process.env;
  return system !== 'linux' && Boolean(CSC_LINK || CSC_NAME || (system === 'win' && WIN_CSC_LINK));
};

const run = async (): Promise<void> => {
  const { values } = parseArgs({
    options: {
      dir: { type: 'boolean', default: false },
      system: { type: 'string' },
      arch: { type: 'string' },
      ffmpeg: { type: 'string' },
      output: { type: 'string', default: join(projectFolder, 'dist') },
    },
  });
  const host = hostTarget();
  const target = targetFrom(values.system ?? host?.system ?? '', values.arch ?? host?.arch ?? '');
  if (target === null) throw new CannotPackage('--system linux|mac|win --arch x64|arm64');
  if (!existsSync(join(projectFolder, 'out', 'main', 'index.js')))
    throw new CannotPackage('Not built: run npm run build first.');
  if (!existsSync(join(projectFolder, 'node_modules', sharpPackage(target))))
    throw new CannotPackage(`${sharpPackage(target)} is not installed: package on ${nameOf(target)}.`);
  const electron = electronFolder(values.dir);
  const ffmpegFolder = resolve(values.ffmpeg ?? defaultFfmpegFolder(target));
  const missing = missingFfmpegFiles(ffmpegFolder, target);
  const lack = `${ffmpegFolder} lacks ${missing.join(', ')}: run npm run package:ffmpeg.`;
  // An installer without ffmpeg is never made; the unpacked program is for trying, and finds ffmpeg on the PATH.
  if (missing.length > 0 && !values.dir) throw new CannotPackage(lack);
  const hasFfmpeg = missing.length === 0;
  if (!hasFfmpeg) console.error(`Packaged without ffmpeg. ${lack}`);

  const shipped = findShipped(projectFolder);
  writeLicences(shipped);
  const outputFolder = resolve(values.output);
  mkdirSync(outputFolder, { recursive: true });
  const inputs: PackageInputs = {
    target,
    files: [...shipped.files, 'out/LICENSES.txt'],
    unusedPackages: unusedPackages(shipped),
    ffmpegFolder: hasFfmpeg ? ffmpegFolder : null,
    iconPath: await drawIcon(outputFolder),
    outputFolder,
    electronFolder: electron,
    updateFeed: process.env.UNDERSTUDY_UPDATE_FEED || null,
    isSigned: isSignedBy(target),
  };
  const artifacts = await build({
    projectDir: projectFolder,
    config: createConfiguration(inputs),
    targets: platforms[target.system].createTarget(
      values.dir ? 'dir' : null,
      target.arch === 'x64' ? Arch.x64 : Arch.arm64,
    ),
    publish: 'never',
  });
  writeSums(outputFolder, artifacts);
  const { problems, report } = await verifyPackage(outputFolder, target, {
    isSigned: inputs.isSigned,
    hasFfmpeg,
  });
  console.log(report.join('\n'));
  if (problems.length > 0) throw new Error(`The package is wrong:\n${problems.join('\n')}`);
};

try {
  await run();
} catch (cause) {
  console.error(cause instanceof CannotPackage ? cause.message : cause);
  process.exitCode = 1;
}
