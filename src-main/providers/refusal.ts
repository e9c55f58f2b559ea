/** Classifies refusals in the same way for every provider: by machine-readable names, then status, then words. */
import type { Charged, PlainCode } from '#contract/errors.ts';
import type { Answer } from '../net/http.ts';
import { type RefusalWords, readRefusal } from '../net/refusal-words.ts';
import type { Judgement } from './protocol.ts';

/**
 * Refusals for which no provider has a code: Kling's checker answers in sentences, and every reseller repeats them.
 * Key words are compared without case, and only where no machine-readable name gives the reason.
 */
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

/** By the provider's own names. */
export type CodesByName = ReadonlyMap<string, PlainCode>;

export const refusalWordsOf = ({ json, text }: Pick<Answer, 'json' | 'text'>): RefusalWords =>
  readRefusal(json === undefined ? text : json);

/** The text that is shown: where nothing can be extracted, the body unchanged. */
const shownOf = ({ words }: RefusalWords, { status, text }: Pick<Answer, 'status' | 'text'>): string =>
  words ?? (text.trim() === '' ? `HTTP ${status}` : text);

/**
 * No provider documents a code for an account that is locked for lack of credit. fal: "User is locked. Reason:
 * Exhausted balance.", "User is locked. Reason: TOP_UP."; the others: other clients' reports. Read 2026-11-30.
 */
const noCreditWords =
  /user is locked|exhausted balance|top[_ -]up|(insufficient|not enough|out of|no) (\w+ )?(balance|credit|fund)|payment required/i;
const wrongKeyWords =
  /(invalid|incorrect|wrong|unknown|missing|expired|revoked|no) (api[ _-]?key|key|token)|(api[ _-]?key|token) (is |has )?(invalid|not valid|expired|revoked|missing)/i;
/** fal's platform: `authorization_error` with 403. https://fal.ai/docs/platform-apis, read 2026-11-30 */
const permissionNames = [
  'authorization_error',
  'permission_denied',
  'insufficient_permissions',
  'access_denied',
];
const permissionWords = /permission|not (permitted|authori[sz]ed|allowed) to|\bscopes?\b|admin key/i;

/** 401, 402 and 403 are about the account, and 403 has several meanings. null: another refusal. */
const codeOfAsker = (status: number, { words, names }: RefusalWords): PlainCode | null => {
  if (status < 400 || status >= 500) return null;
  const sentence = words ?? '';
  if (status === 402 || noCreditWords.test(sentence)) return 'no-credit';
  if (status === 401) return 'key-refused';
  if (status !== 403) return null;
  if (wrongKeyWords.test(sentence)) return 'key-refused';
  const lacksPermission =
    names.some((name) => permissionNames.includes(name.toLowerCase())) || permissionWords.test(sentence);
  return lacksPermission ? 'key-not-permitted' : null;
};

type Meaning = Pick<Judgement, 'code' | 'subject'>;

/** For a run that failed, or a request that was refused because of its content. */
export const meaningOf = (refusal: RefusalWords, byName: CodesByName, otherwise: PlainCode): Meaning => {
  const named = refusal.names.map((name) => byName.get(name)).find((code) => code !== undefined);
  if (named !== undefined) return { code: named };
  return (refusal.words === null ? null : codeOfSentence(refusal.words)) ?? { code: otherwise };
};

/** Why a request was not accepted: nothing has run, so nothing was charged. */
export const judgeRefusal = (answer: Answer, byName: CodesByName): Judgement => {
  const refusal = refusalWordsOf(answer);
  const named = refusal.names.map((name) => byName.get(name)).find((code) => code !== undefined);
  const asker = named ?? codeOfAsker(answer.status, refusal);
  // The provider's upstream service can be busy as well, and its status is inside the provider's own refusal.
  const isBusy = answer.status === 429 || refusal.status === 429;
  const code = asker ?? (isBusy ? 'provider-rate-limited' : null);
  const meaning = code === null ? meaningOf(refusal, byName, 'provider-refused') : { code };
  return { ...meaning, charged: 'no', words: shownOf(refusal, answer) };
};

/** A run with status done and no link: the value in its place gives the reason, or is not readable. */
export const withoutResult = (
  refusal: RefusalWords,
  answer: Answer,
  { byName, charged }: { readonly byName: CodesByName; readonly charged: Charged },
): { readonly kind: 'failed'; readonly why: Judgement } => ({
  kind: 'failed',
  why:
    refusal.words === null
      ? { code: 'provider-answer-invalid', charged, words: answer.text }
      : { ...meaningOf(refusal, byName, 'provider-failed'), charged: 'unknown', words: refusal.words },
});

/**
 * A 5xx whose words are known as the end of a run; null: it may be temporary. Whether it was charged is not known
 * from the status.
 */
export const judgeSentence = (answer: Answer): Judgement | null => {
  const { words } = refusalWordsOf(answer);
  const known = answer.json === undefined || words === null ? null : codeOfSentence(words);
  return known === null || words === null ? null : { ...known, charged: 'unknown', words };
};
