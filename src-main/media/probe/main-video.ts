/** Which of a clip's tracks is the clip itself, as players choose. Pure. */
import type { ProbedStream } from './probed.ts';

/** A track with less than this share of the largest one's pixels is a preview of it (drones, action cameras). */
const minShare = 1 / 16;

/** Cover art and thumbnails of chapters; ffmpeg leaves them out of `V`, too. */
const isAttached = ({ disposition }: ProbedStream): boolean =>
  disposition.attached_pic === 1 || disposition.timed_thumbnails === 1;

const area = ({ width = 0, height = 0 }: ProbedStream): number => width * height;

/** `index`: counted as ffmpeg counts in `0:V:<index>`. */
export type MainVideo = { readonly stream: ProbedStream; readonly index: number };

/**
 * The first of those that the file marks as its default, if it marks any; never a single still beside moving pictures,
 * nor a tiny copy.
 */
export const mainVideoOf = (streams: readonly ProbedStream[]): MainVideo | null => {
  const all = streams
    .filter((stream) => stream.codec_type === 'video' && !isAttached(stream))
    .map((stream, index) => ({ stream, index }));
  const largest = Math.max(...all.map(({ stream }) => area(stream)));
  const isStill = ({ disposition, nb_frames }: ProbedStream) =>
    disposition.still_image === 1 || nb_frames === 1;
  const tests: readonly ((video: MainVideo) => boolean)[] = [
    ({ stream }) => area(stream) >= largest * minShare,
    ({ stream }) => !isStill(stream),
    ({ stream }) => stream.disposition.default === 1,
  ];
  const [chosen] = tests.reduce<readonly MainVideo[]>((left, isWanted) => {
    const wanted = left.filter(isWanted);
    return wanted.length > 0 ? wanted : left;
  }, all);
  return chosen ?? null;
};
