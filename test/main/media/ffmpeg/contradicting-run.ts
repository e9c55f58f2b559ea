/** Opens and fits videos with contradicting headers, and measures by decoding what would be sent. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';
import { defaultFraming } from '#contract/model/choices.ts';
import { planFit } from '#contract/rules/plan.ts';
import { fitLimits } from '#main/artifacts.ts';
import type { Media } from '#main/media/media.ts';
import { makeImage, mediaWith } from '#test/fixtures/media.ts';
import { testModel } from '#test/fixtures/model.ts';
import { contradictingFile } from './contradicting-files.ts';

const run = promisify(execFile);

export type Contradicted = {
  readonly name: string;
  readonly how: string;
  /** `sent`, or the reasons or the code with which the file was refused. */
  readonly outcome: string;
  /** Faults of the output; empty: none. */
  readonly faults: readonly string[];
};

const frameSchema = z.object({
  media_type: z.enum(['video', 'audio']),
  pts_time: z.coerce.number(),
  duration_time: z.coerce.number().optional(),
  /** Name of the field before ffprobe 6. */
  pkt_duration_time: z.coerce.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  pix_fmt: z.string().optional(),
});
const shownSchema = z.object({
  frames: z.array(frameSchema),
  streams: z.array(z.object({ codec_type: z.string(), codec_name: z.string().optional() })),
  format: z.object({ duration: z.coerce.number(), size: z.coerce.number() }),
});

/** Every frame of a file as ffprobe decodes it, and the data of its container. */
const decode = async (path: string) => {
  const entries =
    'frame=media_type,pts_time,duration_time,pkt_duration_time,width,height,pix_fmt:stream=codec_type,codec_name:format=duration,size';
  const { stdout } = await run(
    'ffprobe',
    ['-v', 'error', '-print_format', 'json', '-show_entries', entries, path],
    { maxBuffer: 100_000_000 },
  );
  return shownSchema.parse(JSON.parse(stdout));
};

const rangeOf = (frames: readonly z.infer<typeof frameSchema>[]) => ({
  startSec: Math.min(...frames.map(({ pts_time: at }) => at)),
  endSec: Math.max(
    ...frames.map(
      ({ pts_time: at, duration_time: lasts, pkt_duration_time: older }) => at + (lasts ?? older ?? 0),
    ),
  ),
});

const { maxSec, minSec, minSidePx } = testModel.video;
const limitSec = maxSec.image.value;
/** Rounding of a timestamp, and the frame by which a cut may differ, in seconds. */
const rounding = 0.002;
const oneFrame = 1 / 12 + rounding;

/** Faults for which a provider would refuse the file or charge another amount than estimated. */
const faultsOf = async (
  path: string,
  expected: { readonly outputSec: number; readonly trueSec: number | null },
): Promise<readonly string[]> => {
  const { frames, streams, format } = await decode(path);
  const videoFrames = frames.filter(({ media_type: type }) => type === 'video');
  const audioFrames = frames.filter(({ media_type: type }) => type === 'audio');
  if (videoFrames.length === 0) return ['no frame can be decoded'];
  const video = rangeOf(videoFrames);
  const lengthSec = video.endSec - video.startSec;
  const audio = audioFrames.length === 0 ? null : rangeOf(audioFrames);
  const sizes = new Set(videoFrames.map(({ width, height }) => `${width} x ${height}`));
  const [first] = videoFrames;
  const shouldBeSec = expected.trueSec === null ? null : Math.min(expected.trueSec, limitSec);
  const codecOf = (type: string) => streams.find(({ codec_type: own }) => own === type)?.codec_name;
  const faults: readonly (readonly [isFault: boolean, what: string])[] = [
    [format.duration > limitSec + rounding, `container states ${format.duration} s`],
    [lengthSec > limitSec + rounding, `frames last ${lengthSec} s`],
    [lengthSec < minSec.value - rounding, `frames last only ${lengthSec} s`],
    [Math.abs(format.duration - lengthSec) > 0.06, `container ${format.duration} s, frames ${lengthSec} s`],
    [video.startSec > oneFrame, `frames start at ${video.startSec} s`],
    [audio !== null && audio.endSec > video.endSec + 0.06, `audio ends at ${audio?.endSec} s`],
    [sizes.size > 1, `frame sizes ${[...sizes].join(', ')}`],
    [Math.min(first?.width ?? 0, first?.height ?? 0) < minSidePx.value, `frame size ${[...sizes].join()}`],
    [first?.pix_fmt !== 'yuv420p', `pixel format ${first?.pix_fmt}`],
    [!['h264', 'hevc'].includes(codecOf('video') ?? ''), `video codec ${codecOf('video')}`],
    [!['aac', 'mp3', undefined].includes(codecOf('audio')), `audio codec ${codecOf('audio')}`],
    [streams.length > 2, `${streams.length} tracks`],
    [format.size > testModel.video.maxBytes.value, `${format.size} bytes`],
    [
      Math.abs(expected.outputSec - lengthSec) > oneFrame,
      `priced for ${expected.outputSec} s, sent ${lengthSec} s`,
    ],
    [
      shouldBeSec !== null && Math.abs(lengthSec - shouldBeSec) > 0.25,
      `sent ${lengthSec} s of ${expected.trueSec} s`,
    ],
  ];
  return faults.filter(([isFault]) => isFault).map(([, what]) => what);
};

