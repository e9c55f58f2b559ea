/**
 * A program that runs until it is ended: `node parent.ts FFMPEG VIDEO OUT HOW`. It exits on command, and echoes any
 * other line.
 */
import { dirname } from 'node:path';
import { ffmpegWith } from '#test/fixtures/media.ts';

const [, , ffmpegPath = '', video = '', out = '', how = ''] = process.argv;
const tool = ffmpegWith(ffmpegPath);
const input = { path: video, demuxer: null, options: ['-stream_loop', '-1'] };
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

if (how === 'encode' || how === 'stream' || how === 'capture') void work[how]();
process.stdin.setEncoding('utf8').on('data', (command: string) => {
  if (command === 'exit\n') process.exit(0);
  if (command === 'throw\n') throw new Error('a bug');
  process.stdout.write(command);
});
