/** Input files of ffmpeg: an untrusted one can make it neither open anything else nor use all memory. */
import { basename } from 'node:path';
import { openForReading } from '../../storage/path.ts';

/**
 * Containers and elementary streams. None that refers to other files: no concat, hls, dash, sdp, playlists or
 * subtitles.
 */
const demuxers = [
  'mov,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,m4v,h264,hevc,mjpeg,dv,mxf,gif,apng',
  'jpeg_pipe,png_pipe,webp_pipe,bmp_pipe,tiff_pipe,wav,mp3,aac,flac,yuv4mpegpipe',
].join(',');

/**
 * Larger than any image or frame that is accepted (see probe-image.ts): a decoder refuses it before it allocates the
 * memory.
 */
const maxPixels = 200_000_000;

/** With the prefix `file:` a path that starts with a dash is not an option, and one with a colon not a protocol. */
export const fileAddress = (path: string): string => `file:${path}`;

/** Options before each input. `demuxer`: determined from the first bytes; null: ffmpeg detects it. */
export const inputRestrictions = (demuxer: string | null): readonly string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  demuxers,
  '-max_pixels',
  String(maxPixels),
  ...(demuxer === null ? [] : ['-f', demuxer]),
];

/** ffmpeg takes a video with such a name for an image sequence pattern, without reading it. */
const isLikePattern = (path: string): boolean => /[%*?{]/.test(basename(path));

/** Number of bytes that `demuxerOf` reads. */
const demuxerBytes = 512;

const packetBytes = 188;

/** The demuxer of a video by its first bytes; null where they do not identify it. */
export const demuxerOf = (start: Buffer): string | null => {
  const text = start.toString('latin1');
  if (/^.{4}(ftyp|styp|moov|mdat|wide|free|skip|pnot)/s.test(text)) return 'mov';
  if (text.startsWith('\x1aE\xdf\xa3')) return 'matroska';
  if (/^RIFF.{4}AVI /s.test(text)) return 'avi';
  if (/^GIF8[79]a/.test(text)) return 'gif';
  if (text.startsWith('\x89PNG\r\n\x1a\n')) return 'apng';
  if (text.startsWith('OggS')) return 'ogg';
  if (text.startsWith('FLV\x01')) return 'flv';
  if (text.startsWith('\x30\x26\xb2\x75\x8e\x66\xcf\x11')) return 'asf';
  if (text.startsWith('\0\0\x01\xba')) return 'mpeg';
  if (text.startsWith('G') && text[packetBytes] === 'G') return 'mpegts';
  if (text.startsWith('\x06\x0e\x2b\x34\x02\x05\x01\x01')) return 'mxf';
  return null;
};

/** The variables that a program needs to start. Nothing else is passed on, above all no keys. */
const passedOn =
  /^(PATH|HOME|USERPROFILE|LANG|LANGUAGE|LC_[A-Z]+|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|LD_LIBRARY_PATH|DYLD_[A-Z_]+)$/i;

/**
 * A static Linux build that decodes the name of a television service loads the system's charset converters, which
 * were built for another C library, and crashes. With a path without converters it continues without them.
 */
const withoutCharsetModules = { GCONV_PATH: '/nonexistent' };

/** The environment of a child. FFREPORT is left out as well, which would make ffmpeg write a log file. */
export const childEnvironment = (
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(own).filter(([name]) => passedOn.test(name))),
  ...withoutCharsetModules,
});

export type Input = {
  /** Full path. */
  readonly path: string;
  readonly demuxer: string | null;
  /** Options for this input only, such as `-ss`. */
  readonly options?: readonly string[];
};

/** Where ffmpeg would decide by the file name alone, the first bytes decide. */
const demuxerFor = async ({ path, demuxer }: Input): Promise<string | null> => {
  if (demuxer !== null || !isLikePattern(path)) return demuxer;
  const file = await openForReading(path).catch(() => null);
  try {
    const read = await file?.read(Buffer.alloc(demuxerBytes), 0, demuxerBytes, 0);
    return read ? demuxerOf(read.buffer.subarray(0, read.bytesRead)) : null;
  } catch {
    return null;
  } finally {
    await file?.close();
  }
};

/** The arguments before an input: its restrictions, then its own options. */
export const restrictedInput = async (input: Input): Promise<readonly string[]> => [
  ...inputRestrictions(await demuxerFor(input)),
  ...(input.options ?? []),
];