type Bench = { readonly media: Media; readonly folder: string; readonly imagePath: string };

const tryOne = async ({ media, folder, imagePath }: Bench, seed: number): Promise<Contradicted> => {
  const { name, how, bytes, trueSec } = await contradictingFile(folder, seed);
  const path = join(folder, name);
  await writeFile(path, bytes);
  const target = await mkdtemp(join(folder, 'fit-'));
  const resultOf = (outcome: string, faults: readonly string[] = []) => ({ name, how, outcome, faults });
  try {
    const [image, video] = await Promise.all([media.probe(imagePath), media.probe(path)]);
    if (!image.ok || image.value.kind !== 'image') throw new Error('the valid image cannot be read');
    if (!video.ok) return resultOf(`refused: ${video.error.code}`);
    if (video.value.kind !== 'video') return resultOf('an image', ['a video was probed as an image']);
    const choices = {
      orientation: 'image' as const,
      trim: null,
      prompt: '',
      negativePrompt: '',
      keepAudio: true,
      framing: defaultFraming,
    };
    const pair = { image: image.value, video: video.value };
    const plan = planFit({ ...pair, model: testModel, choices });
    if (plan.verdict === 'impossible') {
      const codes = plan.reasons.filter(({ severity }) => severity === 'blocking').map(({ code }) => code);
      const isWrong = trueSec !== null && trueSec >= minSec.value;
      return resultOf(
        `refused: ${codes.join(', ')}`,
        isWrong ? [`refused with a duration of ${trueSec} s`] : [],
      );
    }
    const fitted = await media.fit({
      image: { path: imagePath, facts: pair.image },
      video: { path, facts: pair.video },
      plan,
      limits: fitLimits(testModel, choices),
      folder: target,
      signal: AbortSignal.timeout(300_000),
      onProgress: () => undefined,
    });
    if (!fitted.ok) {
      const { code, detail = '' } = fitted.error;
      return resultOf(`refused: ${code} ${detail.slice(0, 200)}`);
    }
    const steps = plan.video.steps.map(({ kind }) => kind).join(' ');
    const expected = { outputSec: plan.expected.outputSec, trueSec };
    return resultOf(`sent (${steps})`, await faultsOf(fitted.value.video.path, expected));
  } catch (cause) {
    return resultOf('threw', [cause instanceof Error ? (cause.stack ?? cause.message) : 'something']);
  } finally {
    await Promise.all([path, target].map((left) => rm(left, { recursive: true, force: true })));
  }
};

export const contradict = async (request: {
  readonly folder: string;
  readonly cases: number;
  readonly firstSeed: number;
  readonly onEach?: (one: Contradicted) => void;
}): Promise<readonly Contradicted[]> => {
  const { folder, cases, firstSeed, onEach } = request;
  const imagePath = await makeImage(join(folder, 'good.jpg'));
  const bench = { media: mediaWith(), folder, imagePath };
  const all: Contradicted[] = [];
  const seeds = Array.from({ length: cases }, (_, index) => firstSeed + index);
  const next = async (): Promise<void> => {
    const seed = seeds.shift();
    if (seed === undefined) return;
    const one = await tryOne(bench, seed);
    all.push(one);
    onEach?.(one);
    return next();
  };
  await Promise.all([next(), next()]);
  await rm(imagePath);
  return all;
};
