import type { Orientation } from '#contract/model/choices.ts';
import { noApprovals } from '#contract/model/spend-check.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { overLimit } from '../options.ts';
import type { AddCommand, Command } from './command.ts';
import { followJob } from './follow.ts';
import { notePause } from './follow-queue.ts';
import { type InputOptions, readRequest, withInputs } from './inputs.ts';
import { type Agreed, type Approved, again, approve, askSpendCheck, stoppedUnsent } from './spend-check.ts';
import { estimateSentence, planSentences } from './text.ts';
import { transferRecordSentence, transferRecordsBefore } from './transfer-records.ts';

type RunOptions = InputOptions &
  Agreed & {
    readonly model: string;
    readonly orientation: Orientation;
    readonly out?: string;
  };

const run =
  (options: RunOptions): Command =>
  async (context) => {
    const { app, output } = context;
    const request = await readRequest(app, options);
    if (!request.ok) return output.failure(request.error);
    const { inputs, model, choices, links, notes } = request.value;
    for (const note of notes) output.note(note);
    const plan = planFit({ image: inputs.image.facts, video: inputs.video.facts, model, choices });
    for (const sentence of planSentences(plan)) output.note(sentence);

    const estimate = estimateCost(model.price, plan.expected.outputSec);
    output.note(`${model.name}: ${plan.expected.outputSec.toFixed(2)} s, ${estimateSentence(estimate)}`);
    if (plan.verdict !== 'impossible') {
      const transferRecords = await transferRecordsBefore(app, { model, plan, links });
      if (!transferRecords.ok) return output.failure(transferRecords.error);
      for (const transferRecord of transferRecords.value) output.note(transferRecordSentence(transferRecord));
    }
    const order = { imageId: inputs.image.id, videoId: inputs.video.id, choices, links };
    let approved: Approved = { approvals: noApprovals };
    if (plan.verdict !== 'impossible' && model.price.kind !== 'free') {
      const spendCheck = await askSpendCheck(context, [order]);
      if (!spendCheck.ok) return output.failure(spendCheck.error);
      approved = await approve(context, {
        ...{
          requests: [order],
          spendCheck: spendCheck.value,
          agreed: options,
          question: 'Submit and pay',
        },
        nameOf: () => 'This generation',
      });
    }
    if ('refused' in approved) return approved.refused;
    const stopped = stoppedUnsent(context);
    if (stopped !== null) return stopped;
    const job = await app.handlers['jobs.submit']({ ...order, approvals: approved.approvals });
    if (!job.ok) return output.failure(job.error);
    await notePause(context);
    return followJob(context, job.value.id, options.out);
  };

export const addRun: AddCommand = (cli, pick) =>
  withInputs(
    cli.command('run').description('convert, submit once, wait and save the result; asks before it pays'),
  )
    .requiredOption('--model <id>', 'model id')
    .option('--yes', 'submit without asking', false)
    .addOption(again())
    .addOption(overLimit())
    .option('--out <file>', 'also copy the result to this file')
    .action((options) => pick.data(options, run(options)));
