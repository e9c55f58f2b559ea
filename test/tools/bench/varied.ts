/** Thirty fits of varied videos: whether any exceeds its size limit, and how much of the limit each uses. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ffmpeg } from '#test/fixtures/media.ts';
import { createFitter } from './fitter.ts';

const size = 'size=480x352:rate=30';

/** The content as a source of ffmpeg. `half`: time at which the content changes, in seconds. */
const kinds: Readonly<Record<string, (half: number) => string>> = {
  noise: () => `color=c=gray:${size},noise=alls=70:allf=t+u`,
  'screen recording': () =>
    `testsrc=${size},drawgrid=w=64:h=18:t=2:c=white@0.6,scroll=vertical=0.004,format=yuv420p`,
  'talking head': () => `testsrc2=${size},gblur=3,rotate=a='0.02*sin(t*3)',noise=alls=6:allf=t`,
  'fast motion': () => `testsrc2=${size},scroll=horizontal=0.03:vertical=0.02,noise=alls=12:allf=t`,
  'still, then fast': (half) => `smptebars=${size},noise=alls=40:allf=t+u:enable='gte(t,${half})'`,
  'fast, then still': (half) => `smptebars=${size},noise=alls=40:allf=t+u:enable='lt(t,${half})'`,
};

/** Duration in seconds, and size limit per second in kilobytes. */
const lengths = [
  [3, 60],
  [4, 120],
  [7, 250],
  [14, 90],
  [30, 45],
] as const;

export type VariedFit = {
  readonly name: string;
  readonly maxBytes: number;
  readonly bytes: number;
  readonly encodes: number;
  /** Whether constant quality would exceed the size limit. */
  readonly isLimited: boolean;
};

export const fitVaried = async (request: {
  readonly folder: string;
  readonly ffmpegPath?: string;
  readonly onFit: (fit: VariedFit) => void;
}): Promise<readonly VariedFit[]> => {
  const { folder, ffmpegPath, onFit } = request;
  const { factsOf, fit } = createFitter(folder, ffmpegPath);
  const fits: VariedFit[] = [];
  for (const [name, source] of Object.entries(kinds))
    for (const [seconds, kilobytesPerSec] of lengths) {
      const path = join(folder, 'varied.mp4');
      await ffmpeg(
        ...['-f', 'lavfi', '-i', source(seconds / 2), '-f', 'lavfi', '-i', 'anoisesrc=a=0.1'],
        ...['-t', String(seconds + 0.5), '-pix_fmt', 'yuv420p', '-c:v', 'libx264', '-preset', 'ultrafast'],
        ...['-crf', '10', '-c:a', 'aac', path],
      );
      const facts = await factsOf(path);
      const maxBytes = seconds * kilobytesPerSec * 1000;
      const trim = { startSec: 0.2, endSec: seconds + 0.2 };
      const made = await fit(path, facts, { trim, maxBytes });
      const free = join(folder, 'free.mp4');
      await ffmpeg(
        ...['-ss', '0.2', '-i', path, '-t', String(seconds), '-c:v', 'libx264', '-preset', 'superfast'],
        ...['-crf', '18', '-c:a', 'aac', '-b:a', '128k', free],
      );
      const done = {
        name: `${name}, ${seconds} s`,
        maxBytes,
        bytes: made.sizeBytes,
        encodes: made.encodes,
        isLimited: (await stat(free)).size > maxBytes,
      };
      onFit(done);
      fits.push(done);
    }
  return fits;
};
