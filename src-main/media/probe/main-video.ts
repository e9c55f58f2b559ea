/** Selects the main video track, as players do. Pure. */
import type { ProbedStream } from './probed.ts';

/** A track with less than this fraction of the largest one's pixels is a preview (drones, action cameras). */
const minShare = 1 / 16;

/** Cover art and chapter thumbnails, which ffmpeg excludes from `V` as well. */
const isAttached = ({ disposition }: ProbedStream): boolean =>
  disposition.attached_pic === 1 || disposition.timed_thumbnails === 1;

const area = ({ width = 0, height = 0 }: ProbedStream): number => width * height;

/** `index`: as in ffmpeg's `0:V:<index>`. */
export type MainVideo = { readonly stream: ProbedStream; readonly index: number };

/** The first track marked as default, if any is; never a single still image beside video, nor a small preview. */
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
  const [chosen] = tests.reduce<readonly MainVideo[]>((left, isPreferred) => {
    const preferred = left.filter(isPreferred);
    return preferred.length > 0 ? preferred : left;
  }, all);
  return chosen ?? null;
};
