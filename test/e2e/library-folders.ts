/**
 * Data folders that contain results, as if they had been made there, with real images and videos that can be played.
 */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { Facts } from '#contract/model/facts.ts';
import { itemSchema } from '#contract/model/item.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import { itemFileName, itemFolderFor, itemIdFor, itemText } from '#main/library/item/item-folder.ts';
import { marksFileName } from '#main/library/item/marks-file.ts';
import { programFolder } from '#main/program-folder.ts';
import { ffmpeg, mediaWith } from '#test/fixtures/media.ts';
import { itemOf, jobRecord } from '#test/main/jobs/samples.ts';

type Model = { readonly id: string; readonly provider: 'fal' | 'runpod'; readonly name: string };

export const models = {
  fal: { id: 'fal/kling-v2.6-pro', provider: 'fal', name: 'Kling v2.6 pro (fal)' },
  runpod: { id: 'runpod/kling-v2.6-std', provider: 'runpod', name: 'Kling v2.6 standard (RunPod)' },
} as const satisfies Record<string, Model>;

export type StoredResult = {
  /** Without file extensions. */
  readonly character: string;
  readonly motion: string;
  readonly model?: Model;
  readonly prompt?: string;
  readonly marks?: Partial<Marks>;
  /** Full paths of files that replace the default ones. */
  readonly own?: { readonly video?: string; readonly result?: string };
};

const durationSec = 3;
const sample = join(programFolder, 'resources', 'sample');
const files = {
  character: 'character.png',
  motion: 'motion.mp4',
  result: 'result.mp4',
  poster: 'poster.jpg',
};
/** In degrees: successive results have these colours, so that they are distinguishable. */
const hues = [0, 75, 150, 240];

const factsOf = async (path: string): Promise<Facts> => {
  const probed = await mediaWith().probe(path);
  if (!probed.ok) throw new Error(JSON.stringify(probed));
  return probed.value;
};

const readAll = (paths: Readonly<Record<string, string>>) =>
  Promise.all(
    Object.values(paths).map(async (path) => ({ name: basename(path), bytes: await readFile(path) })),
  );

/** The bundled sample, cut so that it fits every model, and results that show it in other colours. */
const makeMediaIn = async (folder: string) => {
  const character = join(sample, files.character);
  const motion = join(folder, files.motion);
  const encoding = ['-t', String(durationSec), '-an', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'];
  await ffmpeg('-i', join(sample, files.motion), ...encoding, motion);
  const results = await Promise.all(
    hues.map(async (hue) => {
      const home = join(folder, String(hue));
      await mkdir(home);
      const paths = { result: join(home, files.result), poster: join(home, files.poster) };
      await ffmpeg('-i', motion, '-vf', `hflip,scale=360:-2,hue=h=${hue}`, ...encoding, paths.result);
      await ffmpeg('-ss', '1', '-i', paths.result, '-frames:v', '1', paths.poster);
      return { files: await readAll(paths), facts: await factsOf(paths.result) };
    }),
  );
  const facts = { image: await factsOf(character), video: await factsOf(motion) };
  return { files: await readAll({ character, motion }), facts, results };
};

const makeMedia = async () => {
  const folder = await mkdtemp(join(tmpdir(), 'understudy-library-'));
  try {
    return await makeMediaIn(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

let made: ReturnType<typeof makeMedia> | null = null;

/** A new data folder with these results, oldest first. */
export const createHome = async (results: readonly StoredResult[]): Promise<string> => {
  made ??= makeMedia();
  const { files: shared, facts, results: variants } = await made;
  const home = await mkdtemp(join(tmpdir(), 'understudy-kept-'));
  for (const [
    place,
    { character, motion, model = models.fal, prompt = '', marks, own },
  ] of results.entries()) {
    const id = `item-${place}`;
    const variant = variants[place % variants.length];
    if (variant === undefined) throw new Error('There is no result to store.');
    const createdAt = new Date(Date.UTC(2026, 9, 1 + place, 10)).toISOString();
    const record = jobRecord(id, { createdAt, prompt });
    const item = itemSchema.parse({
      ...itemOf(record),
      id: itemIdFor(record, 1),
      provider: model.provider,
      modelName: model.name,
      choices: { ...record.choices, modelId: modelIdSchema.parse(model.id) },
      image: { file: files.character, name: `${character}.png`, facts: facts.image },
      video: {
        file: files.motion,
        name: `${motion}.mp4`,
        facts: own?.video === undefined ? facts.video : await factsOf(own.video),
      },
      result: {
        file: files.result,
        facts: own?.result === undefined ? variant.facts : await factsOf(own.result),
      },
      tookSec: 95,
    });
    const folder = join(home, 'library', itemFolderFor(item, item.id));
    await mkdir(folder, { recursive: true });
    for (const { name, bytes } of [...shared, ...variant.files]) await writeFile(join(folder, name), bytes);
    if (own?.video !== undefined) await copyFile(own.video, join(folder, files.motion));
    if (own?.result !== undefined) await copyFile(own.result, join(folder, files.result));
    await writeFile(join(folder, itemFileName), itemText(item));
    if (marks !== undefined)
      await writeFile(join(folder, marksFileName), JSON.stringify({ ...noMarks, ...marks }));
  }
  return home;
};
