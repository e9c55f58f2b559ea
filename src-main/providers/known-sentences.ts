/**
 * Refusals for which no provider has a code: Kling's checker answers in sentences, and every reseller repeats them.
 * Key words are compared without case, and only where no machine-readable name gives the reason.
 */
import type { PlainCode } from '#contract/errors.ts';

type Known = {
  /** All of them occur in the sentence. */
  readonly words: readonly string[];
  readonly code: PlainCode;
  /** The providers whose users received it. */
  readonly source: string;
};

/** All read on 2026-11-30, in public issue threads and in the code of other clients. */
export const knownSentences: readonly Known[] = [
  {
    words: ['no complete upper body'],
    code: 'body-not-found',
    source: 'fal, Replicate, Atlas Cloud, KIE and WaveSpeed',
  },
  { words: ['too many subjects'], code: 'several-people', source: 'fal' },
  { words: ['no more than 1 subject'], code: 'several-people', source: 'fal' },
  { words: ['continuous valid motion', 'too short'], code: 'motion-too-short', source: 'fal' },
  {
    words: ['character in the reference image or the first frame', 'invalid'],
    code: 'figure-unusable',
    source: 'KIE and Replicate',
  },
  { words: ['must be between', 'duration'], code: 'input-refused', source: 'KIE' },
  { words: ['must not exceed', 'seconds'], code: 'input-refused', source: 'KIE (code 1201)' },
  { words: ['dimensions', 'at least'], code: 'input-refused', source: 'KIE' },
  { words: ['aspect ratio'], code: 'input-refused', source: 'KIE' },
  { words: ['file type'], code: 'input-refused', source: 'KIE' },
  // Often only the beginning of another sentence in this list, so it is last.
  { words: ['image recognition failed'], code: 'image-unreadable-there', source: 'KIE' },
];

/** Prefix of any of them, whichever file it is about. */
const preamble = /image recognition failed|the input was rejected/g;

/** The file that a sentence names; undefined: none, or both. */
const fileIn = (sentence: string): 'image' | 'video' | undefined => {
  const rest = sentence.replace(preamble, '');
  const [image, video] = [/\b(image|picture|photo)\b/.test(rest), /\bvideo\b/.test(rest)];
  if (image === video) return undefined;
  return image ? 'image' : 'video';
};

/** `subject`: the file it is about, where the sentence names one. null: not a known sentence. */
export const codeOfSentence = (
  words: string,
): { readonly code: PlainCode; readonly subject?: 'image' | 'video' } | null => {
  const sentence = words.toLowerCase();
  const known = knownSentences.find((each) => each.words.every((word) => sentence.includes(word)));
  if (known === undefined) return null;
  const subject = known.code === 'body-not-found' ? fileIn(sentence) : undefined;
  return subject === undefined ? { code: known.code } : { code: known.code, subject };
};
