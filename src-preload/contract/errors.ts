/** AppError: the closed list of what can go wrong, as plain data. Sentences are made in messages/ only. */
import { z } from 'zod';
import { errorParameters, errorReasons } from './error-parameters.ts';

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
  'file-is-image',
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
  'audio-missing',
  /** An export's size limit is too small for its length. */
  'limit-too-small',
  // ffmpeg and the disk; the charge is that of the step in which it occurs
  /** ffmpeg, ffprobe, a capability of it, or an image library (`subject`) is missing. */
  'tool-missing',
  /** ffmpeg, ffprobe or the image process ended with an error. */
  'tool-failed',
  /** ffmpeg, ffprobe or the image process exceeded its time limit and was killed. */
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
  'provider-answer-invalid',
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
  'job-unknown-there',
  /** The user ended the polling of a submitted job; it may have been charged. */
  'polling-stopped',
  /** The provider's status request failed for longer than it is retried; it may have been charged. */
  'status-unavailable',
  // Delivery of the files; nothing is charged except by `answer-lost`
  /** The model reads files by link only, and no file host is set up. */
  'delivery-missing',
  /** The S3 bucket refuses the request. */
  'bucket-refused',
  /** The bucket name breaks S3's rules. */
  'bucket-name-invalid',
  /** A signed upload is refused because of this computer's clock. */
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
  /** The same inputs and choices were submitted before; `subject` is the id of that item or job. */
  'duplicate-unapproved',
  /** The estimate exceeds a spending limit, or its cost is unknown while a limit is set. */
  'spending-limit-exceeded',
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
  /** The chosen folder cannot hold the library. */
  'folder-unsuitable',
  /** The file is no bundle of results, or is damaged. */
  'bundle-broken',
  /** This host has no such function. */
  'not-supported-by-host',
  /** The provider (`subject`) has no such function. */
  'not-supported-by-provider',
  /** The page lost its connection to the program. */
  'connection-lost',
  /** The user cancelled; the charge is that of the step that was cancelled. */
  'cancelled',
  /** The input of a call, or a command line, is not valid. */
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

const common = {
  charged: chargedSchema,
  /** Name of the file, tool, provider, model or host, or id, that it is about. Never a path of the machine, a key or a signed link. */
  subject: z.string().optional(),
  /** Verbatim text of a provider, a tool or the operating system, without keys and signed links. Never a sentence of ours. */
  detail: z.string().max(maxDetailChars).optional(),
};
type Common = z.infer<z.ZodObject<typeof common>>;

type Parameters = typeof errorParameters;
type Reasons = typeof errorReasons;
/** zod infers an empty shape as a record that no property fits. */
type Values<Shape extends z.ZodRawShape> = keyof Shape extends never ? unknown : z.infer<z.ZodObject<Shape>>;

export type ReasonedCode = keyof Reasons;
export type ErrorReason<C extends ReasonedCode> = Extract<keyof Reasons[C], string>;
type ByReason<C extends ReasonedCode> = {
  [R in ErrorReason<C>]: { reason: R } & (Reasons[C][R] extends z.ZodRawShape
    ? Values<Reasons[C][R]>
    : never);
};

type Own<C extends ErrorCode> = C extends ReasonedCode
  ? ByReason<C>[ErrorReason<C>]
  : C extends keyof Parameters
    ? Values<Parameters[C]>
    : unknown;

/** Codes that need no parameters. */
export type PlainCode = {
  [C in ErrorCode]: Record<never, never> extends Own<C> ? C : never;
}[ErrorCode];

export type ErrorOf<C extends ErrorCode> = C extends ErrorCode ? { code: C } & Common & Own<C> : never;
/** The error of one code and one of its reasons. */
export type ErrorBecause<C extends ReasonedCode, R extends ErrorReason<C>> = { code: C } & Common &
  ByReason<C>[R];

export type AppError = ErrorOf<ErrorCode>;

const variantsOf = (code: ErrorCode): readonly z.ZodObject[] => {
  const base = { code: z.literal(code), ...common };
  const reasons: Record<string, Record<string, z.ZodRawShape>> = errorReasons;
  const parameters: Record<string, z.ZodRawShape> = errorParameters;
  const ofCode = reasons[code];
  if (ofCode === undefined) return [z.object({ ...base, ...parameters[code] })];
  return Object.entries(ofCode).map(([reason, shape]) =>
    z.object({ ...base, reason: z.literal(reason), ...shape }),
  );
};

/** One schema per code: an object, or a union over its reasons. */
const schemaOf = (code: ErrorCode) => {
  const [first, ...more] = variantsOf(code);
  if (first === undefined) throw new Error(`The error ${code} has no reason.`);
  return more.length === 0 ? first : z.discriminatedUnion('reason', [first, ...more]);
};

const [firstCode, ...otherCodes] = errorCodes;

// The tables above make both the type and the schema; zod cannot infer a union from a mapped list.
export const appErrorSchema = z.discriminatedUnion('code', [
  schemaOf(firstCode),
  ...otherCodes.map(schemaOf),
]) as unknown as z.ZodType<AppError>;

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly error: AppError };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

type Given<C extends ErrorCode> = { charged?: Charged; subject?: string; detail?: string } & Own<C>;
/** Properties that all of the codes need, where there are several. */
type GivenForAll<C extends ErrorCode> = (C extends ErrorCode ? (given: Given<C>) => void : never) extends (
  given: infer G,
) => void
  ? G
  : never;
type Argument<G> = Record<never, never> extends G ? [given?: G] : [given: G];

export const fail = <C extends ErrorCode>(
  code: C,
  ...[given]: Argument<GivenForAll<C>>
): { readonly ok: false; readonly error: AppError } => {
  const { detail, ...more }: { readonly detail?: string } = given ?? {};
  const error = {
    charged: 'no',
    ...more,
    // Limits foreign text to what the schema stores.
    ...(detail === undefined ? {} : { detail: detail.slice(0, maxDetailChars) }),
    code,
  };
  // The parameter's type holds everything that this code's member of the union needs.
  return { ok: false, error: error as unknown as AppError };
};
