/** Segments of a JPEG (ITU T.81, annex B). Pure. */
import { type ImageParts, noParts, readOrientation } from './image-parts.ts';

type Segment = { readonly marker: number; readonly bytes: Buffer; readonly body: Buffer };

const startOfScan = 0xda;
const endOfImage = 0xd9;
const comment = 0xfe;
const isAlone = (marker: number) => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7);
/** Frame headers: SOF0 to SOF15 without the three codes of other markers. */
const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** The position of the next marker that may not occur inside a scan; -1: the file is truncated. */
const scanEnd = (bytes: Buffer, from: number): number => {
  let at = bytes.indexOf(0xff, from);
  while (at >= 0 && at + 1 < bytes.length) {
    const next = bytes[at + 1] ?? 0;
    if (next !== 0 && next !== 0xff && !isAlone(next)) return at;
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return -1;
};

type Walked = { readonly segments: readonly Segment[]; readonly isWhole: boolean; readonly end: number };

const walk = (bytes: Buffer): Walked => {
  const segments: Segment[] = [];
  let at = 2;
  const broken = () => ({ segments, isWhole: false, end: at });
  for (;;) {
    if (bytes[at] !== 0xff) return broken();
    // Any number of fill bytes may precede a marker.
    while (bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (marker === undefined || marker === 0) return broken();
    if (marker === endOfImage) return { segments, isWhole: true, end: at + 2 };
    if (isAlone(marker)) {
      at += 2;
      continue;
    }
    const length = at + 4 <= bytes.length ? bytes.readUInt16BE(at + 2) : 0;
    if (length < 2 || at + 2 + length > bytes.length) return broken();
    const bodyEnd = at + 2 + length;
    const end = marker === startOfScan ? scanEnd(bytes, bodyEnd) : bodyEnd;
    if (end < 0) return broken();
    segments.push({ marker, bytes: bytes.subarray(at, end), body: bytes.subarray(at + 4, bodyEnd) });
    at = end;
  }
};

const named = ({ marker, body }: Segment, kind: number, name: string): boolean =>
  marker === kind && body.toString('latin1', 0, name.length) === name;

const isProfile = (segment: Segment) => named(segment, 0xe2, 'ICC_PROFILE\0');
const isJfif = (segment: Segment) => named(segment, 0xe0, 'JFIF\0');
const isAdobe = (segment: Segment) => named(segment, 0xee, 'Adobe');
const isExif = (segment: Segment) => named(segment, 0xe1, 'Exif\0');

const isApplication = ({ marker }: Segment) => marker >= 0xe0 && marker <= 0xef;
const isKept = (segment: Segment): boolean =>
  isJfif(segment) ||
  isProfile(segment) ||
  isAdobe(segment) ||
  (!isApplication(segment) && segment.marker !== comment);

/** The comment that ffmpeg adds to its output. */
const isSignature = ({ marker, body }: Segment) =>
  marker === comment && /^Lavc/.test(body.toString('latin1', 0, 4));

/** JFIF may hold a thumbnail, which may show parts that were cropped away since. */
const hasThumbnail = (segment: Segment) => isJfif(segment) && segment.body.length > 14;
const withoutThumbnail = (segment: Segment): Buffer => {
  if (!hasThumbnail(segment)) return segment.bytes;
  const bytes = Buffer.from(segment.bytes.subarray(0, 18));
  bytes.writeUInt16BE(16, 2);
  bytes.writeUInt16BE(0, 16);
  return bytes;
};

export const jpegParts = (bytes: Buffer): ImageParts => {
  const { segments, isWhole, end } = walk(bytes);
  const scanAt = segments.findIndex(({ marker }) => marker === startOfScan);
  const frame = segments.find(({ marker }) => isFrame(marker))?.body;
  const isSized = frame !== undefined && frame.length >= 6;
  const dropped = segments.filter((segment) => !isKept(segment) && !isSignature(segment));
  const behind = isWhole && bytes.subarray(end).some((byte) => byte !== 0);
  const kept = segments.filter(isKept).map(withoutThumbnail);
  // EXIF data after the first scan belongs to another image.
  const exif = segments.slice(0, scanAt < 0 ? undefined : scanAt).find(isExif);
  return {
    ...noParts,
    ...(isSized
      ? { bitDepth: frame[0] ?? 8, height: frame.readUInt16BE(1), width: frame.readUInt16BE(3) }
      : {}),
    isCmyk: isSized && frame[5] === 4,
    ...(exif ? { orientation: readOrientation(exif.body.subarray(6)) } : {}),
    hasMetadata: dropped.length > 0 || behind || segments.some(hasThumbnail),
    stripped:
      isWhole && isSized ? Buffer.concat([bytes.subarray(0, 2), ...kept, Buffer.from([0xff, 0xd9])]) : null,
  };
};
