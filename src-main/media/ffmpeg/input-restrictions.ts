/** What keeps a stranger's file from making ffmpeg open anything but itself, and from taking all memory. Pure. */
import { basename } from 'node:path';

/** Containers and bare streams. Nothing that lists other files: no concat, hls, dash, sdp, playlists or subtitles. */
const demuxers = [
  'mov',
  'matroska',
  'webm',
  'avi',
  'mpegts',
  'mpeg',
  'mpegvideo',
  'flv',
  'asf',
  'ogg',
  'm4v',
  'h264',
  'hevc',
  'mjpeg',
  'dv',
  'mxf',
  'gif',
  'apng',
  'jpeg_pipe',
  'png_pipe',
  'webp_pipe',
  'bmp_pipe',
  'tiff_pipe',
  'wav',
  'mp3',
  'aac',
  'flac',
  'yuv4mpegpipe',
] as const;

/** Larger than any picture or frame that is taken (see look-image.ts): a decoder refuses it before it takes the memory. */
const maxPixels = 200_000_000;

/** A path that starts with a dash is no option, and one with a colon no protocol, behind `file:`. */
export const fileAddress = (path: string): string => `file:${path}`;

/** Before each input. `demuxer`: what the first bytes said a file is; null lets ffmpeg look by itself. */
export const inputRestrictions = (demuxer: string | null): readonly string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  demuxers.join(','),
  '-max_pixels',
  String(maxPixels),
  ...(demuxer === null ? [] : ['-f', demuxer]),
];

/** ffmpeg takes a clip with such a name for a pattern of pictures, without looking into it. */
export const isLikePattern = (path: string): boolean => /[%*?{]/.test(basename(path));

/** As much of a file as `demuxerOf` looks at, in bytes. */
export const demuxerBytes = 512;

const packetBytes = 188;

/** The demuxer of a clip by its first bytes; null where they do not tell. */
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

/** What a program needs of its surroundings to start at all. Everything else stays here, above all the keys. */
const passedOn =
  /^(PATH|HOME|USERPROFILE|LANG|LANGUAGE|LC_[A-Z]+|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|LD_LIBRARY_PATH|DYLD_[A-Z_]+)$/i;

/**
 * A static build of Linux that reads the name of a television service loads the system's converters of character sets,
 * which were made for another C library, and crashes. Sent to where there are none, it goes on without them.
 */
const withoutCharsetModules = { GCONV_PATH: '/nonexistent' };

/** The environment of a child. Left out is also FFREPORT, which makes ffmpeg write a log where nobody looks for it. */
export const childEnvironment = (
  own: Readonly<Record<string, string | undefined>>,
): Record<string, string | undefined> => ({
  ...Object.fromEntries(Object.entries(own).filter(([name]) => passedOn.test(name))),
  ...withoutCharsetModules,
});
