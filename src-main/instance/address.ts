/** The address at which the owner of a data folder listens. */
import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, realpathSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '#contract/errors.ts';
import { toFileError } from '../storage/file-error.ts';

export type InstanceAddress = {
  /** Full path of a Unix socket, or the name of a Windows pipe. */
  readonly socketPath: string;
  /** Full path of the file that is locked while a stale socket is replaced; null: not needed on this system. */
  readonly lockPath: string | null;
};

/** `sun_path` holds 104 bytes on macOS and 108 on Linux, the closing zero byte included. */
const maxSocketPathBytes = 103;

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 24);

/** Throws errors of the file system. */
const isPrivateFolder = (folder: string): boolean => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const found = lstatSync(folder);
  if (!found.isDirectory() || found.uid !== process.getuid?.()) return false;
  // A umask or an earlier version may have made it accessible to other users.
  if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
  return true;
};

/** Folders for this user's sockets: the runtime folder of the login session, otherwise one in the temporary folder. */
const runtimeFolders = (environment: Readonly<Record<string, string | undefined>>): readonly string[] => {
  const uid = String(process.getuid?.() ?? '');
  const { XDG_RUNTIME_DIR } = environment;
  return [
    ...(XDG_RUNTIME_DIR?.startsWith('/') ? [join(XDG_RUNTIME_DIR, `understudy-${uid}`)] : []),
    join(tmpdir(), `understudy-${uid}`),
    `/tmp/understudy-${uid}`,
  ];
};

/** `dataFolder`: full path; created if missing. Two paths of one folder have the same address. */
export const addressOf = (
  dataFolder: string,
  environment: Readonly<Record<string, string | undefined>>,
): Result<InstanceAddress> => {
  try {
    mkdirSync(dataFolder, { recursive: true });
    const realFolder = realpathSync.native(dataFolder);
    if (process.platform === 'win32') {
      const name = hashOf(`${userInfo().username}\n${realFolder.toLowerCase()}`);
      return ok({ socketPath: `\\\\.\\pipe\\understudy-${name}`, lockPath: null });
    }
    const folder = runtimeFolders(environment).find(
      (one) => Buffer.byteLength(join(one, `${hashOf(realFolder)}.sock`)) <= maxSocketPathBytes,
    );
    if (folder === undefined || !isPrivateFolder(folder))
      return fail('folder-unwritable', { subject: basename(folder ?? tmpdir()) });
    const path = join(folder, hashOf(realFolder));
    return ok({ socketPath: `${path}.sock`, lockPath: `${path}.lock` });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, 'data folder') };
  }
};
