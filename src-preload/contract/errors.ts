/** AppError: the closed list of what can go wrong, as plain data. Words for a person are made in messages/. */
import { z } from 'zod';

export const errorCodes = [
  // The files a person gave
  'file-missing',
  'file-empty',
  'file-unreadable',
  'file-is-folder',
  'file-not-media',
  'file-no-video',
  'file-is-picture',
  'file-is-video',
  'file-raw-photo',
  'animation-unreadable',
  'file-too-large',
  'source-gone',
  'input-refused',
  'sound-missing',
  'limit-too-small',
  // The tools of this machine
  'tool-missing',
  'tool-failed',
  'tool-timeout',
  'disk-full',
  'folder-unwritable',
  'file-busy',
  'name-too-long',
  // The provider
  'model-unknown',
  'key-missing',
  'key-refused',
  'key-not-permitted',
  'no-credit',
  'provider-refused',
  'provider-rate-limited',
  'provider-failed',
  'provider-unreachable',
  'certificate-refused',
  'proxy-refused',
  'provider-garbled',
  'content-refused',
  'input-unreadable-there',
  'image-unreadable-there',
  'body-not-found',
  'several-people',
  'motion-too-short',
  'figure-unusable',
  'job-forgotten',
  'stopped-asking',
  'status-unavailable',
  // On the way to the provider
  'hosting-missing',
  'bucket-refused',
  'bucket-name-invalid',
  'clock-wrong',
  'link-not-allowed',
  'link-unreachable',
  'link-not-media',
  'link-other-file',
  'upload-failed',
  'answer-lost',
  // Asked before paying
  'repeat-unapproved',
  'cap-exceeded',
  // The result
  'result-gone',
  'result-cut-off',
  'result-broken',
  // The program
  'data-newer',
  'data-in-use',
  'data-not-updated',
  'job-unknown',
  'job-not-in-state',
  'item-unknown',
  'item-files-missing',
  'item-file-empty',
  'library-away',
  'library-busy',
  'folder-unsuitable',
  'bundle-broken',
  'cannot-here',
  'connection-lost',
  'cancelled',
  'bad-request',
  'internal',
] as const;

export const errorCodeSchema = z.enum(errorCodes);
export type ErrorCode = z.infer<typeof errorCodeSchema>;

/** Whether money was spent: `unknown` where a sent request was never answered, or the provider's own policy leaves it open. */
export const chargedSchema = z.enum(['no', 'yes', 'unknown']);
export type Charged = z.infer<typeof chargedSchema>;

const maxDetailChars = 4000;

export const appErrorSchema = z.object({
  code: errorCodeSchema,
  charged: chargedSchema,
  /**
   * Whom or what it is about: a file name, a tool, a provider's id, a model's id; of `clock-wrong` by how many seconds this
   * clock is ahead (`-10807`: behind). Never a path of the machine, a key or a signed link.
   */
  subject: z.string().optional(),
  /** What the provider or tool said, verbatim but with keys and signed links removed; shown behind "details". */
  detail: z.string().max(maxDetailChars).optional(),
});
export type AppError = z.infer<typeof appErrorSchema>;

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const fail = (
  code: ErrorCode,
  more: { charged?: Charged; subject?: string; detail?: string } = {},
): { readonly ok: false; readonly error: AppError } => ({
  ok: false,
  error: {
    charged: 'no',
    ...more,
    // Whoever speaks, a failure has to fit where it is stored.
    ...(more.detail === undefined ? {} : { detail: more.detail.slice(0, maxDetailChars) }),
    code,
  },
});
