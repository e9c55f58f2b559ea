/** A program that encodes for a long time, to be ended from outside: `node parent.ts FFMPEG CLIP OUT HOW`. */
import { dirname } from 'node:path';
import { ffmpegWith } from '#test/fixtures/media.ts';

const [, , ffmpegPath = '', clip = '', out = '', how = ''] = process.argv;
const tool = ffmpegWith(ffmpegPath);
const input = { path: clip, demuxer: null, options: ['-stream_loop', '-1'] };
const signal = new AbortController().signal;
const slow = ['-c:v', 'libx264', '-preset', 'veryslow', '-f', 'mp4'];

const work = {
  encode: () =>
    tool.encode({
      inputs: [input],
      args: slow,
      outPath: out,
      outFolder: dirname(out),
      lengthSec: null,
      signal,
      onProgress: () => undefined,
    }),
  stream: () => tool.stream(input, ['-f', 'rawvideo'], { signal, onChunk: () => undefined }),
  capture: () => tool.capture(input, ['-vf', 'select=eq(n\\,-1)', '-f', 'rawvideo']),
};

const kind = how.split(' ')[0];
if (kind === 'encode' || kind === 'stream' || kind === 'capture') void work[kind]();
process.stdout.write('started\n');
if (how.endsWith('exit')) setTimeout(() => process.exit(0), 700);
if (how.endsWith('throw'))
  setTimeout(() => {
    throw new Error('a bug');
  }, 700);
