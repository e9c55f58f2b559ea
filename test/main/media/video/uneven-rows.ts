/** One video for each way in which its duration can be misread, with the actual duration of its frames. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReasonCode } from '#contract/model/plan.ts';
import { ffmpeg } from '#test/fixtures/media.ts';
import {
  changeAviLength,
  changeLength,
  changeSegmentLength,
  joinFiles,
  makeTracks,
  setLength,
  untagLengths,
} from './uneven-videos.ts';

/** `sec`: what is sent of it; `isFitted`: the row covers a way of making it that no other row does. */
export type Row = {
  readonly what: string;
  readonly sec: number;
  readonly code: ReasonCode | null;
  readonly isFitted: boolean;
  readonly make: (folder: string) => Promise<string>;
};

const even = { video: { sec: 4 }, audio: { sec: 4 } };
const plain = (folder: string, name: string) => makeTracks(join(folder, name), even);

export const joined = async (folder: string, name: string): Promise<string> => {
  const parts = [1, 2].map((part) => plain(folder, `${part}-${name}`));
  return joinFiles(join(folder, `joined-${name}`), await Promise.all(parts));
};

const outlasted = (name: string, isFitted: boolean): Row => ({
  ...{ what: `${name}: audio of 9 s`, sec: 4, code: 'video-tracks-uneven', isFitted },
  make: (folder) => makeTracks(join(folder, `long-${name}`), { video: { sec: 4 }, audio: { sec: 9 } }),
});

const withHeader = (box: Parameters<typeof changeLength>[1], times: number): Row => ({
  ...{ what: `${box} of ${times.toFixed(2)} times the length`, sec: 4, code: 'video-duration-header' },
  isFitted: box === 'mdhd' && times < 0.1,
  make: async (folder) => {
    const name = `${box}-${times.toFixed(2)}.${times === 3 ? 'mov' : 'mp4'}`;
    return changeLength(await plain(folder, name), box, times);
  },
});

export const rows: readonly Row[] = [
  outlasted('a.mp4', true),
  outlasted('a.mov', false),
  outlasted('a.mkv', true),
  outlasted('a.webm', true),
  outlasted('a.ts', true),
  outlasted('a.flv', false),
  {
    ...{ what: 'audio that begins at 3 s', sec: 4, code: 'video-tracks-uneven', isFitted: false },
    make: (folder) =>
      makeTracks(join(folder, 'late.mp4'), { video: { sec: 4 }, audio: { fromSec: 3, sec: 4 } }),
  },
  {
    ...{ what: 'audio of 1 s', sec: 4, code: null, isFitted: true },
    make: (folder) => makeTracks(join(folder, 'brief.mp4'), { video: { sec: 4 }, audio: { sec: 1 } }),
  },
  {
    ...{ what: 'frames that begin at 2 s', sec: 4, code: 'video-starts-late', isFitted: true },
    make: (folder) =>
      makeTracks(join(folder, 'after.mp4'), { video: { fromSec: 2, sec: 4 }, audio: { sec: 6 } }),
  },
  {
    ...{ what: 'frames that begin at 2 s in Matroska', sec: 4, code: 'video-starts-late', isFitted: true },
    make: (folder) =>
      makeTracks(join(folder, 'after.mkv'), { video: { fromSec: 2, sec: 4 }, audio: { sec: 6 } }),
  },
  {
    ...{ what: 'a subtitle up to 9 s', sec: 4, code: 'video-tracks-uneven', isFitted: false },
    make: async (folder) => {
      const [videoPath, words, out] = ['bare.mov', 'words.srt', 'words.mov'].map((name) =>
        join(folder, name),
      );
      await writeFile(String(words), '1\n00:00:01,000 --> 00:00:09,000\nhello\n');
      await makeTracks(String(videoPath), even);
      await ffmpeg(
        '-i',
        String(videoPath),
        '-i',
        String(words),
        '-c',
        'copy',
        '-c:s',
        'mov_text',
        String(out),
      );
      return String(out);
    },
  },
  {
    ...{ what: 'only a container with a duration', sec: 4, code: 'video-tracks-uneven', isFitted: false },
    make: async (folder) =>
      untagLengths(await makeTracks(join(folder, 'untagged.webm'), { video: { sec: 4 }, audio: { sec: 9 } })),
  },
  ...[1, 30].map(
    (sec): Row => ({
      ...{ what: `a Matroska header of ${sec} s`, sec: 4, code: 'video-duration-header', isFitted: false },
      make: async (folder) => changeSegmentLength(await untagLengths(await plain(folder, `${sec}.mkv`)), sec),
    }),
  ),
  ...[10, 200].map(
    (frames): Row => ({
      ...{ what: `an AVI header of ${frames} frames`, sec: 4, code: 'video-duration-header' },
      isFitted: frames === 10,
      make: async (folder) => changeAviLength(await plain(folder, `${frames}.avi`), frames),
    }),
  ),
  ...(['mvhd', 'tkhd', 'mdhd'] as const).flatMap((box) =>
    [1 / 30, 0.5, 3].map((times) => withHeader(box, times)),
  ),
  withHeader('elst', 3),
  {
    ...{ what: 'fragments and a header of 12 s', sec: 4, code: 'video-duration-header', isFitted: true },
    make: async (folder) => {
      const options = ['-movflags', '+frag_keyframe+delay_moov'];
      return setLength(await makeTracks(join(folder, 'fragments.mp4'), { ...even, options }), 'mvhd', 12_000);
    },
  },
  {
    ...{
      what: 'fragments behind a first second in tables',
      sec: 4,
      code: 'video-duration-header',
      isFitted: false,
    },
    make: (folder) =>
      makeTracks(join(folder, 'hybrid.mp4'), { ...even, options: ['-movflags', '+frag_keyframe'] }),
  },
  {
    ...{ what: 'an edit list that hides the first 2 s', sec: 2, code: 'video-hidden-frames', isFitted: true },
    make: async (folder) => {
      const whole = await makeTracks(join(folder, 'uncut.mp4'), { ...even, options: ['-g', '100'] });
      await ffmpeg('-ss', '2', '-i', whole, '-c', 'copy', join(folder, 'hiding.mp4'));
      return join(folder, 'hiding.mp4');
    },
  },
  {
    ...{ what: 'an edit list that hides the last 2 s', sec: 2, code: 'video-hidden-frames', isFitted: false },
    make: async (folder) => changeLength(await plain(folder, 'half.mp4'), 'elst', 0.5),
  },
  {
    ...{ what: 'two transport streams in one', sec: 8, code: 'video-timestamps-restart', isFitted: true },
    make: (folder) => joined(folder, 'a.ts'),
  },
  {
    ...{ what: 'two program streams in one', sec: 8, code: 'video-timestamps-restart', isFitted: false },
    make: (folder) => joined(folder, 'a.mpg'),
  },
];
