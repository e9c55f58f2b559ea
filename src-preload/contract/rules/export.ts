/**
 * Which exports of a comparison are possible, judged from its facts alone. Pure; page and main process evaluate it
 * before anything is encoded.
 */
import type { ExportAudio, ExportChoices, ExportLayout } from '../model/export.ts';
import type { VideoFacts } from '../model/facts.ts';
import type { Item } from '../model/item.ts';
import { resultFileName } from './naming.ts';
import { audioKbps, minKbps } from './size.ts';

/** Why a video cannot be made with the given options. */
export type ExportObstacle = 'beside-silent' | 'result-silent' | 'limit-too-small';

/** In seconds: a comparison is as long as the longer video; the shorter one holds its last frame. */
export const exportSec = ({ beside, result }: Pair, layout: ExportLayout): number =>
  layout === 'result' ? result.durationSec : Math.max(beside.durationSec, result.durationSec);

/** The available audio sources; `none` is always one of them. */
export const exportAudioSources = ({ beside, result }: Pair): readonly ExportAudio[] => [
  ...(result.audioCodec === null ? [] : (['result'] as const)),
  ...(beside.audioCodec === null ? [] : (['beside'] as const)),
  'none',
];

/** The result's own audio first; where it has none, that of the other video. */
export const defaultAudio = (pair: Pair): ExportAudio => exportAudioSources(pair)[0] ?? 'none';

/** Share of a file that its video and audio may take; the rest is the container's. */
const payloadShare = 0.97;
/** Size of the container of even the shortest video, in bytes. */
const containerBytes = 10_000;

/** Video bit rate that a size limit leaves, in kilobits per second. */
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

/**
 * `character-squats-kling-v2.6-pro-side-by-side.mp4`; with another result
 * `...-kling-v2.6-pro-and-novita-kling-v3-pro-...`
 */
export const exportFileName = (
  { image, video, choices }: Pick<Item, 'image' | 'video' | 'choices'>,
  other: Pick<Item, 'choices'> | null,
  layout: ExportLayout,
): string => {
  const and = other === null ? '' : `-and-${other.choices.modelId.replace('/', '-')}`;
  const tail = layout === 'result' ? '-audio' : `${and}-${layout}`;
  return resultFileName({ imageName: image.name, videoName: video.name, modelId: choices.modelId }, { tail });
};

export type Side = 'beside' | 'result';

export type Pair = { readonly [side in Side]: VideoFacts };

/** `other`: the result in the reference's place; null: none. */
export const pairOf = (item: Pick<Item, 'video' | 'result'>, other: Pick<Item, 'result'> | null): Pair => ({
  beside: (other === null ? item.video : other.result).facts,
  result: item.result.facts,
});

/** The names of the models of two results; a number distinguishes two results of one model. */
export const modelNames = (
  item: Pick<Item, 'modelName'>,
  other: Pick<Item, 'modelName'>,
): { readonly [side in Side]: string } =>
  item.modelName === other.modelName
    ? { beside: `${other.modelName} 1`, result: `${item.modelName} 2` }
    : { beside: other.modelName, result: item.modelName };
