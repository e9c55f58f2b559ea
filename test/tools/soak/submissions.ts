/** The orders of the soak: all paid models in turn, each with a unique video; half of the videos are encoded. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Choices, defaultFraming } from '#contract/model/choices.ts';
import { programFolder } from '#main/program-folder.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { runpod } from '#main/providers/runpod.ts';
import { makeVideo } from '#test/fixtures/media.ts';
import { randomFrom } from '#test/main/media/scan/random.ts';
import type { Approval } from './messages.ts';
import { spreadEvenly } from './moments.ts';

const models = [fal, novita, aimlapi, runpod].flatMap((provider) => provider.models);

const sample = (name: string): string => join(programFolder, 'resources', 'sample', name);

/** `whole`: sent unchanged. `part`: cut between key frames, which requires encoding. */
const uses = [
  { video: 'sample', part: 'whole' },
  { video: 'sample', part: 'part' },
  { video: 'made', part: 'whole' },
  { video: 'made', part: 'part' },
] as const;

/** Appends a `free` box, which players ignore: the same video with other bytes. */
const withUniqueBox = (video: Buffer, mark: string): Buffer => {
  const box = Buffer.from(`\0\0\0\0free${mark}`, 'latin1');
  box.writeUInt32BE(box.length);
  return Buffer.concat([video, box]);
};

/** A different trim for each, at least one frame apart, so that encoded videos are unique too. */
const partOf = (place: number): Choices['trim'] => {
  const startSec = 0.31 + (place % 80) * 0.04;
  return { startSec, endSec: startSec + 3.4 + Math.floor(place / 80) * 0.12 };
};

/** Runs submitted together; all others are submitted one by one. */
export type Batch = {
  readonly prompts: readonly string[];
  /** The number of failed runs after which the rest is cancelled; null: never. */
  readonly stopAfter: number | null;
};

const promptAt = (place: number): string => `soak ${place + 1}`;
/** The share of orders that start a batch. */
const batchShare = 0.25;
const maxInBatch = 4;
const stops = [null, 1, 2] as const;

/** Batches among the first `jobs` orders; about half of the orders are in a batch. */
export const planBatches = (jobs: number, seed: number): readonly Batch[] => {
  const random = randomFrom(seed);
  const batches: Batch[] = [];
  for (let place = 0; place < jobs; ) {
    const size = random() < batchShare ? 2 + Math.floor(random() * (maxInBatch - 1)) : 1;
    const prompts = Array.from({ length: Math.min(size, jobs - place) }, (_, index) =>
      promptAt(place + index),
    );
    if (prompts.length > 1)
      batches.push({ prompts, stopAfter: stops[Math.floor(random() * stops.length)] ?? null });
    place += prompts.length;
  }
  return batches;
};

/** `folder`: full path of the folder for the videos. */
export const makeOrders = async (request: {
  readonly folder: string;
  readonly jobs: number;
  readonly seed: number;
}): Promise<readonly Approval[]> => {
  const { folder, jobs, seed } = request;
  const madePath = await makeVideo(join(folder, 'made.mp4'), { seconds: 8, hasAudio: true });
  const videos = { sample: await readFile(sample('motion.mp4')), made: await readFile(madePath) };
  const chosenModels = spreadEvenly(models, jobs, seed);
  const chosenUses = spreadEvenly(uses, jobs, seed + 1);
  return Promise.all(
    chosenModels.map(async (model, place): Promise<Approval> => {
      const { video, part } = chosenUses[place] ?? uses[0];
      const prompt = promptAt(place);
      const videoPath = join(folder, `motion-${place + 1}.mp4`);
      await writeFile(videoPath, withUniqueBox(videos[video], prompt));
      return {
        prompt,
        imagePath: sample('character.png'),
        videoPath,
        choices: {
          modelId: model.id,
          orientation: 'video',
          trim: part === 'part' ? partOf(place) : null,
          negativePrompt: '',
          // Removing the audio rewrites the file, which removes the unique box.
          keepAudio: part === 'whole' || place % 2 === 0,
          framing: defaultFraming,
        },
      };
    }),
  );
};
