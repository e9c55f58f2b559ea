/** Invariants of the stored jobs and of the jobs that the page sees. Each violation is a sentence. */
import { isDeepStrictEqual } from 'node:util';
import { assertNever } from '#contract/assert-never.ts';
import { isSettled, type Job, type JobAction } from '#contract/model/job.ts';
import { type JobEvent, next } from '#main/jobs/machine.ts';
import type { JobRecord, StoredState } from '#main/jobs/record.ts';
import { isUnreadable } from '#main/jobs/steps/save.ts';
import { moneyIn } from './money.ts';
import { createdAt, freeModel } from './samples.ts';

export type Records = ReadonlyMap<string, JobRecord>;

export const isFree = (record: JobRecord): boolean => record.choices.modelId === freeModel.id;

/** Whether an action fits the stored state; the machine decides what it does. */
export const hasPlace = (action: JobAction, state: StoredState): boolean => {
  const takes = (event: JobEvent) => next(state, event).ok;
  switch (action) {
    case 'cancel':
      return takes({ kind: 'cancel', charged: 'no' });
    case 'stop-polling':
      return takes({ kind: 'stop-polling', provider: 'fal' });
    case 'retry-download':
      return takes({ kind: 'retry-download' });
    case 'poll-again':
      return takes({ kind: 'poll-again' });
    case 'find':
      return takes({ kind: 'resolve-sent', ticket: { request: 'r1' }, at: createdAt, provider: 'fal' });
    case 'resolve':
      return takes({ kind: 'resolve-not-sent', provider: 'fal' });
    case 'retry':
      return isSettled(state) && state.kind !== 'done' && state.kind !== 'unsure';
    case 'dismiss':
      return isSettled(state) && state.kind !== 'unsure';
    default:
      return assertNever(action);
  }
};

/** Its result was unreadable at its link: that is retried automatically, unpaid. */
const isFetchedAgain = (state: StoredState): boolean =>
  state.kind === 'failed' &&
  state.download !== null &&
  (isUnreadable(state.error) || state.error.code === 'result-cut-off');

/** For two moments, one step apart. `acted`: jobs on which the user acted in between. */
export const breachesBetween = (
  before: Records,
  after: Records,
  acted: ReadonlyMap<string, string>,
): readonly string[] =>
  [...before].flatMap(([id, was]) => {
    const is = after.get(id);
    const word = acted.get(id);
    if (is === undefined) return word === 'dismiss' ? [] : [`${id} has vanished`];
    const breaches: string[] = [];
    const isMoved = isSettled(was.state) && word === undefined && !isDeepStrictEqual(is, was);
    if (isMoved && !isFetchedAgain(was.state))
      breaches.push(`${id} rested as ${was.state.kind} and became ${is.state.kind} by itself`);
    const isForgotten = isSettled(was.state) && moneyIn(was.state) !== 'no' && moneyIn(is.state) === 'no';
    if (isForgotten && word !== 'not-sent') breaches.push(`${id} forgot the money that may have been spent`);
    return breaches;
  });

/** For one moment. */
export const breachesIn = (
  records: Records,
  truth: {
    readonly sent: ReadonlyMap<string, number>;
    readonly items: ReadonlyMap<string, ReadonlySet<string>>;
    readonly approvals: number;
    /** Free jobs, including dismissed ones. */
    readonly free: ReadonlySet<string>;
    /** Were in `starting` when their program was killed, without an action of the user since. */
    readonly lost: ReadonlySet<string>;
  },
): readonly string[] => {
  const breaches: string[] = [];
  const seen = new Set<string>();
  for (const [id, record] of records) {
    const { state } = record;
    const isCharged = isSettled(state) && state.kind !== 'done' && moneyIn(state) !== 'no';
    if (isFree(record) && isCharged) breaches.push(`${id} is free and said to be charged`);
    if (!isFree(record) && truth.lost.has(id) && state.kind !== 'unsure' && state.kind !== 'starting')
      breaches.push(`${id} was on its way when its program was killed, and became ${state.kind}`);
    if (state.kind !== 'done') continue;
    const items = [...(truth.items.get(id) ?? [])];
    if (!isDeepStrictEqual(items, [state.itemId])) breaches.push(`${id} is done with items ${items}`);
    if (seen.has(state.itemId)) breaches.push(`${id} shares its item`);
    seen.add(state.itemId);
  }
  const paid = [...truth.sent].filter(([id]) => !truth.free.has(id));
  for (const [id, times] of paid) if (times > 1) breaches.push(`${id} was sent ${times} times`);
  if (paid.length > truth.approvals) breaches.push(`${paid.length} sent for ${truth.approvals} approvals`);
  return breaches;
};

/** For the jobs that the page sees. A state that is not stored yet has no actions. */
export const breachesShown = (shown: readonly Job[], records: Records): readonly string[] => {
  const breaches = shown.flatMap((job) => {
    const state = records.get(job.id)?.state;
    if (state === undefined) return [`${job.id} is shown and not stored`];
    const isUnsaved = state.kind !== job.state.kind;
    if (isUnsaved && job.actions.length > 0)
      return [`${job.id} is ${state.kind}, shown as ${job.state.kind}`];
    return job.actions
      .filter((action) => !hasPlace(action, state))
      .map((action) => `${job.id} is ${state.kind} and offers ${action}`);
  });
  return shown.length === records.size ? breaches : [...breaches, 'not every stored job is shown'];
};
