/**
 * Reads back a package that was built: its archive, its fuses, its ffmpeg and, with `--signed`, its signatures.
 * `node resources/package/verify.ts [--system linux --arch x64] [--output dist] [--signed]`
 */
import { spawnSync } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { forbiddenFiles, listArchive, wronglyPacked } from './archive.ts';
import { fuses, programPath, resourcesPath } from './electron-builder.ts';
import { missingFfmpegFiles } from './ffmpeg.ts';
import { projectFolder } from './project-folder.ts';
import { hostTarget, type Target, targetFrom } from './target.ts';

const fuseIds: Readonly<Record<keyof typeof fuses, FuseV1Options>> = {
  runAsNode: FuseV1Options.RunAsNode,
  enableCookieEncryption: FuseV1Options.EnableCookieEncryption,
  enableNodeOptionsEnvironmentVariable: FuseV1Options.EnableNodeOptionsEnvironmentVariable,
  enableNodeCliInspectArguments: FuseV1Options.EnableNodeCliInspectArguments,
  enableEmbeddedAsarIntegrityValidation: FuseV1Options.EnableEmbeddedAsarIntegrityValidation,
  onlyLoadAppFromAsar: FuseV1Options.OnlyLoadAppFromAsar,
  loadBrowserProcessSpecificV8Snapshot: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot,
  grantFileProtocolExtraPrivileges: FuseV1Options.GrantFileProtocolExtraPrivileges,
};

/** The state of each fuse as it is in the program. */
export const readFuses = async (
  program: string,
): Promise<Readonly<Record<string, 'on' | 'off' | 'absent'>>> => {
  const wire = await getCurrentFuseWire(program);
  const stateOf = (id: FuseV1Options): 'on' | 'off' | 'absent' =>
    wire[id] === FuseState.ENABLE ? 'on' : wire[id] === FuseState.DISABLE ? 'off' : 'absent';
  return Object.fromEntries(Object.entries(fuseIds).map(([name, id]) => [name, stateOf(id)]));
};

const fuseProblems = async (program: string): Promise<readonly string[]> => {
  const actual = await readFuses(program);
  return Object.entries(fuses).flatMap(([name, isOn]) => {
    const expected = isOn ? 'on' : 'off';
    return actual[name] === expected ? [] : [`fuse ${name} is ${actual[name]}, not ${expected}`];
  });
};

/** The commands with which the target's own system checks signatures. */
const signatureChecks = (program: string, { system }: Target): readonly (readonly string[])[] => {
  if (system === 'win') {
    const script = `if ((Get-AuthenticodeSignature '${program}').Status -ne 'Valid') { exit 1 }`;
    return [['powershell', '-NoProfile', '-Command', script]];
  }
  if (system === 'linux') return [];
  const tools = ['ffmpeg', 'ffprobe'].map((name) => join(program, 'Contents/Resources/ffmpeg', name));
  return [
    ['codesign', '--verify', '--deep', '--strict', program],
    ...tools.map((tool) => ['codesign', '--verify', '--strict', tool]),
    ['spctl', '--assess', '--type', 'execute', program],
  ];
};

const signatureProblems = (program: string, target: Target): readonly string[] =>
  signatureChecks(program, target).flatMap(([command = '', ...args]) => {
    const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
    return status === 0 ? [] : [`${command} ${args.join(' ')}: ${stderr ?? 'did not start'}`];
  });

const folderBytes = (folder: string): number =>
  globSync('**/*', { cwd: folder })
    .map((name) => statSync(join(folder, name)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0);

const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export type Verified = { readonly problems: readonly string[]; readonly report: readonly string[] };

export const verifyPackage = async (
  outputFolder: string,
  target: Target,
  options: { readonly isSigned: boolean; readonly hasFfmpeg: boolean },
): Promise<Verified> => {
  const program = programPath(outputFolder, target);
  const resources = resourcesPath(program, target);
  const archive = join(resources, 'app.asar');
  if (!existsSync(program) || !existsSync(archive))
    return { problems: [`${program} or its archive does not exist`], report: [] };
  const files = listArchive(archive);
  const missing = files
    .filter(({ path, isUnpacked }) => isUnpacked && !existsSync(join(`${archive}.unpacked`, path)))
    .map(({ path }) => `${path}: not beside the archive`);
  const licences = join(resources, target.system === 'mac' ? 'LICENSES.txt' : '../LICENSES.txt');
  const problems = [
    ...forbiddenFiles(files.map(({ path }) => path)),
    ...wronglyPacked(files).map((path) => `${path}: inside the archive`),
    ...missing,
    ...(options.hasFfmpeg ? missingFfmpegFiles(join(resources, 'ffmpeg'), target) : []).map(
      (name) => `ffmpeg/${name}: missing`,
    ),
    ...(target.system !== 'linux' || existsSync(join(resources, '../usr/sbin/unshare'))
      ? []
      : ['usr/sbin/unshare: missing, so the AppImage would start without a sandbox']),
    ...(existsSync(licences) ? [] : ['LICENSES.txt: missing']),
    ...(await fuseProblems(program)),
    ...(options.isSigned ? signatureProblems(program, target) : []),
  ];
  const packed = files.filter(({ isUnpacked }) => !isUnpacked);
  const sizes = [
    `in the archive: ${packed.length} files, ${mb(packed.reduce((sum, one) => sum + one.sizeBytes, 0))}`,
    `beside the archive: ${files.length - packed.length} files, ${mb(folderBytes(`${archive}.unpacked`))}`,
    `ffmpeg: ${mb(folderBytes(join(resources, 'ffmpeg')))}`,
  ];
  const states = Object.entries(await readFuses(program)).map(([name, state]) => `fuse ${name}: ${state}`);
  return { problems, report: [...sizes, ...states] };
};

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      system: { type: 'string' },
      arch: { type: 'string' },
      output: { type: 'string', default: join(projectFolder, 'dist') },
      signed: { type: 'boolean', default: false },
    },
  });
  const host = hostTarget();
  const target = targetFrom(values.system ?? host?.system ?? '', values.arch ?? host?.arch ?? '');
  if (target === null) throw new Error('--system linux|mac|win --arch x64|arm64');
  const { problems, report } = await verifyPackage(values.output, target, {
    isSigned: values.signed,
    hasFfmpeg: true,
  });
  console.log([...report, ...problems.map((problem) => `PROBLEM ${problem}`)].join('\n'));
  process.exitCode = problems.length === 0 ? 0 : 1;
}
