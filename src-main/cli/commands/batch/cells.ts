/** The matrix of a batch: which cells are submitted or excluded and why, as text and as JSON. */
import type { SubmitInput } from '#contract/calls.ts';
import { type BatchCell, type BatchSum, isPossible } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import { counted, estimateSentence, planSentences } from '../text.ts';

export type Cell = BatchCell & {
  /** The files as given on the command line. */
  readonly image: string;
  readonly video: string;
  readonly request: SubmitInput;
};

/** The decision on a cell before the submit. */
export type Fate = 'ordered' | 'impossible' | 'repeat';

export const isFree = ({ model }: Cell): boolean => model.price.kind === 'free';

export const cellName = ({ image, video, model }: Cell): string => `${image} + ${video}, ${model.id}`;

/** `repeats`: cells to exclude because they were generated before. */
export const fateOf = (cell: Cell, repeats: ReadonlySet<Cell>): Fate => {
  if (!isPossible(cell)) return 'impossible';
  return repeats.has(cell) ? 'repeat' : 'ordered';
};

const sentencesOf = (cell: Cell): readonly string[] => {
  const { plan, estimate } = cell;
  if (!isPossible(cell)) return [`${cellName(cell)}: not supported, excluded`, ...planSentences(plan)];
  const { startSec, endSec } = plan.window;
  const part = cell.choices.trim === null ? '' : ` (${startSec.toFixed(2)} to ${endSec.toFixed(2)} s)`;
  return [
    `${cellName(cell)}: ${plan.verdict}, ${plan.expected.outputSec.toFixed(2)} s${part}, ${estimateSentence(estimate)}`,
  ];
};

export const matrixSentences = (cells: readonly Cell[]): readonly string[] => cells.flatMap(sentencesOf);

/** `12 runs, about $13.44 in total and 2 of unknown price` */
export const sumText = ({ runs, knownMicros, unknownRuns }: BatchSum): string => {
  const unknown = unknownRuns === 0 ? '' : ` and ${unknownRuns} of unknown price`;
  return `${counted(runs, 'generation')}, about ${usd(knownMicros)} in total${unknown}`;
};
