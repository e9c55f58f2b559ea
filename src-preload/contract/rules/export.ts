/** What can be made of a kept result, judged from its facts alone. Pure; both sides ask before anything is encoded. */
import type { ExportChoices, ExportLayout, ExportSound } from '../model/export.ts';
import type { Item } from '../model/item.ts';
import { resultFileName } from './naming.ts';
import { leastKbps, soundKbps } from './size.ts';

type Clips = Pick<Item, 'video' | 'result'>;

/** Why a clip cannot be made as it was chosen. `reference-silent`: what was kept of the motion clip has no sound. */
export type ExportObstacle = 'reference-silent' | 'result-silent' | 'limit-too-small';

/** In seconds: a comparison lasts as long as the longer clip, the shorter one holds its last frame. */
export const exportSec = ({ video, result }: Clips, layout: ExportLayout): number =>
  layout === 'result'
    ? result.facts.durationSec
    : Math.max(video.facts.durationSec, result.facts.durationSec);

/** The sounds there are to choose from; `none` is always one. */
export const exportSounds = ({ video, result }: Clips): readonly ExportSound[] => [
  ...(result.facts.audioCodec === null ? [] : (['result'] as const)),
  ...(video.facts.audioCodec === null ? [] : (['reference'] as const)),
  'none',
];

/** What the model made comes first; a silent result leaves the sound to the reference. */
export const usualSound = (clips: Clips): ExportSound => exportSounds(clips)[0] ?? 'none';

/** Share of a file that its pictures and its sound may take; the rest is the container's. */
const payloadShare = 0.97;
/** What the container of even the shortest clip takes, in bytes. */
const containerBytes = 10_000;

/** Kilobits a second that a limit leaves for the pictures. */
export const picturesKbps = (request: {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly hasSound: boolean;
}): number => {
  const { maxBytes, lengthSec, hasSound } = request;
  const kilobits = ((maxBytes - containerBytes) * 8 * payloadShare) / 1000;
  return Math.floor(kilobits / lengthSec) - (hasSound ? soundKbps : 0);
};

export const exportObstacle = (clips: Clips, choices: ExportChoices): ExportObstacle | null => {
  const { layout, sound, maxBytes } = choices;
  if (sound === 'reference' && clips.video.facts.audioCodec === null) return 'reference-silent';
  if (sound === 'result' && clips.result.facts.audioCodec === null) return 'result-silent';
  if (maxBytes === null) return null;
  const lengthSec = exportSec(clips, layout);
  return picturesKbps({ maxBytes, lengthSec, hasSound: sound !== 'none' }) < leastKbps
    ? 'limit-too-small'
    : null;
};

/** `character-squats-kling-v2.6-pro-side-by-side.mp4` */
export const exportFileName = (
  { image, video, choices }: Pick<Item, 'image' | 'video' | 'choices'>,
  layout: ExportLayout,
): string => {
  const name = resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId });
  return name.replace(/\.mp4$/, `-${layout === 'result' ? 'sound' : layout}.mp4`);
};
