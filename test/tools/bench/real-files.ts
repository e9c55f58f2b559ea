/**
 * Fits real files for every model and both orientations, and compares the output with the model's limits:
 * `node test/tools/bench/real-files.ts FOLDER...`. Exit status 1 if an output exceeds one.
 */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultFraming, type Orientation } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import type { Facts, ImageFacts, VideoFacts } from '#contract/model/facts.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Source } from '#contract/model/source.ts';
import { planFit } from '#contract/rules/plan.ts';
import { type App, createApp } from '#main/app.ts';
import { createNodePorts } from '#main/node-ports.ts';
import { makeImage, makeVideo } from '#test/fixtures/media.ts';

const media =
  /\.(mp4|m4v|mov|mkv|webm|avi|mpe?g|m2?ts|wmv|asf|flv|ogv|ogg|3gp|mxf|jpe?g|png|gif|webp|bmp|tiff?|avif|heic)$/i;
const print = (line: string) => process.stdout.write(`${line}\n`);

const filesIn = async (path: string): Promise<readonly string[]> => {
  if (!(await stat(path)).isDirectory()) return [path];
  const found = await readdir(path, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile() && media.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
};

/** Computed independently of the rules, so a mistake in the rules is detected. */
const brokenLimits = (
  made: { image: ImageFacts; video: VideoFacts },
  model: ModelSpec,
  orientation: Orientation,
) => {
  const { image, video } = made;
  const sides = ({ width, height }: Pick<Facts, 'width' | 'height'>) => [
    Math.min(width, height),
    Math.max(width, height),
  ];
  const check = (what: string, facts: Facts, limits: ModelSpec['image'] | ModelSpec['video']) => {
    const [short = 0, long = 0] = sides(facts);
    const aspect = facts.width / facts.height;
    return [
      ...(facts.sizeBytes > limits.maxBytes.value ? [`${what} ${facts.sizeBytes} bytes`] : []),
      ...(limits.minSidePx && short < limits.minSidePx.value ? [`${what} side ${short}`] : []),
      ...(limits.maxSidePx && long > limits.maxSidePx.value ? [`${what} side ${long}`] : []),
      ...(limits.aspect && (aspect < limits.aspect.value.min || aspect > limits.aspect.value.max)
        ? [`${what} aspect ${aspect.toFixed(3)}`]
        : []),
      ...(limits.containers.value.includes(facts.container) ? [] : [`${what} ${facts.container}`]),
    ];
  };
  const maxSec = model.video.maxSec[orientation].value;
  const minSec = model.video.minSec.value;
  return [
    ...check('image', image, model.image),
    ...check('video', video, model.video),
    ...(model.video.videoCodecs.value.includes(video.videoCodec) ? [] : [`video ${video.videoCodec}`]),
    ...(video.durationSec > maxSec + 0.001 ? [`video ${video.durationSec} s, at most ${maxSec}`] : []),
    ...(video.durationSec < minSec - 0.001 ? [`video ${video.durationSec} s, at least ${minSec}`] : []),
    ...(image.hasMetadata ? ['image has metadata'] : []),
    ...(video.hasMetadata ? ['video has metadata'] : []),
  ];
};

type Pair = { readonly image: Source; readonly video: Source };
type Attempt = { readonly outcome: string; readonly isBroken: boolean };

const fitPair = async (
  app: App,
  request: {
    readonly pair: Pair;
    readonly model: ModelSpec;
    readonly orientation: Orientation;
    readonly folder: string;
  },
): Promise<Attempt> => {
  const { pair, model, orientation, folder } = request;
  const { image, video } = pair;
  if (image.facts.kind !== 'image' || video.facts.kind !== 'video') throw new Error('no pair');
  const choices = {
    modelId: model.id,
    orientation,
    trim: null,
    prompt: '',
    negativePrompt: '',
    keepAudio: true,
    framing: defaultFraming,
  };
  const plan = planFit({ image: image.facts, video: video.facts, model, choices });
  const fitted = await app.fitTo({
    imageId: image.id,
    videoId: video.id,
    choices,
    links: noPastedLinks,
    folder,
    signal: new AbortController().signal,
    onProgress: () => undefined,
  });
  const blocking = plan.reasons.filter(({ severity }) => severity === 'blocking');
  const why = blocking.map(({ code, actual, limit }) => `${code} (${actual}, takes ${limit})`).join('; ');
  if (!fitted.ok) {
    const { code, detail = '' } = fitted.error;
    // If the rules allow the pair, a refusal is a failure.
    if (plan.verdict === 'impossible') return { outcome: `refused: ${why}`, isBroken: false };
    return { outcome: `FAILED: ${code} ${detail.slice(0, 300)}`, isBroken: true };
  }
  const made = { image: fitted.value.image.facts, video: fitted.value.video.facts };
  if (made.image.kind !== 'image' || made.video.kind !== 'video')
    return { outcome: 'output is not a pair', isBroken: true };
  const facts = { image: made.image, video: made.video };
  const again = planFit({ ...facts, model, choices });
  const broken = [
    ...brokenLimits(facts, model, orientation),
    ...again.reasons.map(({ code, actual, limit }) => `${code} (${actual}, takes ${limit})`),
  ];
  const steps = [...plan.image.steps, ...plan.video.steps].map(({ kind }) => kind).join(' ');
  const { width, height, durationSec, sizeBytes } = facts.video;
  const partBytes = video.facts.sizeBytes * Math.min(1, durationSec / video.facts.durationSec);
  const share = `${(sizeBytes / partBytes).toFixed(2)} of its part of the source`;
  const because = [...new Set(plan.reasons.map(({ code }) => code))].join(' ');
  const shape = `${facts.image.width}x${facts.image.height} + ${width}x${height} ${durationSec.toFixed(2)} s ${sizeBytes} bytes, ${share}`;
  return broken.length === 0
    ? { outcome: `fitted: ${shape} (${steps}; ${because})`, isBroken: false }
    : { outcome: `EXCEEDS A LIMIT: ${broken.join('; ')}: ${shape} (${steps})`, isBroken: true };
};

const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length === 0) throw new Error('Give at least one folder.');
const home = await mkdtemp(join(tmpdir(), 'understudy-real-'));
const opened = await createApp(await createNodePorts('terminal', { ...process.env, UNDERSTUDY_HOME: home }));
if (!opened.ok) throw new Error(JSON.stringify(opened.error));
const app = opened.value;
const counts = { fitted: 0, refused: 0, broken: 0, unreadable: 0 };
try {
  const models = await app.handlers['models.list']({});
  if (!models.ok) throw new Error(JSON.stringify(models.error));
  const open = (path: string) => app.handlers['media.open']({ path });
  const imagePath = await open(await makeImage(join(home, 'good.jpg')));
  const videoPath = await open(await makeVideo(join(home, 'good.mp4'), { seconds: 4 }));
  if (!imagePath.ok || !videoPath.ok) throw new Error('the valid files cannot be read');
  for (const path of (await Promise.all(positionals.map((folder) => filesIn(resolve(folder))))).flat()) {
    const source = await open(path);
    if (!source.ok) {
      counts.unreadable += 1;
      print(`${basename(path)}: not opened: ${source.error.code} ${source.error.detail ?? ''}`);
      continue;
    }
    const { facts } = source.value;
    const what =
      facts.kind === 'video'
        ? `${facts.videoCodec} ${facts.durationSec.toFixed(2)} s ${facts.fps.toFixed(2)} fps`
        : '';
    print(`${basename(path)}: ${facts.kind} ${facts.container} ${facts.width}x${facts.height} ${what}`);
    const pair =
      facts.kind === 'image'
        ? { image: source.value, video: videoPath.value }
        : { image: imagePath.value, video: source.value };
    for (const model of models.value)
      for (const orientation of ['image', 'video'] as const) {
        const folder = join(home, 'made');
        const { outcome, isBroken } = await fitPair(app, { pair, model, orientation, folder });
        await rm(folder, { recursive: true, force: true });
        counts[isBroken ? 'broken' : outcome.startsWith('fitted') ? 'fitted' : 'refused'] += 1;
        print(`  ${model.id} ${orientation}: ${outcome}`);
      }
    await app.handlers['media.close']({ sourceId: source.value.id });
  }
} finally {
  await app.close();
  await rm(home, { recursive: true, force: true });
}
print(JSON.stringify(counts));
process.exitCode = counts.broken > 0 ? 1 : 0;
