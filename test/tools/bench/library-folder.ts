/** A data folder with a library of many items, as plain files. */
import { createHash } from 'node:crypto';
import { link, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { defaultFraming, modelIdSchema } from '#contract/model/choices.ts';
import { type Item, itemSchema } from '#contract/model/item.ts';
import { type Marks, marksSchema, noMarks } from '#contract/model/marks.ts';
import { itemFileName, itemFolderFor, itemIdFor, itemText } from '#main/library/item/item-folder.ts';
import { marksFileName } from '#main/library/item/marks-file.ts';
import { fittingImage, fittingVideo } from '#test/fixtures/facts.ts';
import { ffmpeg } from '#test/fixtures/media.ts';
import { createRandom, type Random } from '#test/main/media/ffmpeg/fuzz-files.ts';
import { movements, names, notesOf, pick, promptOf, tags, unwantedOf } from './library-texts.ts';

const models = [
  { id: 'fal/kling-v2.6-pro', provider: 'fal', name: 'Kling v2.6 pro', microsPerSec: 112_000 },
  { id: 'fal/kling-v3-std', provider: 'fal', name: 'Kling v3.0 standard', microsPerSec: 84_000 },
  { id: 'novita/kling-v3-pro', provider: 'novita', name: 'Kling v3.0 pro', microsPerSec: 140_000 },
  { id: 'runpod/kling-v2.6-std', provider: 'runpod', name: 'Kling v2.6 standard', microsPerSec: 70_000 },
  { id: 'aimlapi/kling-v2.6-pro', provider: 'aimlapi', name: 'Kling v2.6 pro', microsPerSec: 118_000 },
] as const;

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Items are a little more than an hour apart. */
const timeOf = (n: number): string =>
  new Date(Date.UTC(2025, 0, 1) + n * 95 * 60_000 + (n % 977)).toISOString();

const itemOf = (n: number, random: Random): Item => {
  const model = pick(random, models);
  const createdAt = timeOf(n);
  const durationSec = Math.round((3 + random() * 20) * 100) / 100;
  const id = itemIdFor({ id: `job-${n}`, createdAt }, 1);
  const imageSha256 = sha256Of(`image ${Math.floor(n / 5)}`);
  const videoSha256 = sha256Of(`video ${Math.floor(n / 3)}`);
  const videoPath = { ...fittingVideo, width: 720, height: 1280, durationSec };
  const orientation = random() < 0.5 ? 'image' : 'video';
  return itemSchema.parse({
    version: 1,
    id,
    jobId: `job-${n}`,
    createdAt,
    provider: model.provider,
    modelName: model.name,
    choices: {
      modelId: modelIdSchema.parse(model.id),
      orientation,
      trim: null,
      prompt: promptOf(random),
      negativePrompt: unwantedOf(random),
      keepAudio: random() < 0.5,
      framing: defaultFraming,
    },
    plan: {
      verdict: 'ready',
      reasons: [],
      image: { steps: [{ kind: 'keep' }] },
      video: { steps: [{ kind: 'keep' }] },
      window: { startSec: 0, endSec: durationSec },
      expected: { imageBytes: 400_000, videoBytes: 3_000_000, outputSec: durationSec },
    },
    image: {
      file: 'character.jpg',
      name: `${pick(random, names)}-${n % 40}.jpg`,
      facts: { ...fittingImage, sha256: imageSha256 },
    },
    video: {
      file: 'motion.mp4',
      name: `${pick(random, movements)}_clip-${String(n % 100).padStart(2, '0')}.mp4`,
      facts: { ...videoPath, sha256: videoSha256 },
    },
    result: { file: 'result.mp4', facts: { ...videoPath, sha256: sha256Of(`result ${n}`) } },
    poster: { file: 'poster.jpg' },
    inputs: { imageSha256, videoSha256 },
    estimate: {
      currency: 'USD',
      micros: Math.round(durationSec * model.microsPerSec),
      basis: `${durationSec} s x $${model.microsPerSec / 1_000_000}/s`,
      source: 'https://example.com/prices',
      asOf: '2026-11-20',
    },
    billedMicros: random() < 0.3 ? Math.round(durationSec * model.microsPerSec) : null,
    tookSec: Math.round(60 + random() * 400),
    isDemo: false,
  });
};

const marksOf = (random: Random): Marks =>
  random() < 0.5
    ? noMarks
    : marksSchema.parse({
        name: random() < 0.2 ? `${pick(random, names)} ${pick(random, movements)}` : '',
        isFavourite: random() < 0.2,
        rating: Math.floor(random() * 6),
        tags: [...new Set([pick(random, tags), pick(random, tags)])],
        notes: notesOf(random),
      });

const makeMedia = async (folder: string) => {
  await mkdir(folder, { recursive: true });
  const poster = join(folder, 'poster.jpg');
  const videoPath = join(folder, 'clip.mp4');
  await ffmpeg('-f', 'lavfi', '-i', 'testsrc2=size=180x320', '-frames:v', '1', '-q:v', '8', poster);
  const source = ['-f', 'lavfi', '-i', 'testsrc2=size=90x160:rate=10'];
  await ffmpeg(...source, '-t', '1', '-pix_fmt', 'yuv420p', '-movflags', '+faststart', videoPath);
  return { poster, videoPath };
};

/** File systems limit the number of hard links of a file. */
const maxLinks = 1000;

/**
 * Fills `<folder>/library` with `items` items, always the same for the same number. All share the bytes of a few small
 * images and videos, so their hashes differ from those in item.json.
 */
export const makeLibraryFolder = async (request: {
  readonly folder: string;
  readonly items: number;
}): Promise<void> => {
  const { folder, items } = request;
  const random = createRandom(20261121);
  const library = join(folder, 'library');
  const media = join(folder, 'work', 'shelf-media');
  let { poster, videoPath } = await makeMedia(join(media, '0'));
  for (let n = 0; n < items; n += 1) {
    if (n > 0 && n % maxLinks === 0) ({ poster, videoPath } = await makeMedia(join(media, String(n))));
    const item = itemOf(n, random);
    const marks = marksOf(random);
    const home = join(library, itemFolderFor(item, item.id));
    await mkdir(home, { recursive: true });
    await Promise.all([
      writeFile(join(home, itemFileName), itemText(item)),
      ...(marks === noMarks ? [] : [writeFile(join(home, marksFileName), JSON.stringify(marks))]),
      link(poster, join(home, item.poster.file)),
      link(poster, join(home, item.image.file)),
      link(videoPath, join(home, item.result.file)),
      link(videoPath, join(home, item.video.file)),
    ]);
  }
};
