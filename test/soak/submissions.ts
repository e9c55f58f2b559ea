/** What the soak asks for: every paid model in turn, with clips that are each one of a kind, half of them to be encoded. */
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
import { dealt } from './moments.ts';

const models = [fal, novita, aimlapi, runpod].flatMap((provider) => provider.models);

const sample = (name: string): string => join(programFolder, 'resources', 'sample', name);

/** `whole`: sent as it is. `part`: cut where no key frame is, so that it has to be encoded. */
const uses = [
  { video: 'sample', part: 'whole' },
  { video: 'sample', part: 'part' },
  { video: 'made', part: 'whole' },
  { video: 'made', part: 'part' },
] as const;

/** A box that says nothing, which every player passes over: the same clip, and other bytes. */
const unlike = (video: Buffer, mark: string): Buffer => {
  const box = Buffer.from(`\0\0\0\0free${mark}`, 'latin1');
  box.writeUInt32BE(box.length);
  return Buffer.concat([video, box]);
};

/** Another part for each, a frame or more apart, so that what is encoded is one of a kind, too. */
const partOf = (place: number): Choices['trim'] => {
  const startSec = 0.31 + (place % 80) * 0.04;
  return { startSec, endSec: startSec + 3.4 + Math.floor(place / 80) * 0.12 };
};

/** Runs that are agreed to at once; those of no batch are ordered one by one. */
export type Batch = {
  readonly prompts: readonly string[];
  /** After so many failed runs the rest is called off; null: never. */
  readonly stopAfter: number | null;
};

const promptAt = (place: number): string => `soak ${place + 1}`;
/** The share of orders that begin a batch. */
const batchShare = 0.25;
const maxInBatch = 4;
const stops = [null, 1, 2] as const;

/** Batches among the first `jobs` orders, about every other of which is in one. */
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

/** `folder`: where clips are made; full path. */
export const makeOrders = async (request: {
  readonly folder: string;
  readonly jobs: number;
  readonly seed: number;
}): Promise<readonly Approval[]> => {
  const { folder, jobs, seed } = request;
  const madePath = await makeVideo(join(folder, 'made.mp4'), { seconds: 8, hasAudio: true });
  const videos = { sample: await readFile(sample('motion.mp4')), made: await readFile(madePath) };
  const chosenModels = dealt(models, jobs, seed);
  const chosenUses = dealt(uses, jobs, seed + 1);
  return Promise.all(
    chosenModels.map(async (model, place): Promise<Approval> => {
      const { video, part } = chosenUses[place] ?? uses[0];
      const prompt = promptAt(place);
      const videoPath = join(folder, `motion-${place + 1}.mp4`);
      await writeFile(videoPath, unlike(videos[video], prompt));
      return {
        prompt,
        imagePath: sample('character.png'),
        videoPath,
        choices: {
          modelId: model.id,
          orientation: 'video',
          trim: part === 'part' ? partOf(place) : null,
          negativePrompt: '',
          // What is sent without its sound is written anew, and loses what made it one of a kind.
          keepAudio: part === 'whole' || place % 2 === 0,
          framing: defaultFraming,
        },
      };
    }),
  );
};
