/** Resuming a download: what is known of the file that a part belongs to, what is asked for, and what an answer is good for. */

/** Stored beside the part. */
export type PartTag = {
  /** Strong ETag, or else Last-Modified; null: the host sent neither. */
  readonly validator: string | null;
  /** Length of the whole file; null: not known. */
  readonly totalBytes: number | null;
  /** How often the validator was another one while the length stayed the same. */
  readonly changes: number;
};

export const unknownFile: PartTag = { validator: null, totalBytes: null, changes: 0 };

/** Hosts that make a new validator for each answer: the length alone says whether it is the same file. */
const changesToIgnore = 2;
const goesByLength = ({ validator, totalBytes, changes }: PartTag): boolean =>
  totalBytes !== null && (validator === null || changes >= changesToIgnore);

/** Three lines; earlier versions wrote the first alone. */
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

/** How many bytes of the part can be kept for the next request. */
export const resumeFrom = (tag: PartTag, partBytes: number): number =>
  (tag.validator === null && tag.totalBytes === null) || partBytes > (tag.totalBytes ?? partBytes)
    ? 0
    : partBytes;

export const rangeHeaders = (tag: PartTag, from: number): Readonly<Record<string, string>> => {
  if (from === 0) return {};
  const range = { range: `bytes=${from}-` };
  return goesByLength(tag) || tag.validator === null ? range : { ...range, 'if-range': tag.validator };
};

/** What an answer says about the file. */
export type Told = {
  readonly status: number;
  /** Where its body begins in the file; null: it does not say. */
  readonly start: number | null;
  readonly totalBytes: number | null;
  readonly validator: string | null;
};

const validatorOf = (headers: Headers): string | null => {
  const etag = headers.get('etag');
  // A weak tag promises the same meaning, not the same bytes.
  return etag !== null && !etag.startsWith('W/') ? etag : headers.get('last-modified');
};

export const toldBy = ({ status, headers }: Pick<Response, 'status' | 'headers'>): Told => {
  // What is unpacked on the way has no length and no ranges that mean anything here.
  if (headers.get('content-encoding') !== null)
    return { status, start: status === 200 ? 0 : null, totalBytes: null, validator: null };
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(headers.get('content-range') ?? '');
  const start = status === 200 ? 0 : numberIn(range?.[1]);
  // A range of a file whose length is not told may end before the file does.
  const length = status === 200 ? numberIn(headers.get('content-length') ?? '') : null;
  return { status, start, totalBytes: numberIn(range?.[2]) ?? length, validator: validatorOf(headers) };
};

export type BodyUse =
  /** The body goes on where the part ends, after `skipBytes` that are there already. */
  | { readonly kind: 'append'; readonly skipBytes: number; readonly tag: PartTag }
  /** The body is the whole file: the part is written anew. */
  | { readonly kind: 'restart'; readonly tag: PartTag }
  /** The part is the whole file. */
  | { readonly kind: 'complete' }
  /** The body is of no use; the part is, but must be asked for without a range. */
  | { readonly kind: 'ask-whole' }
  /** Neither is of any use. */
  | { readonly kind: 'begin-again'; readonly tag: PartTag };

/** Of an answer with 200, 206 or 416 to a request from `from` on. */
export const judgeBody = (told: Told, tag: PartTag, from: number): BodyUse => {
  const { status, start, totalBytes, validator } = told;
  if (status === 416)
    return totalBytes === from ? { kind: 'complete' } : { kind: 'begin-again', tag: unknownFile };
  const isSameLength = totalBytes !== null && totalBytes === tag.totalBytes;
  const isOtherLength = totalBytes !== null && tag.totalBytes !== null && !isSameLength;
  const isChanged = validator !== null && tag.validator !== null && validator !== tag.validator;
  const changes = isChanged ? tag.changes + 1 : tag.changes;
  const anew: PartTag = { validator, totalBytes, changes: isSameLength ? changes : 0 };
  if (from === 0)
    return start === null || start === 0 ? { kind: 'restart', tag: anew } : { kind: 'ask-whole' };
  // A change is believed the first time; a host that tells of one each time would never let it end.
  if (isOtherLength || (isChanged && changes < changesToIgnore))
    return { kind: start === 0 ? 'restart' : 'begin-again', tag: anew };
  if (start === null || start > from) return { kind: 'ask-whole' };
  // A whole file after a part of one: something must say that it is the same.
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
