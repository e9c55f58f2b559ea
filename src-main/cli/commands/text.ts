/** Terminal text for facts, plans, costs and jobs. */

import { messages as en } from '#contract/messages/en/messages.ts';
import type { Facts } from '#contract/model/facts.ts';
import type { Job } from '#contract/model/job.ts';
import type { Plan } from '#contract/model/plan.ts';
import type { Estimate } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import { bytesInWords } from '#contract/rules/limits.ts';
import { errorSentence } from '../output.ts';

export const factsSentence = (facts: Facts): string => {
  const common = `${facts.width} x ${facts.height}, ${bytesInWords(facts.sizeBytes)}`;
  if (facts.kind === 'image') return `${facts.container} image, ${common}`;
  const fps = `${Number(facts.fps.toFixed(2))} fps${facts.isVariableFps ? ' (variable)' : ''}`;
  const audio = facts.audioCodec === null ? 'no audio' : `${facts.audioCodec} audio`;
  return `${facts.container} video, ${facts.durationSec.toFixed(2)} s, ${fps}, ${facts.videoCodec}, ${audio}, ${common}`;
};

const caveat = ({ caveat: kind }: Exclude<Estimate, { unknown: string }>): string =>
  kind === 'our-reading' ? 'estimated from its price table; ' : '';

export const estimateSentence = (estimate: Estimate): string =>
  'unknown' in estimate
    ? `cost unknown: ${estimate.unknown}`
    : estimate.micros === 0
      ? `free (${estimate.basis})`
      : `about ${usd(estimate.micros)} (${estimate.basis}; ${caveat(estimate)}${estimate.source}, ${estimate.asOf})`;

export const planSentences = (plan: Plan): readonly string[] =>
  plan.reasons.map((reason) => {
    const { because, change } = en.reason(reason);
    return `  ${reason.subject}: ${because} -> ${change}`;
  });

/** `1 result`, `3 results`. */
export const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

export const jobSentence = (job: Job): string => {
  const { state, batchId } = job;
  const inputs = `${job.imageName} + ${job.videoName}`;
  const batch = batchId === null ? '' : `  batch ${batchId}`;
  const base = `${job.id}  ${en.state(state.kind)}  ${job.choices.modelId}  ${inputs}  ${estimateSentence(job.estimate)}${batch}`;
  if (state.kind === 'uploading' && state.busyUntil !== undefined)
    return `${base}\n  ${en.busyUntil(state.busyUntil)}.`;
  return state.kind === 'failed' || state.kind === 'unsure'
    ? `${base}\n  ${errorSentence(state.error)}`
    : base;
};
