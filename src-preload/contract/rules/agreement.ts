/** What a person's yes covers: the question that was read, and nothing that came up after it. */
import type { AppError } from '../errors.ts';
import type { Estimate } from '../model/price.ts';
import { type Approvals, type EarlierRun, noApprovals, type SpendCheck } from '../model/spend-check.ts';
import type { SpendingExcess, SpendingLimits } from '../model/spending.ts';

/** What agreeing to this question agrees to. */
export const approvalsFor = (asked: SpendCheck): Approvals => ({
  repeat: asked.repeats.length > 0,
  overLimit: asked.breaches.length > 0 || asked.unknownCosts > 0,
  asked,
});

export const saysNothing = (spendCheck: SpendCheck): boolean => {
  const { repeat, overLimit } = approvalsFor(spendCheck);
  return !repeat && !overLimit;
};

/** A refusal that a yes would undo. */
export const isQuestion = ({ code }: AppError): boolean =>
  code === 'duplicate-unapproved' || code === 'spending-limit-exceeded';

/** `job:4f2a`: a run that was still going and has become a result is another thing to be told. */
const nameOf = (earlier: EarlierRun): string => {
  switch (earlier.kind) {
    case 'item':
      return `item:${earlier.itemId}`;
    case 'job':
      return `job:${earlier.jobId}`;
    case 'this-order':
      return `this-order:${earlier.index}`;
  }
};

/** Whether a yes to the question as it was asked is a yes to all that is to be said now, about the same runs. */
export const coversNow = (asked: SpendCheck, now: SpendCheck): boolean =>
  now.unknownCosts <= asked.unknownCosts &&
  now.repeats.every(({ index, earlier }) =>
    asked.repeats.some((known) => known.index === index && nameOf(known.earlier) === nameOf(earlier)),
  ) &&
  now.breaches.every(({ limit, limitMicros, wouldBeMicros }) =>
    asked.breaches.some(
      (known) =>
        known.limit === limit && known.limitMicros <= limitMicros && known.wouldBeMicros >= wouldBeMicros,
    ),
  );

/** Whether the same limits would be exceeded by the same amounts, in millionths of a US dollar. */
export const isSameExcess = (agreed: SpendingExcess, now: SpendingExcess): boolean =>
  agreed.unknownCosts === now.unknownCosts &&
  agreed.breaches.length === now.breaches.length &&
  now.breaches.every(({ limit, limitMicros, wouldBeMicros }) =>
    agreed.breaches.some(
      (known) =>
        known.limit === limit && known.limitMicros === limitMicros && known.wouldBeMicros === wouldBeMicros,
    ),
  );

/** What of a person's yes holds for what is to be said now. */
export const stillAgreed = (approvals: Approvals, now: SpendCheck): Approvals => {
  const { asked, askedExcess } = approvals;
  if (asked !== undefined && !coversNow(asked, now)) return noApprovals;
  const isExcessChanged = askedExcess !== undefined && !isSameExcess(askedExcess, now);
  return isExcessChanged ? { ...approvals, overLimit: false } : approvals;
};

const limitNames = ['runMicros', 'dayMicros', 'monthMicros'] as const;

/** Whether a yes to going past these caps still holds: none of them is lower now, and none was added. */
export const isPastSameLimits = (agreed: SpendingLimits, now: SpendingLimits): boolean =>
  limitNames.every((name) => {
    const [before, limit] = [agreed[name], now[name]];
    return limit === null || (before !== null && before <= limit);
  });

/** Whether the price that a person read has become a higher one, or one that nobody knows. */
export const isDearer = (asked: Estimate, now: Estimate): boolean => {
  if ('unknown' in asked) return false;
  return 'unknown' in now || now.micros > asked.micros;
};
