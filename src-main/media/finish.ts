/**
 * Writes one file that is to be sent: under a temporary name first, so that a file with the final name is always
 * complete.
 */
import { constants } from 'node:fs';
import { chmod, mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { MadeFault } from '#contract/error-parameters.ts';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { LocalFile } from '../artifacts.ts';
import { copyFile, removeLeftover, rename } from '../storage/busy-retry.ts';
import { errnoOf, toFileError } from '../storage/file-error.ts';
import { hashFile } from './probe/probe.ts';
import { unfit } from './verify.ts';

const contentTypes = {
  jpg: 'image/jpeg',
  png: 'image/png',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
} as const;
type Extension = keyof typeof contentTypes;
const isExtension = (text: string): text is Extension => Object.hasOwn(contentTypes, text);

export type Place = { readonly folder: string; readonly signal: AbortSignal };

const folderError = (cause: unknown, folder: string): AppError => {
  const name = basename(folder);
  // A file is in the way of the folder.
  if (['EEXIST', 'ENOTDIR'].includes(errnoOf(cause) ?? ''))
    return fail('folder-unwritable', { subject: name }).error;
  return toFileError(cause, name);
};

/** `write` receives the temporary path. When it fails, or the signal is aborted, no file is left. */
export const finishFile = async (
  place: Place & { readonly stem: string; readonly extension: string },
  write: (path: string) => Promise<Result<unknown>>,
): Promise<Result<LocalFile>> => {
  const { folder, signal, stem, extension } = place;
  if (!isExtension(extension)) return fail('internal', { subject: extension, problem: 'input-invalid' });
  const name = `${stem}.${extension}`;
  const path = join(folder, name);
  const tempPath = `${path}.part`;
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    return { ok: false, error: folderError(cause, folder) };
  }
  try {
    const written = await write(tempPath);
    if (!written.ok) return written;
    const { size } = await stat(tempPath);
    const sha256 = await hashFile(tempPath, signal);
    if (signal.aborted) return fail('cancelled');
    await rename(tempPath, path);
    return ok({ path, name, contentType: contentTypes[extension], sizeBytes: size, sha256 });
  } catch (cause) {
    return signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, name) };
  } finally {
    await removeLeftover(tempPath);
  }
};

type Source = {
  readonly path: string;
  readonly facts: { readonly sizeBytes: number; readonly sha256: string };
};

/** The plan was made for an earlier content of the file; another file under the same name must not be sent. */
export const checkSource = async ({ path, facts }: Source): Promise<Result<Record<string, never>>> => {
  const subject = basename(path);
  try {
    const { size } = await stat(path);
    return size === facts.sizeBytes ? ok({}) : fail('source-gone', { subject });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, subject) };
  }
};

/**
 * Writes and verifies a file. `faultsOf`: its faults, empty where it may be sent. null: it may not be sent, and no
 * file is left.
 */
export const finishVerified = async (
  place: Parameters<typeof finishFile>[0],
  write: (to: string) => Promise<Result<unknown>>,
  faultsOf: (path: string) => Promise<Result<readonly MadeFault[]>>,
): Promise<Result<LocalFile | null>> => {
  let isUnfit = false;
  const made = await finishFile(place, async (to) => {
    const written = await write(to);
    if (!written.ok) return written;
    const faults = await faultsOf(to);
    isUnfit = faults.ok ? faults.value.length > 0 : faults.error.code === 'tool-failed';
    return isUnfit ? unfit(faults.ok ? faults.value : []) : faults;
  });
  return isUnfit ? ok(null) : made;
};

/** Copies byte for byte and verifies the copy. */
export const copySource = (
  place: Place & { readonly stem: string },
  { path, facts, container }: Source & { readonly container: string },
  faultsOf: Parameters<typeof finishVerified>[2],
): Promise<Result<LocalFile | null>> =>
  finishVerified(
    { ...place, extension: container },
    async (to) => {
      await copyFile(path, to, constants.COPYFILE_FICLONE);
      // A copy inherits write protection, and could then not be removed on every system.
      await chmod(to, 0o644);
      const isSame = (await hashFile(to, place.signal)) === facts.sha256;
      return isSame ? ok({}) : fail('source-gone', { subject: basename(path) });
    },
    faultsOf,
  );
