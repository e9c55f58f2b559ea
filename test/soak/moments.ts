/** When the program is killed: by a seed, at any moment or a few milliseconds after something was seen to begin. */
import { randomFrom } from '#test/main/media/scan/random.ts';

/** What is waited for: the start itself, nothing, an order, a word about an item, or what the program, its disk or the stand-ins tell of a step. */
export const momentKinds = [
  'begin',
  'any',
  'ask',
  'spawn',
  'fit',
  'upload',
  'starting',
  'submit',
  'look',
  'download',
  'keep',
  'say',
] as const;
export type MomentKind = (typeof momentKinds)[number];

export type Moment = {
  readonly kind: MomentKind;
  /** From then on, in milliseconds. */
  readonly delayMs: number;
};

/** The longest delay, in milliseconds: about as long as the step takes. A submit is over in a few milliseconds. */
const longestMs: Readonly<Record<MomentKind, number>> = {
  begin: 1200,
  any: 4000,
  ask: 60,
  spawn: 8,
  fit: 700,
  upload: 30,
  starting: 10,
  submit: 20,
  look: 20,
  download: 40,
  keep: 300,
  say: 12,
};

/** The sharp places more often: where money is in the balance, and where files are moved. */
export const defaultRound: readonly MomentKind[] = [...momentKinds, 'submit', 'download', 'keep'];

const shuffled = <T>(values: readonly T[], random: () => number): readonly T[] =>
  values
    .map((value) => ({ value, at: random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ value }) => value);

export const planMoments = (
  seed: number,
  kills: number,
  round: readonly MomentKind[] = defaultRound,
): readonly Moment[] => {
  const random = randomFrom(seed);
  const rounds = Array.from({ length: Math.ceil(kills / round.length) }, () => shuffled(round, random));
  return rounds
    .flat()
    .slice(0, kills)
    .map((kind) => ({ kind, delayMs: Math.floor(random() * (longestMs[kind] + 1)) }));
};

/** Some of each, in an order of the seed's: `count` of them. */
export const dealt = <T>(values: readonly T[], count: number, seed: number): readonly T[] => {
  const random = randomFrom(seed);
  const rounds = Array.from({ length: Math.ceil(count / values.length) }, () => shuffled(values, random));
  return rounds.flat().slice(0, count);
};
