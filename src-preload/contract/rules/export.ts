/** What can be made of a comparison, judged from its facts alone. Pure; both sides ask before anything is encoded. */
import type { ExportAudio, ExportChoices, ExportLayout } from '../model/export.ts';
import type { Item } from '../model/item.ts';
import { resultFileName } from './naming.ts';
import type { Pair } from './pair.ts';
import { audioKbps, minKbps } from './size.ts';

/** Why a clip cannot be made as it was chosen. */
export type ExportObstacle = 'beside-silent' | 'result-silent' | 'limit-too-small';

/** In seconds: a comparison lasts as long as the longer clip, the shorter one holds its last frame. */
export const exportSec = ({ beside, result }: Pair, layout: ExportLayout): number =>
  layout === 'result' ? result.durationSec : Math.max(beside.durationSec, result.durationSec);

/** The sounds there are to choose from; `none` is always one. */
export const exportAudioSources = ({ beside, result }: Pair): readonly ExportAudio[] => [
  ...(result.audioCodec === null ? [] : (['result'] as const)),
  ...(beside.audioCodec === null ? [] : (['beside'] as const)),
  'none',
];

/** The result's own comes first; where it is silent, the sound is left to what stands beside it. */
export const defaultAudio = (pair: Pair): ExportAudio => exportAudioSources(pair)[0] ?? 'none';

/** Share of a file that its pictures and its sound may take; the rest is the container's. */
const payloadShare = 0.97;
/** What the container of even the shortest clip takes, in bytes. */
const containerBytes = 10_000;

/** Kilobits a second that a limit leaves for the pictures. */
export const videoKbps = (request: {
  readonly maxBytes: number;
  readonly lengthSec: number;
  readonly hasAudio: boolean;
}): number => {
  const { maxBytes, lengthSec, hasAudio } = request;
  const kilobits = ((maxBytes - containerBytes) * 8 * payloadShare) / 1000;
  return Math.floor(kilobits / lengthSec) - (hasAudio ? audioKbps : 0);
};

export const exportObstacle = (pair: Pair, choices: ExportChoices): ExportObstacle | null => {
  const { layout, audio, maxBytes } = choices;
  if (audio === 'beside' && pair.beside.audioCodec === null) return 'beside-silent';
  if (audio === 'result' && pair.result.audioCodec === null) return 'result-silent';
  if (maxBytes === null) return null;
  const lengthSec = exportSec(pair, layout);
  return videoKbps({ maxBytes, lengthSec, hasAudio: audio !== 'none' }) < minKbps ? 'limit-too-small' : null;
};

/** `character-squats-kling-v2.6-pro-side-by-side.mp4`; with another result `...-kling-v2.6-pro-and-novita-kling-v3-pro-...` */
export const exportFileName = (
  { image, video, choices }: Pick<Item, 'image' | 'video' | 'choices'>,
  other: Pick<Item, 'choices'> | null,
  layout: ExportLayout,
): string => {
  const and = other === null ? '' : `-and-${other.choices.modelId.replace('/', '-')}`;
  const tail = layout === 'result' ? '-sound' : `${and}-${layout}`;
  return resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId }, { tail });
};
