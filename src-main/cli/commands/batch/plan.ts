/** Plans a batch before the submit: its matrix, its transfer records, its duplicates; and the plan as text. */
import { resolve } from 'node:path';
import type { SubmitInput } from '#contract/calls.ts';
import { type AppError, ok, type Result } from '#contract/errors.ts';
import type { Orientation } from '#contract/model/choices.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { type BatchCell, type BatchSum, isPossible, planBatch } from '#contract/rules/batch.ts';
import { usd } from '#contract/rules/cost.ts';
import type { Context } from '../command.ts';
import { type ChoiceOptions, commonChoices } from '../inputs.ts';
import { type Agreed, askSpendCheck } from '../spend-check.ts';
import { counted, estimateSentence, planSentences } from '../text.ts';
import { transferRecordSentence, transferRecordsBefore } from '../transfer-records.ts';
import { openBatchFiles } from './open-files.ts';

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

export type BatchOptions = ChoiceOptions &
  Agreed & {
    readonly image: readonly string[];
    readonly video: readonly string[];
    readonly model: readonly string[];
    readonly orientation: Orientation;
    readonly stopAfter?: number;
    readonly leaveRepeatsOut: boolean;
  };

/** Without paths of a file that was given before, in the order given. */
const withoutRepeats = (paths: readonly string[]): readonly string[] =>
  paths.filter((path, at) => paths.findIndex((earlier) => resolve(earlier) === resolve(path)) === at);

export const planCells = async (
  { app, output }: Context,
  given: BatchOptions,
): Promise<Result<readonly Cell[]>> => {
  const options = { ...given, image: withoutRepeats(given.image), video: withoutRepeats(given.video) };
  const files = await openBatchFiles(app, options);
  if (!files.ok) return files;
  const { images, videos, models, notes } = files.value;
  for (const note of notes) output.note(note);
  const cells = planBatch({
    images: images.map(({ facts }) => facts),
    ...{ videos, models },
    choices: { orientation: options.orientation, ...commonChoices(options) },
  });
  return ok(
    cells.flatMap((cell) => {
      const [image, video] = [images[cell.imageAt], videos[cell.videoAt]];
      if (image === undefined || video === undefined) return [];
      const { choices } = cell;
      const request = { imageId: image.id, videoId: video.id, choices, links: noPastedLinks };
      const [imageFile = '', videoFile = ''] = [options.image[cell.imageAt], options.video[cell.videoAt]];
      return [{ ...cell, image: imageFile, video: videoFile, request }];
    }),
  );
};

/** Prints the transfer records once for each model. */
export const printTransferRecords = async (
  { app, output }: Context,
  cells: readonly Cell[],
): Promise<AppError | null> => {
  const first = new Map(cells.toReversed().map((cell) => [cell.model.id, cell]));
  for (const { model, plan } of first.values()) {
    const transferRecords = await transferRecordsBefore(app, { model, plan, links: noPastedLinks });
    if (!transferRecords.ok) return transferRecords.error;
    output.note(`${model.id}:`);
    for (const transferRecord of transferRecords.value) output.note(transferRecordSentence(transferRecord));
  }
  return null;
};

const repeatedIn = (cells: readonly Cell[], { repeats }: SpendCheck): ReadonlySet<Cell> =>
  new Set(repeats.flatMap(({ index }) => cells[index] ?? []));

export type Order = {
  readonly cells: readonly Cell[];
  readonly spendCheck: SpendCheck;
  readonly leftOut: ReadonlySet<Cell>;
};

/** The requests of the spend check; none where all cells are free. */
export const requestsOf = (cells: readonly Cell[]): readonly SubmitInput[] =>
  cells.every(isFree) ? [] : cells.map(({ request }) => request);

/** The cells to submit and their spend check. */
export const orderOf = async (
  context: Context,
  possible: readonly Cell[],
  { leaveRepeatsOut }: BatchOptions,
): Promise<Result<Order>> => {
  const spendCheck = await askSpendCheck(context, requestsOf(possible));
  if (!spendCheck.ok) return spendCheck;
  const leftOut = leaveRepeatsOut ? repeatedIn(possible, spendCheck.value) : new Set<Cell>();
  if (leftOut.size === 0) return ok({ cells: possible, spendCheck: spendCheck.value, leftOut });
  for (const cell of leftOut) context.output.note(`${cellName(cell)}: already generated, excluded`);
  const cells = possible.filter((cell) => !leftOut.has(cell));
  // Without the repeats the batch costs less, so it may stay below a limit.
  const again = await askSpendCheck(context, requestsOf(cells));
  return again.ok ? ok({ cells, spendCheck: again.value, leftOut }) : again;
};
