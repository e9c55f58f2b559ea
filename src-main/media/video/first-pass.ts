/** Reads x264's stats file of an encoding: sufficient to encode again at exactly the right size. */
import { readFile } from 'node:fs/promises';
import { removeLeftover } from '../../storage/busy-retry.ts';

/** Beside the output file; x264 appends its extensions. */
const endings = ['-0.log', '-0.log.mbtree', '-0.log.temp', '-0.log.mbtree.temp'];

export const passPath = (outPath: string): string => `${outPath}.pass`;

export const removePass = async (outPath: string): Promise<void> => {
  await Promise.all(endings.map((ending) => removeLeftover(`${passPath(outPath)}${ending}`)));
};

/** A frame above this quantiser has visible loss; `-crf 18` mostly stays below it. */
const lossyAbove = 23;
/** A video with fewer such frames than this fraction cannot be improved. */
const starvedShare = 0.1;

/** `isStarved`: a considerable part of the video would benefit from more bits. */
export type FirstPass = { readonly frames: number; readonly isStarved: boolean };

/** Parses the stats file, whose lines have the form `in:0 out:0 type:I ... q:21.96 ...;`. Pure. */
export const readPass = (log: string): FirstPass => {
  const quantisers = [...log.matchAll(/^in:\d+ .*? q:([\d.-]+)/gm)].map(([, q = '0']) => Number(q));
  const lossy = quantisers.filter((q) => q > lossyAbove).length;
  return { frames: quantisers.length, isStarved: lossy > quantisers.length * starvedShare };
};

/** null: not usable. */
export const firstPassOf = async (outPath: string): Promise<FirstPass | null> => {
  try {
    return readPass(await readFile(`${passPath(outPath)}${endings[0]}`, 'latin1'));
  } catch {
    return null;
  }
};
