/** Options that keep a stranger's file from making ffmpeg open anything but itself. Pure. */

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

/** A path that starts with a dash is no option, and one with a colon no protocol, behind `file:`. */
export const fileAddress = (path: string): string => `file:${path}`;

/** Before each input. `demuxer`: what the first bytes said a picture is; null lets ffmpeg look by itself. */
export const inputGuard = (demuxer: string | null): readonly string[] => [
  '-protocol_whitelist',
  'file,pipe',
  '-format_whitelist',
  demuxers.join(','),
  ...(demuxer === null ? [] : ['-f', demuxer]),
];
