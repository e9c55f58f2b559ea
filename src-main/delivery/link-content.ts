/** Compares the type, size and first bytes that a link returns with the file that it should hold. */

export type MediaKind = 'image' | 'video';

/** Number of bytes that `isOfKind` reads. */
export const firstBytes = 12;

/**
 * First boxes of MP4 and QuickTime files, including old ones:
 * https://developer.apple.com/documentation/quicktime-file-format
 */
const firstBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

export const isOfKind = (bytes: Uint8Array, kind: MediaKind): boolean => {
  const text = Buffer.from(bytes.subarray(0, firstBytes)).toString('latin1');
  return kind === 'image'
    ? text.startsWith('\xff\xd8\xff') || text.startsWith('\x89PNG\r\n\x1a\n')
    : firstBoxes.includes(text.slice(4, 8));
};

/** Content types that servers send for an unknown type. S3 sends the second. */
const vagueTypes = ['', 'application/octet-stream', 'binary/octet-stream'];

export const isTypeOfKind = (contentType: string | null, kind: MediaKind): boolean => {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith(`${kind}/`) || vagueTypes.includes(type);
};

/** In bytes; null: not stated, or stated for an encoded body. */
export const statedBytes = (headers: Headers): number | null => {
  const length = headers.get('content-length');
  return length !== null && headers.get('content-encoding') === null ? Number(length) : null;
};
