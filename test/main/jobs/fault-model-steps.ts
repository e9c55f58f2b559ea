/** The steps of the fault model. */
import type { Approvals } from '#contract/model/spend-check.ts';
import type { JobRecord } from '#main/jobs/record.ts';
import type { Word } from './fault-model-actions.ts';
import { createdAt, freeModel, jobRecord, model } from './samples.ts';

/** A program that is not open is opened by the step that needs it. */
export type Step =
  | { readonly kind: 'open' | 'kill' | 'close' }
  /** `isSame`: one of two runs that are submitted repeatedly. */
  | {
      readonly kind: 'submit';
      readonly isFree: boolean;
      readonly isSame: boolean;
      readonly approvals: Approvals;
    }
  | {
      readonly kind: 'batch';
      readonly runs: number;
      readonly stopAfter: number | null;
      readonly approvals: Approvals;
    }
  /** `batch`, `job`, `before`: indexes into the stored ones, modulo their number; `before` null: to the end. */
  | { readonly kind: 'cancel-batch'; readonly batch: number }
  | { readonly kind: 'reorder'; readonly job: number; readonly before: number | null }
  | { readonly kind: 'pause'; readonly isPaused: boolean }
  /** In runs of the paid model; null: none. */
  | { readonly kind: 'cap'; readonly runs: number | null }
  /** `job`: index into the stored ones, modulo their number. */
  | { readonly kind: 'ask'; readonly job: number; readonly word: Word }
  | { readonly kind: 'wait'; readonly ms: number }
  /** As the store's fuse. */
  | { readonly kind: 'kill-at-write'; readonly writes: number; readonly isWritten: boolean }
  | { readonly kind: 'disk'; readonly isFull: boolean }
  | { readonly kind: 'let-go' };

export type OrderStep = Extract<Step, { readonly kind: 'submit' | 'batch' }>;

/** `before`: how many jobs were submitted before these. */
export const runsOf = (step: OrderStep, before: number): readonly JobRecord[] => {
  const isSame = step.kind === 'submit' && step.isSame;
  const spec = step.kind === 'submit' && step.isFree ? freeModel : model;
  return Array.from({ length: step.kind === 'submit' ? 1 : step.runs }, (_, index) => {
    const number = before + index + 1;
    const prompt = isSame ? `the same dance ${number % 2}` : `dance ${number}`;
    return jobRecord(`job-${number}`, { createdAt, model: spec, prompt });
  });
};
