import type { Orientation } from '#contract/model/choices.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';
import { followJob } from './follow.ts';
import { type InputOptions, readRequest } from './inputs.ts';
import { receiptSentence, receiptsBefore } from './receipts.ts';
import { estimateSentence, planSentences } from './wording.ts';

export type RunOptions = InputOptions & {
  readonly model: string;
  readonly orientation: Orientation;
  readonly yes: boolean;
  readonly out?: string;
};

export const run =
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
      const receipts = await receiptsBefore(app, { model, plan, links });
      if (!receipts.ok) return output.failure(receipts.error);
      for (const receipt of receipts.value) output.note(receiptSentence(receipt));
    }
    if (plan.verdict !== 'impossible' && model.price.kind !== 'free' && !options.yes) {
      const answer = await context.confirm('Send it, and pay for it? [y/N] ');
      if (answer === 'nobody') {
        output.note(
          'Nobody is there to say yes; add --yes to send it. Nothing was sent and nothing was charged.',
        );
        return exitStatus.wrongUse;
      }
      if (answer === 'no') {
        output.note('Nothing was sent and nothing was charged.');
        return exitStatus.other;
      }
    }
    const job = await app.handlers['jobs.submit']({
      imageId: inputs.image.id,
      videoId: inputs.video.id,
      choices,
      links,
    });
    if (!job.ok) return output.failure(job.error);
    return followJob(context, job.value.id, options.out);
  };
