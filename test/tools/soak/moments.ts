/** Plans when the program is killed, by a seed: at any time, or a few milliseconds after the start of a step. */
import { randomFrom } from '#test/main/media/scan/random.ts';

/** The step before the kill. `begin`: the process start; `any`: no step; `order` and `mark`: user actions; the others: steps of a job. */
export const momentKinds = [
  'begin',
  'any',
  'order',
  'spawn',
  'fit',
  'upload',
  'starting',
  'submit',
  'poll',
  'download',
  'save',
  'mark',
] as const;
export type MomentKind = (typeof momentKinds)[number];

export type Moment = {
  readonly kind: MomentKind;
  /** After the start of the step, in milliseconds. */
  readonly delayMs: number;
};

/** The maximum delay, in milliseconds: about the duration of the step. A submit takes a few milliseconds. */
const maxDelayMs: Readonly<Record<MomentKind, number>> = {
  begin: 1200,
  any: 4000,
  order: 60,
  spawn: 8,
  fit: 700,
  upload: 30,
  starting: 10,
  submit: 20,
  poll: 20,
  download: 40,
  save: 300,
  mark: 12,
};

/** Steps with a risk of loss more often: submitting, downloading and saving. */
export const defaultRound: readonly MomentKind[] = [...momentKinds, 'submit', 'download', 'save'];

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
    .map((kind) => ({ kind, delayMs: Math.floor(random() * (maxDelayMs[kind] + 1)) }));
};

/** `count` values in a seeded order, with each value equally often. */
export const spreadEvenly = <T>(values: readonly T[], count: number, seed: number): readonly T[] => {
  const random = randomFrom(seed);
  const rounds = Array.from({ length: Math.ceil(count / values.length) }, () => shuffled(values, random));
  return rounds.flat().slice(0, count);
};
