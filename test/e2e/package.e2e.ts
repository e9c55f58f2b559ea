/** The package of the built program, made against a stand-in for Electron's binary and read back. */
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { extractAll } from '@electron/asar';
import { expect, test } from '@playwright/test';
import { programFolder } from '#main/program-folder.ts';
import { listArchive } from '../../resources/package/archive.ts';
import { licenceProblems } from '../../resources/package/licences.ts';
import { findShipped } from '../../resources/package/shipped.ts';
import { hostTarget } from '../../resources/package/target.ts';
import { verifyPackage } from '../../resources/package/verify.ts';
import { writeElectron, writeFfmpeg } from '../resources/package/stand-in.ts';

let folder: string;
test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-package-'));
});
test.afterAll(() => rm(folder, { recursive: true, force: true }));

const runPackager = (args: readonly string[], environment: Readonly<Record<string, string>>) =>
  promisify(execFile)(process.execPath, [join(programFolder, 'resources/package/package.ts'), ...args], {
    cwd: programFolder,
    env: { ...process.env, ...environment },
  });

test('every package that is shipped has a licence that allows it', () => {
  const { packages, bundledPackages } = findShipped(programFolder);
  expect(packages.map(({ name }) => name)).toContain('zod');
  const bundled = bundledPackages.map(({ name }) => name);
  expect(bundled).toEqual(expect.arrayContaining(['react', '@tensorflow/tfjs-core']));
  expect(licenceProblems([...packages, ...bundledPackages])).toEqual([]);
});

test('the command line program, its packages and those of the page are not shipped', () => {
  const { files, packages } = findShipped(programFolder);
  expect(files).toContain('out/main/index.js');
  expect(files).toEqual(
    expect.arrayContaining([
      'out/main/image-process.js',
      'out/main/body-process.js',
      'out/main/tfjs-backend-wasm-simd.wasm',
    ]),
  );
  expect(files).not.toContain('out/main/understudy.js');
  const names = packages.map(({ name }) => name);
  for (const name of ['commander', 'react', 'ffmpeg-static', '@ffprobe-installer/ffprobe', 'electron'])
    expect(names).not.toContain(name);
});

test('without Electron the packager says in one line what it needs', async () => {
  const failed = await runPackager(['--dir'], { ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'nowhere') }).catch(
    (cause: { code: number; stdout: string; stderr: string }) => cause,
  );
  expect(failed).toMatchObject({
    code: 1,
    stdout: '',
    stderr: `ELECTRON_OVERRIDE_DIST_PATH does not exist: ${join(folder, 'nowhere')}\n`,
  });
});

const target = hostTarget();
// The stand-in has the form of Electron for Linux; elsewhere this test does not exist.
if (target?.system === 'linux')
  test('packages the built program offline, with its fuses, native files and licences', {
    tag: '@full',
  }, async () => {
    writeElectron(join(folder, 'electron'));
    writeFfmpeg(join(folder, 'ffmpeg'));
    const output = join(folder, 'dist');
    await runPackager(['--dir', '--ffmpeg', join(folder, 'ffmpeg'), '--output', output], {
      ELECTRON_OVERRIDE_DIST_PATH: join(folder, 'electron'),
    });
    const { problems, report } = await verifyPackage(output, target, { isSigned: false, hasFfmpeg: true });
    expect(problems).toEqual([]);
    expect(report).toEqual(expect.arrayContaining(['fuse runAsNode: off', 'fuse onlyLoadAppFromAsar: on']));

    const archive = join(
      output,
      `linux${target.arch === 'x64' ? '' : '-arm64'}-unpacked`,
      'resources',
      'app.asar',
    );
    const files = listArchive(archive);
    expect(files.length).toBeGreaterThan(100);
    expect(files.filter(({ isUnpacked }) => isUnpacked).map(({ path }) => path)).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^node_modules\/@img\/sharp-.*\.node$/),
        expect.stringMatching(/^node_modules\/libheif-js\//),
        'resources/demo-caption.png',
        'resources/fonts/fonts.conf',
      ]),
    );

    // Every package that the program imports loads from the extracted archive alone.
    const extracted = join(folder, 'extracted');
    extractAll(archive, extracted);
    const names = findShipped(programFolder)
      .imported.filter((name) => name !== 'electron-store')
      .map((name) => (name === 'libheif-js' ? 'libheif-js/wasm-bundle.js' : name));
    const script = `for (const name of ${JSON.stringify(names)}) await import(name)`;
    const loaded = spawnSync(process.execPath, ['--input-type=module', '-e', script], {
      cwd: extracted,
      encoding: 'utf8',
    });
    expect(loaded.stderr).toBe('');
    expect(loaded.status).toBe(0);
  });
