/**
 * Whether new runs keep within the user's spending limits, and what the user's agreement covers: the question that was
 * shown, and nothing that came up after it. Amounts in millionths of a US dollar.
 */
import type { AppError } from '../errors.ts';
import type { Estimate } from '../model/price.ts';
import { type Approvals, type EarlierRun, noApprovals, type SpendCheck } from '../model/spend-check.ts';
import type { Breach, Spending, SpendingExcess, SpendingLimits } from '../model/spending.ts';
import { usd, usdInFull } from './cost.ts';

/** Free runs are never checked and never counted. */
export const isFreeOfCharge = (estimate: Estimate): boolean => 'micros' in estimate && estimate.micros === 0;

const breachOf = (limit: Breach['limit'], limitMicros: number | null, wouldBeMicros: number): Breach[] =>
  limitMicros !== null && wouldBeMicros > limitMicros ? [{ limit, limitMicros, wouldBeMicros }] : [];

/** `newRuns`: the cost of each. Jobs that were agreed to and wait to be sent count as if spent today. */
export const checkSpendingLimits = (request: {
  readonly spendingLimits: SpendingLimits;
  readonly spending: Spending;
  readonly newRuns: readonly Estimate[];
}): Pick<SpendCheck, 'breaches' | 'unknownCosts'> => {
  const { spendingLimits, spending } = request;
  const paid = request.newRuns.filter((estimate) => !isFreeOfCharge(estimate));
  if (paid.length === 0) return { breaches: [], unknownCosts: 0 };
  const known = paid.flatMap((estimate) => ('micros' in estimate ? [estimate.micros] : []));
  const newMicros = known.reduce((sum, micros) => sum + micros, spending.waitingMicros);
  const isLimited = Object.values(spendingLimits).some((limit) => limit !== null);
  return {
    breaches: [
      ...breachOf('run', spendingLimits.runMicros, Math.max(0, ...known)),
      ...breachOf('day', spendingLimits.dayMicros, spending.day.countedMicros + newMicros),
      ...breachOf('month', spendingLimits.monthMicros, spending.month.countedMicros + newMicros),
    ],
    unknownCosts: isLimited ? paid.length - known.length : 0,
  };
};

/**
 * The resulting amount, with as many digits as needed to be more than the limit: `$5.0004`, not `$5.000` of `$5.00`.
 */
export const wouldBeInWords = ({ limitMicros, wouldBeMicros }: Omit<Breach, 'limit'>): string => {
  const isHidden = Math.round(wouldBeMicros / 1000) * 1000 <= limitMicros;
  return isHidden ? usdInFull(wouldBeMicros) : usd(wouldBeMicros);
};

/** The approvals that agreeing to this question gives. */
export const approvalsFor = (question: SpendCheck): Approvals => ({
  repeat: question.repeats.length > 0,
  overLimit: question.breaches.length > 0 || question.unknownCosts > 0,
  question,
});

export const saysNothing = (spendCheck: SpendCheck): boolean => {
  const { repeat, overLimit } = approvalsFor(spendCheck);
  return !repeat && !overLimit;
};

/** A refusal that an agreement would lift. */
export const isQuestion = ({ code }: AppError): boolean =>
  code === 'duplicate-unapproved' || code === 'spending-limit-exceeded';

/** `job:4f2a`: an earlier run that was still running and has since become a result is a new question. */
const nameOf = (earlier: EarlierRun): string => {
  switch (earlier.kind) {
    case 'item':
      return `item:${earlier.itemId}`;
    case 'job':
      return `job:${earlier.jobId}`;
    case 'same-request':
      return `same-request:${earlier.index}`;
  }
};

/**
 * Whether agreement to the earlier question covers everything that the spend check reports now, for the same runs.
 */
export const coversNow = (question: SpendCheck, now: SpendCheck): boolean =>
  now.unknownCosts <= question.unknownCosts &&
  now.repeats.every(({ index, earlier }) =>
    question.repeats.some((known) => known.index === index && nameOf(known.earlier) === nameOf(earlier)),
  ) &&
  now.breaches.every(({ limit, limitMicros, wouldBeMicros }) =>
    question.breaches.some(
      (known) =>
        known.limit === limit && known.limitMicros <= limitMicros && known.wouldBeMicros >= wouldBeMicros,
    ),
  );

/** Whether both questions are about the same amounts. */
export const isSameExcess = (agreed: SpendingExcess, now: SpendingExcess): boolean =>
  agreed.unknownCosts === now.unknownCosts &&
  agreed.breaches.length === now.breaches.length &&
  now.breaches.every(({ limit, limitMicros, wouldBeMicros }) =>
    agreed.breaches.some(
      (known) =>
        known.limit === limit && known.limitMicros === limitMicros && known.wouldBeMicros === wouldBeMicros,
    ),
  );

/** The part of the user's agreement that covers what the spend check reports now. */
export const stillAgreed = (approvals: Approvals, now: SpendCheck): Approvals => {
  const { question, agreedExcess } = approvals;
  if (question !== undefined && !coversNow(question, now)) return noApprovals;
  const isExcessChanged = agreedExcess !== undefined && !isSameExcess(agreedExcess, now);
  return isExcessChanged ? { ...approvals, overLimit: false } : approvals;
};

const limitNames = ['runMicros', 'dayMicros', 'monthMicros'] as const;

/** Whether agreement to exceed these limits still holds: none of them is lower now, and none was added. */
export const isPastSameLimits = (agreed: SpendingLimits, now: SpendingLimits): boolean =>
  limitNames.every((name) => {
    const [before, limit] = [agreed[name], now[name]];
    return limit === null || (before !== null && before <= limit);
  });

/** Whether the price has become higher than the one the user saw, or unknown. */
export const isDearer = (shown: Estimate, now: Estimate): boolean => {
  if ('unknown' in shown) return false;
  return 'unknown' in now || now.micros > shown.micros;
};
