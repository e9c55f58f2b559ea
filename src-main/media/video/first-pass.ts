/** What x264 wrote down of an encoding, frame by frame: enough to do it again at exactly the right size. */
import { readFile } from 'node:fs/promises';
import { removeLeftover } from '../../storage/busy-retry.ts';

/** Beside the file that is made; x264 adds its endings. */
const endings = ['-0.log', '-0.log.mbtree', '-0.log.temp', '-0.log.mbtree.temp'];

export const passPath = (outPath: string): string => `${outPath}.pass`;

export const removePass = async (outPath: string): Promise<void> => {
  await Promise.all(endings.map((ending) => removeLeftover(`${passPath(outPath)}${ending}`)));
};

/** Above this quantiser a frame has visibly lost something; what `-crf 18` makes lies mostly below. */
const lossyAbove = 23;
/** A clip of which less than this suffers is as good as it gets. */
const starvedShare = 0.1;

/** `isStarved`: a fair part of the clip would look better with more bits. */
export type FirstPass = { readonly frames: number; readonly isStarved: boolean };

/** Pure: the log's text to what is to know of it. Lines as x264 writes them, `in:0 out:0 type:I ... q:21.96 ...;`. */
export const readPass = (log: string): FirstPass => {
  const quantisers = [...log.matchAll(/^in:\d+ .*? q:([\d.-]+)/gm)].map(([, q = '0']) => Number(q));
  const lossy = quantisers.filter((q) => q > lossyAbove).length;
  return { frames: quantisers.length, isStarved: lossy > quantisers.length * starvedShare };
};

/** null: nothing that could be used. */
export const firstPassOf = async (outPath: string): Promise<FirstPass | null> => {
  try {
    return readPass(await readFile(`${passPath(outPath)}${endings[0]}`, 'latin1'));
  } catch {
    return null;
  }
};
