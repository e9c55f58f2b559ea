/** Maps errors of the file system to error codes, by errno and never by message. */

import { type AppError, fail, type PlainCode } from '#contract/errors.ts';
import { cutToBytes } from '#contract/rules/naming.ts';

const codes: Readonly<Record<string, PlainCode>> = {
  ENOSPC: 'disk-full',
  EDQUOT: 'disk-full',
  EACCES: 'folder-unwritable',
  EPERM: 'folder-unwritable',
  EROFS: 'folder-unwritable',
  ENOENT: 'file-missing',
  ENAMETOOLONG: 'name-too-long',
  EBUSY: 'file-busy',
  ETXTBSY: 'file-busy',
  ENOTEMPTY: 'file-busy',
};

export const errnoOf = (cause: unknown): string | null =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : null;

/** `subject`: a file's or folder's name without its path. The errno is the detail, because messages contain paths. */
export const toFileError = (cause: unknown, subject: string): AppError => {
  const errno = errnoOf(cause);
  const code = errno === null ? undefined : codes[errno];
  // Shortened, because it is shown in a sentence.
  const shown = code === 'name-too-long' ? `${cutToBytes(subject, 60)}…` : subject;
  return fail(code ?? 'internal', { subject: shown, ...(errno === null ? {} : { detail: errno }) }).error;
};
