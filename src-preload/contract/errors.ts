/** AppError: the closed list of what can go wrong, as plain data. Words for a person are made in messages/. */
import { z } from 'zod';

export const errorCodes = [
  // Chosen files; nothing is charged
  /** A chosen file is not at its path. */
  'file-missing',
  /** A chosen file has 0 bytes. */
  'file-empty',
  /** A chosen file may not be read, or reading it fails. */
  'file-unreadable',
  /** A folder was chosen where one file is expected. */
  'file-is-folder',
  /** ffprobe reads neither an image nor a video in the file. */
  'file-not-media',
  /** The file has audio and no video track. */
  'file-no-video',
  /** An image was chosen as the reference video. */
  'file-is-picture',
  /** A video was chosen as the character image. */
  'file-is-video',
  /** The file is a camera raw photo. */
  'file-raw-photo',
  /** ffmpeg cannot read the animated image as a video. */
  'animation-unreadable',
  /** The file exceeds what is decoded safely. */
  'file-too-large',
  /** The source id was closed, or belongs to an earlier run of the program. */
  'source-gone',
  /** No plan makes the files fit the model. */
  'input-refused',
  /** An export asks for audio of a video that has none. */
  'sound-missing',
  /** An export's size limit is too small for its length. */
  'limit-too-small',
  // ffmpeg and the disk; the charge is that of the step in which it occurs
  /** ffmpeg, ffprobe, or a capability of it (`subject`) is missing. */
  'tool-missing',
  /** ffmpeg or ffprobe ended with an error. */
  'tool-failed',
  /** ffmpeg or ffprobe exceeded its time limit and was killed. */
  'tool-timeout',
  /** ENOSPC or EDQUOT. */
  'disk-full',
  /** EACCES, EPERM or EROFS on a folder. */
  'folder-unwritable',
  /** Another process held a file for longer than it is retried. */
  'file-busy',
  /** ENAMETOOLONG. */
  'name-too-long',
  // The provider; `charged` says what is known of the money
  /** No such model id; nothing is charged. */
  'model-unknown',
  /** No key is set for the provider; nothing is charged. */
  'key-missing',
  /** The provider rejects the key (401); nothing is charged. */
  'key-refused',
  /** The key lacks a permission (403 whose text says so); nothing is charged. */
  'key-not-permitted',
  /** The account has no credit; nothing is charged. */
  'no-credit',
  /** The provider rejects the request before it runs; nothing is charged. */
  'provider-refused',
  /** 429 or a concurrency limit; the job waits and is sent later, nothing is charged. */
  'provider-rate-limited',
  /** The job failed at the provider, without a code of its own below; the charge is often unknown. */
  'provider-failed',
  /** No connection to the provider's host; nothing is charged by the request itself. */
  'provider-unreachable',
  /** The TLS certificate is not trusted here; nothing was sent. */
  'certificate-refused',
  /** The proxy cannot be reached or refuses the tunnel; nothing was sent. */
  'proxy-refused',
  /** An answer that matches no known schema; the charge is unknown after a submit. */
  'provider-garbled',
  /** The provider's content policy rejects the input or the result; the charge is unknown. */
  'content-refused',
  /** The provider cannot read one of the files. */
  'input-unreadable-there',
  /** The provider cannot read the image. */
  'image-unreadable-there',
  /** The provider finds no body in the image or the video. */
  'body-not-found',
  /** The provider finds more than one person. */
  'several-people',
  /** The provider finds too little continuous motion in the video. */
  'motion-too-short',
  /** The provider cannot use the figure in the image. */
  'figure-unusable',
  /** The provider no longer knows the job id; it may have been charged. */
  'job-forgotten',
  /** The user ended the polling of a submitted job; it may have been charged. */
  'stopped-asking',
  /** The provider's status request failed for longer than it is retried; it may have been charged. */
  'status-unavailable',
  // Delivery of the files; nothing is charged except by `answer-lost`
  /** The model reads files by link only, and no file host is set up. */
  'hosting-missing',
  /** The S3 bucket refuses the request. */
  'bucket-refused',
  /** The bucket name breaks S3's rules. */
  'bucket-name-invalid',
  /** A signed upload is refused because of this computer's clock; `subject` is the difference in seconds. */
  'clock-wrong',
  /** A pasted link is not https, or leads to a private address. */
  'link-not-allowed',
  /** A pasted link cannot be read from here. */
  'link-unreachable',
  /** A pasted link leads to a web page. */
  'link-not-media',
  /** A pasted link leads to other bytes than the converted file. */
  'link-other-file',
  /** The upload to the file host failed for longer than it is retried. */
  'upload-failed',
  /** A paid request was sent and its answer was lost; the charge is unknown and it is never resent automatically. */
  'answer-lost',
  // Questions asked before a paid request; nothing is charged
  /** The same inputs and choices were submitted before. */
  'repeat-unapproved',
  /** The estimate exceeds a spending limit; `subject` names it. */
  'cap-exceeded',
  // The result of a paid job; charged, and fetched again without cost
  /** The result's link answers with an error; the download is tried again at the next start. */
  'result-gone',
  /** The download ended before the whole length. */
  'result-cut-off',
  /** The downloaded file is no playable video. */
  'result-broken',
  // The program; nothing is charged
  /** A newer version wrote the data folder. */
  'data-newer',
  /** The database is damaged and open in another process. */
  'data-in-use',
  /** A schema migration failed and was rolled back. */
  'data-not-updated',
  /** No job has this id. */
  'job-unknown',
  /** The job's state does not allow the action. */
  'job-not-in-state',
  /** No library item has this id. */
  'item-unknown',
  /** A file of the item is not in its folder. */
  'item-files-missing',
  /** A file of the item has 0 bytes here, as sync services leave it. */
  'item-file-empty',
  /** The library location is not there or does not answer. */
  'library-away',
  /** Another long task on the library is running. */
  'library-busy',
  /** The chosen folder cannot hold the library; `detail` says why. */
  'folder-unsuitable',
  /** The file is no bundle of results, or is damaged. */
  'bundle-broken',
  /** This host has no such function. */
  'cannot-here',
  /** The page lost its connection to the program. */
  'connection-lost',
  /** The user cancelled; the charge is that of the step that was cancelled. */
  'cancelled',
  /** A call's input does not match its schema. */
  'bad-request',
  /** A bug: an unexpected exception, with its stack in the log. */
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
