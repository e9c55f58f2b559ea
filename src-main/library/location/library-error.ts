/** Converts disk errors of the library: full, read-only, or its disk is away. */
import { type AppError, fail, type Result } from '#contract/errors.ts';
import { errnoOf, toFileError } from '../../storage/file-error.ts';
import type { LibraryLocation } from './location.ts';

/** Errors of a drive that was removed, or of a network drive that is unreachable, while its folder still seems to exist. */
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

/** Where the library itself is away, returns that error: it explains a missing file. */
export const toLibraryError = (cause: unknown, location: Pick<LibraryLocation, 'ready'>): AppError => {
  const ready = location.ready();
  if (!ready.ok) return ready.error;
  const error = toFileError(cause, 'library');
  return awayCodes.has(errnoOf(cause) ?? '')
    ? fail('library-away', { subject: 'library', ...(error.detail ? { detail: error.detail } : {}) }).error
    : error;
};

/** Node's own codes, such as ERR_INVALID_ARG_TYPE, are bugs and not disk errors. */
export const isDiskFailure = (cause: unknown): boolean => {
  const errno = errnoOf(cause);
  return errno !== null && !errno.startsWith('ERR_');
};

/** Returns disk errors as values; rethrows bugs. */
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
