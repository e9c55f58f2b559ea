/**
 * Resuming a download: what is known of the file that a part belongs to, which request to send, how to use the
 * response.
 */

/** Stored beside the part. */
export type PartTag = {
  /** Strong ETag, otherwise Last-Modified; null: the host sent neither. */
  readonly validator: string | null;
  /** Length of the whole file; null: unknown. */
  readonly totalBytes: number | null;
  /** How often the validator changed while the length stayed the same. */
  readonly changes: number;
};

export const unknownFile: PartTag = { validator: null, totalBytes: null, changes: 0 };

/** Some hosts create a new validator for each response: then the length alone identifies the file. */
const changesToIgnore = 2;
const goesByLength = ({ validator, totalBytes, changes }: PartTag): boolean =>
  totalBytes !== null && (validator === null || changes >= changesToIgnore);

/** Three lines; earlier versions wrote only the first. */
export const formatTag = ({ validator, totalBytes, changes }: PartTag): string =>
  [validator ?? '', totalBytes ?? '', changes].join('\n');

const numberIn = (line: string | undefined): number | null =>
  line !== undefined && /^\d{1,15}$/.test(line) ? Number(line) : null;

export const parseTag = (text: string): PartTag => {
  const [validator = '', totalBytes, changes] = text.split('\n');
  return {
    validator: validator === '' ? null : validator,
    totalBytes: numberIn(totalBytes),
    changes: numberIn(changes) ?? 0,
  };
};

/** How many bytes of the part the next request can keep. */
export const resumeFrom = (tag: PartTag, partBytes: number): number =>
  (tag.validator === null && tag.totalBytes === null) || partBytes > (tag.totalBytes ?? partBytes)
    ? 0
    : partBytes;

export const rangeHeaders = (tag: PartTag, from: number): Readonly<Record<string, string>> => {
  if (from === 0) return {};
  const range = { range: `bytes=${from}-` };
  return goesByLength(tag) || tag.validator === null ? range : { ...range, 'if-range': tag.validator };
};

/** What a response states about the file. */
export type StatedFile = {
  readonly status: number;
  /** Offset of the body in the file; null: not stated. */
  readonly start: number | null;
  readonly totalBytes: number | null;
  readonly validator: string | null;
};

const validatorOf = (headers: Headers): string | null => {
  const etag = headers.get('etag');
  // A weak ETag promises the same meaning, not the same bytes.
  return etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified');
};

export const statedBy = ({ status, headers }: Pick<Response, 'status' | 'headers'>): StatedFile => {
  // An encoded body is decoded on arrival, so its length and ranges do not refer to the file.
  if (headers.get('content-encoding') !== null)
    return { status, start: status === 200 ? 0 : null, totalBytes: null, validator: null };
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  const start = status === 200 ? 0 : numberIn(range?.[1]);
  // A range of a file of unknown length may end before the file does.
  const length = status === 200 ? numberIn(headers.get('content-length') ?? '') : null;
  return { status, start, totalBytes: numberIn(range?.[2]) ?? length, validator: validatorOf(headers) };
};

export type BodyUse =
  /** The body continues the part, after `skipBytes` that the part already holds. */
  | { readonly kind: 'append'; readonly skipBytes: number; readonly tag: PartTag }
  /** The body is the whole file: the part is rewritten. */
  | { readonly kind: 'restart'; readonly tag: PartTag }
  /** The part is the whole file. */
  | { readonly kind: 'complete' }
  /** The body is unusable; the part is usable, but the next request must be without a range. */
  | { readonly kind: 'ask-whole' }
  /** Neither is usable. */
  | { readonly kind: 'begin-again'; readonly tag: PartTag };

/** For a response with status 200, 206 or 416 to a request from offset `from`. */
export const judgeBody = (stated: StatedFile, tag: PartTag, from: number): BodyUse => {
  const { status, start, totalBytes, validator } = stated;
  if (status === 416)
    return totalBytes === from ? { kind: 'complete' } : { kind: 'begin-again', tag: unknownFile };
  const isSameLength = totalBytes !== null && totalBytes === tag.totalBytes;
  const isOtherLength = totalBytes !== null && tag.totalBytes !== null && !isSameLength;
  const isChanged = validator !== null && tag.validator !== null && validator !== tag.validator;
  const changes = isChanged ? tag.changes + 1 : tag.changes;
  const anew: PartTag = { validator, totalBytes, changes: isSameLength ? changes : 0 };
  if (from === 0)
    return start === null || start === 0 ? { kind: 'restart', tag: anew } : { kind: 'ask-whole' };
  // The first changes are accepted; a host that reports a change each time would keep the download from ever
  // finishing.
  if (isOtherLength || (isChanged && changes < changesToIgnore))
    return { kind: start === 0 ? 'restart' : 'begin-again', tag: anew };
  if (start === null || start > from) return { kind: 'ask-whole' };
  // A whole file after a part of one: the validator or the length must show that it is the same file.
  const isSame =
    status === 206 || isSameLength || (validator !== null && !isChanged && tag.validator !== null);
  if (!isSame) return { kind: 'restart', tag: anew };
  const known = {
    validator: validator ?? tag.validator,
    totalBytes: totalBytes ?? tag.totalBytes,
    changes,
  };
  return { kind: 'append', skipBytes: from - start, tag: known };
};
