/** What a failure of the disk means for the library: full, read-only, or its disk is away. */
import { type AppError, fail, type Result } from '#contract/errors.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import type { LibraryLocation } from './location.ts';

/** What a drive that was pulled out, or a network drive that went away, answers while its folder still seems to be there. */
const awayCodes = new Set([
  'EIO',
  'ENODEV',
  'ENXIO',
  'ESTALE',
  'ENOTCONN',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ETIMEDOUT',
]);

/** A library that is gone as a whole explains a file that is missing. */
export const toLibraryError = (cause: unknown, location: Pick<LibraryLocation, 'ready'>): AppError => {
  const ready = location.ready();
  if (!ready.ok) return ready.error;
  const error = toFileError(cause, 'library');
  return awayCodes.has(errnoOf(cause) ?? '')
    ? fail('library-away', { subject: 'library', ...(error.detail ? { detail: error.detail } : {}) }).error
    : error;
};

/** Code of Node's own, such as ERR_INVALID_ARG_TYPE, is a bug and no failure of the disk. */
export const isDiskFailure = (cause: unknown): boolean => {
  const errno = errnoOf(cause);
  return errno !== null && !errno.startsWith('ERR_');
};

/** Failures of the disk as values; bugs are thrown on. */
export const attemptOnDisk = <T>(
  location: Pick<LibraryLocation, 'ready'>,
  work: () => Result<T>,
): Result<T> => {
  try {
    return work();
  } catch (cause) {
    if (!isDiskFailure(cause)) throw cause;
    return { ok: false, error: toLibraryError(cause, location) };
  }
};
