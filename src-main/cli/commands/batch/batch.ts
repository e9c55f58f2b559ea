/** `batch`: submits several images with several videos on several models under one confirmation. */
import { Option } from 'commander';
import { fail, ok, type Result } from '#contract/errors.ts';
import { isSettled, type Job, maxBatchJobs } from '#contract/model/job.ts';
import { type Approvals, noApprovals } from '#contract/model/spend-check.ts';
import { batchTotal, isPossible } from '#contract/rules/batch.ts';
import { exitStatus, worstOf } from '../../exit-status.ts';
import { overLimit, wholeNumber } from '../../options.ts';
import type { AddCommand, Command, Context } from '../command.ts';
import { notePause } from '../follow-queue.ts';
import { withChoices } from '../inputs.ts';
import { type Agreed, type Approved, again, approve, stoppedUnsent } from '../spend-check.ts';
import { counted } from '../text.ts';
import { endStatus, endText, followBatch } from './follow-batch.ts';
import {
  type BatchOptions,
  type Cell,
  cellName,
  fateOf,
  isFree,
  matrixSentences,
  type Order,
  orderOf,
  planCells,
  printTransferRecords,
  requestsOf,
  sumText,
} from './plan.ts';

/** null: nothing was submitted. */
type Sent = { readonly batchId: string; readonly jobs: ReadonlyMap<Cell, Job> } | null;

const answer = async (
  { app, output }: Context,
  cells: readonly Cell[],
  { order, sent }: { readonly order: Order; readonly sent: Sent },
): Promise<void> => {
  const total = batchTotal(order.cells);
  const sentences: string[] = [];
  for (const cell of order.cells) {
    const job = sent?.jobs.get(cell);
    if (job !== undefined) sentences.push(`${cellName(cell)}: ${await endText({ app }, job)}`);
  }
  output.answer(
    {
      batchId: sent?.batchId ?? null,
      cells: cells.map((cell) => ({
        ...{ image: cell.image, video: cell.video, model: cell.model.id },
        ...{ verdict: cell.plan.verdict, estimate: cell.estimate, fate: fateOf(cell, order.leftOut) },
        job: sent?.jobs.get(cell) ?? null,
      })),
      total,
    },
    sent === null ? ['Everything was generated before. Nothing was submitted or charged.'] : sentences,
  );
};

const agree = async (context: Context, order: Order, agreed: Agreed): Promise<Approved> => {
  const { cells, spendCheck } = order;
  if (cells.every(isFree)) return { approvals: noApprovals };
  return approve(context, {
    ...{ requests: requestsOf(cells), spendCheck, agreed },
    question: `Submit ${sumText(batchTotal(cells))}, and pay`,
    nameOf: (index) => {
      const cell = cells[index];
      return cell === undefined ? `generation ${index + 1}` : cellName(cell);
    },
  });
};

const send = async (
  context: Context,
  cells: readonly Cell[],
  more: { readonly stopAfter: number | null; readonly approvals: Approvals },
): Promise<Result<NonNullable<Sent>>> => {
  const { app, output } = context;
  const batch = await app.handlers['jobs.submitBatch']({
    requests: cells.map(({ request }) => request),
    ...more,
  });
  if (!batch.ok) return batch;
  const { batchId, jobs } = batch.value;
  output.note(`Batch ${batchId}: ${counted(jobs.length, 'job')}.`);
  await notePause(context);
  const ended = await followBatch(
    context,
    jobs.map(({ id }) => id),
  );
  if (!ended.ok) return ended;
  const byId = new Map([...jobs, ...ended.value].map((job) => [job.id, job]));
  const entries = cells.flatMap((cell, index): [Cell, Job][] => {
    const id = jobs[index]?.id;
    const job = id === undefined ? undefined : byId.get(id);
    return job === undefined ? [] : [[cell, job]];
  });
  return ok({ batchId, jobs: new Map(entries) });
};

const noteStopped = ({ output }: Context, jobs: readonly Job[]): void => {
  if (jobs.every(({ state }) => isSettled(state))) return;
  output.note(
    'Stopped watching. "understudy jobs watch" follows the jobs, "understudy jobs cancel-batch" cancels the jobs not yet submitted.',
  );
};

const runBatch =
  (options: BatchOptions): Command =>
  async (context) => {
    const { output } = context;
    const planned = await planCells(context, options);
    if (!planned.ok) return output.failure(planned.error);
    for (const sentence of matrixSentences(planned.value)) output.note(sentence);
    const possible = planned.value.filter(isPossible);
    if (possible.length === 0) return output.failure(fail('input-refused').error);
    if (possible.length > maxBatchJobs) {
      const runs = { count: possible.length, max: maxBatchJobs };
      return output.failure(fail('bad-request', { reason: 'too-many-runs', ...runs }).error);
    }
    const unready = await printTransferRecords(context, possible);
    if (unready !== null) return output.failure(unready);
    const order = await orderOf(context, possible, options);
    if (!order.ok) return output.failure(order.error);
    const { cells } = order.value;
    if (cells.length === 0) {
      await answer(context, planned.value, { order: order.value, sent: null });
      return exitStatus.done;
    }
    output.note(`${sumText(batchTotal(cells))}.`);
    const agreed = await agree(context, order.value, options);
    if ('refused' in agreed) return agreed.refused;
    const stopped = stoppedUnsent(context);
    if (stopped !== null) return stopped;
    const { approvals } = agreed;
    const sent = await send(context, cells, { stopAfter: options.stopAfter ?? null, approvals });
    if (!sent.ok) return output.failure(sent.error);
    const jobs = [...sent.value.jobs.values()];
    noteStopped(context, jobs);
    await answer(context, planned.value, { order: order.value, sent: sent.value });
    return worstOf(jobs.map(endStatus));
  };

export const addBatch: AddCommand = (cli, pick) =>
  withChoices(
    cli
      .command('batch')
      .description('every image with every video on every model, with one confirmation')
      .requiredOption('--image <file...>', 'character images')
      .requiredOption('--video <file...>', 'reference videos')
      .requiredOption('--model <id...>', 'model ids'),
  )
    .option(
      '--stop-after <k>',
      'after this many failures, cancel the jobs not yet submitted',
      wholeNumber({ min: 1, max: maxBatchJobs }),
    )
    .addOption(again())
    .addOption(
      new Option('--leave-repeats-out', 'exclude what was submitted before')
        .default(false)
        .conflicts('again'),
    )
    .addOption(overLimit())
    .option('--yes', 'submit without asking', false)
    .action((options) => pick.data(options, runBatch(options)));
