import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FuseV1Options, FuseVersion, flipFuses } from '@electron/fuses';
import { describe, expect, test } from 'vitest';
import {
  createConfiguration,
  fuses,
  type PackageInputs,
  programPath,
} from '../../../resources/package/electron-builder.ts';
import { arches, systems, type Target } from '../../../resources/package/target.ts';
import { readFuses } from '../../../resources/package/verify.ts';
import { writeElectron } from './stand-in.ts';

const configurationOf = (changes: Partial<PackageInputs> = {}) =>
  createConfiguration({
    target: { system: 'linux', arch: 'x64' },
    files: ['out/main/index.js'],
    unusedPackages: ['react'],
    ffmpegFolder: '/ffmpeg',
    iconPath: '/icon.png',
    outputFolder: '/dist',
    electronFolder: null,
    updateFeed: null,
    isSigned: false,
    ...changes,
  });

const targets: readonly Target[] = systems.flatMap((system) => arches.map((arch) => ({ system, arch })));

const buildFile = (name: string): string =>
  readFileSync(join(import.meta.dirname, '../../../resources/package', name), 'utf8');

describe('the configuration of electron-builder', () => {
  test.each(targets)('names version, system and processor in each artifact of %o', (target) => {
    const { artifactName } = configurationOf({ target });
    expect(artifactName).toBe(`Understudy-\${version}-${target.system}-${target.arch}.\${ext}`);
  });

  test('starts the program with the sandbox everywhere', () => {
    const { linux, toolsets } = configurationOf();
    expect(JSON.stringify(targets.map((target) => configurationOf({ target })))).not.toContain('no-sandbox');
    // The legacy AppImage adds --no-sandbox to the desktop entry where no arguments are given.
    expect(linux?.executableArgs).toEqual([]);
    expect(toolsets?.appimage).toBe('1.0.3');
  });

  test('the deb installs an AppArmor profile that allows user namespaces', () => {
    const builder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));
    const templates = join(dirname(builder.resolve('app-builder-lib/package.json')), 'templates', 'linux');
    expect(readFileSync(join(templates, 'apparmor-profile.tpl'), 'utf8')).toContain('userns,');
    expect(readFileSync(join(templates, 'after-install.tpl'), 'utf8')).toContain('/etc/apparmor.d/');
    expect(configurationOf().linux?.target).toContain('deb');
  });

  test('offers to open images and videos, and is the default program of none', () => {
    const { mac, win, fileAssociations } = configurationOf();
    const associations = [mac?.fileAssociations ?? []].flat();
    expect(associations.map(({ role, rank }) => [role, rank])).toEqual([
      ['Viewer', 'Alternate'],
      ['Viewer', 'Alternate'],
    ]);
    expect([win?.fileAssociations, fileAssociations]).toEqual([undefined, undefined]);
    const installed = [...buildFile('open-with.nsh').matchAll(/understudyType \$\{ACTION\} (\w+)/g)].map(
      ([, extension]) => extension,
    );
    expect(installed.toSorted()).toEqual(associations.flatMap(({ ext }) => ext).toSorted());
    expect(buildFile('open-with.nsh')).toContain('OpenWithProgids');
  });

  test('allows nothing but just-in-time compilation on macOS', () => {
    const keys = [...buildFile('entitlements.mac.plist').matchAll(/<key>([^<]+)<\/key>/g)].map(
      ([, key]) => key,
    );
    expect(keys).toEqual(['com.apple.security.cs.allow-jit']);
  });

  test('signs with the hardened runtime and notarises where there is a certificate, else ad hoc', () => {
    const target = { system: 'mac', arch: 'arm64' } as const;
    expect(configurationOf({ target, isSigned: true })).toMatchObject({
      forceCodeSigning: true,
      mac: { hardenedRuntime: true, notarize: true },
    });
    expect(configurationOf({ target, isSigned: true }).mac).not.toHaveProperty('identity');
    expect(configurationOf({ target }).mac).toMatchObject({ identity: '-', hardenedRuntime: false });
  });

  test('signs ffmpeg and ffprobe one by one', () => {
    expect(configurationOf({ target: { system: 'mac', arch: 'x64' } }).mac?.binaries).toEqual([
      'Contents/Resources/ffmpeg/ffmpeg',
      'Contents/Resources/ffmpeg/ffprobe',
    ]);
  });

  test('has a feed for updates only where one is named', () => {
    expect(configurationOf().publish).toBeNull();
    expect(configurationOf({ updateFeed: 'owner/name' }).publish).toEqual({
      provider: 'github',
      owner: 'owner',
      repo: 'name',
    });
  });
});

test('the fuses that are written are read back from a copy of a program', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'understudy-fuses-'));
  try {
    const program = writeElectron(folder);
    expect(await readFuses(program)).toMatchObject({ runAsNode: 'on', onlyLoadAppFromAsar: 'off' });
    await flipFuses(program, {
      version: FuseVersion.V1,
      [FuseV1Options.RunAsNode]: fuses.runAsNode,
      [FuseV1Options.OnlyLoadAppFromAsar]: fuses.onlyLoadAppFromAsar,
    });
    expect(await readFuses(program)).toMatchObject({ runAsNode: 'off', onlyLoadAppFromAsar: 'on' });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('nothing that runs other code in the program is on', () => {
  const { enableCookieEncryption, enableEmbeddedAsarIntegrityValidation, onlyLoadAppFromAsar, ...others } =
    fuses;
  expect([enableCookieEncryption, enableEmbeddedAsarIntegrityValidation, onlyLoadAppFromAsar]).toEqual([
    true,
    true,
    true,
  ]);
  expect(Object.values(others).every((isOn) => !isOn)).toBe(true);
});

test.each([
  ['linux', 'x64', '/dist/linux-unpacked/understudy'],
  ['linux', 'arm64', '/dist/linux-arm64-unpacked/understudy'],
  ['win', 'x64', '/dist/win-unpacked/Understudy.exe'],
  ['mac', 'arm64', '/dist/mac-arm64/Understudy.app'],
] as const)('the unpacked program of %s %s is %s', (system, arch, path) => {
  expect(programPath('/dist', { system, arch })).toBe(join(path));
});
