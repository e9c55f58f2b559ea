/** What the far end of a link says and sends, judged against the very file that it should be. */

export type MediaKind = 'image' | 'video';

/** As much of a file as `isOfKind` looks at, in bytes. */
export const firstBytes = 12;

/** First boxes of MP4 and of QuickTime files, old ones among them: https://developer.apple.com/documentation/quicktime-file-format */
const firstBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

export const isOfKind = (bytes: Uint8Array, kind: MediaKind): boolean => {
  const text = Buffer.from(bytes.subarray(0, firstBytes)).toString('latin1');
  return kind === 'image'
    ? text.startsWith('\xff\xd8\xff') || text.startsWith('\x89PNG\r\n\x1a\n')
    : firstBoxes.includes(text.slice(4, 8));
};

/** What servers say of a file of which they do not know what it is. S3 says the second. */
const vagueTypes = ['', 'application/octet-stream', 'binary/octet-stream'];

export const isTypeOfKind = (contentType: string | null, kind: MediaKind): boolean => {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith(`${kind}/`) || vagueTypes.includes(type);
};

/** In bytes; null: the answer does not say, or says it of packed bytes. */
export const saidBytes = (headers: Headers): number | null => {
  const length = headers.get('content-length');
  return length !== null && headers.get('content-encoding') === null ? Number(length) : null;
};
