/** Turns a request into a job to be written down, or says why not. The page's rules run here again. */
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Choices } from '#contract/model/choices.ts';
import type { PastedLinks } from '#contract/model/delivery-setup.ts';
import type { Facts } from '#contract/model/facts.ts';
import { type JobId, jobIdSchema } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { keepsAudio } from '#contract/rules/audio.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { onlyTaken } from '#contract/rules/options.ts';
import { planFit } from '#contract/rules/plan.ts';
import type { JobRecord } from './record.ts';

type Input = { readonly path: string; readonly name: string; readonly facts: Facts };

export const newJob = (request: {
  readonly id: string;
  readonly now: Date;
  readonly image: Input;
  readonly video: Input;
  readonly model: ModelSpec;
  readonly choices: Choices;
  readonly links: PastedLinks;
  readonly parentId: JobId | null;
}): Result<JobRecord> => {
  const { image, video, model } = request;
  // What the model has no place for is not sent, so it makes no other run of it.
  const choices = onlyTaken(request.choices, model);
  if (image.facts.kind !== 'image') return fail('file-is-video', { subject: image.name });
  if (video.facts.kind !== 'video') return fail('file-is-image', { subject: video.name });
  const plan = planFit({ image: image.facts, video: video.facts, model, choices });
  if (plan.verdict === 'impossible') {
    const reasons = plan.reasons.filter((reason) => reason.severity === 'blocking');
    return fail('input-refused', { subject: model.name, reasons });
  }
  const createdAt = request.now.toISOString();
  return ok({
    id: jobIdSchema.parse(request.id),
    parentId: request.parentId,
    batchId: null,
    createdAt,
    stateSince: createdAt,
    // The record says what is sent, and so does the request to the provider.
    choices: { ...choices, keepAudio: keepsAudio(choices, plan) },
    plan,
    estimate: estimateCost(model.price, plan.expected.outputSec),
    image: { path: image.path, name: image.name, facts: image.facts },
    video: { path: video.path, name: video.name, facts: video.facts },
    remoteName: model.remoteName,
    links: request.links,
    approvedLimits: null,
    transferRecords: [],
    busy: null,
    state: { kind: 'queued' },
  });
};
