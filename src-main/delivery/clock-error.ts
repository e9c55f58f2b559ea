/** Whether a bucket refused a signed request because this computer's clock is wrong, and by how much. Pure. */

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html. A request signed a moment ago can be expired,
 * or not yet valid, only if the two clocks differ.
 */
const clockCodes = [
  'RequestTimeTooSkewed',
  'RequestExpired',
  'RequestInTheFuture',
  'ExpiredPresignedUrlRequest',
];
const clockWords =
  /request has expired|request is not yet valid|signature (has )?expired|signature not yet current|too (large|skewed)[^<]{0,40}time/i;

/** A smaller clock error is not the cause of the refusal, in seconds: S3 allows 15 minutes, others a few. */
const minErrorSec = 60;

const partOf = (text: string, tag: string): string | null =>
  new RegExp(`<${tag}>([^<]{1,200})</${tag}>`).exec(text)?.[1] ?? null;

/** `20261130T100000Z`, an ISO time or an HTTP date; null: another format. */
const timeMs = (stamp: string | null): number | null => {
  if (stamp === null) return null;
  const iso = stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z');
  const ms = Date.parse(iso);
  return Number.isNaN(ms) ? null : ms;
};

/**
 * `aheadSec`: of this computer's clock, negative where it is behind; null: unknown. Returns null when the clock is
 * not the cause.
 */
export const clockError = (answer: {
  readonly text: string;
  readonly date: string | null;
  readonly now: Date;
}): { readonly aheadSec: number | null } | null => {
  const { text } = answer;
  const code = partOf(text, 'Code') ?? '';
  const isByCode = clockCodes.includes(code);
  if (!isByCode && !clockWords.test(partOf(text, 'Message') ?? '')) return null;
  const serverMs = timeMs(partOf(text, 'ServerTime')) ?? timeMs(answer.date);
  const requestMs = timeMs(partOf(text, 'RequestTime')) ?? answer.now.getTime();
  const aheadSec = serverMs === null ? null : Math.round((requestMs - serverMs) / 1000);
  const isOff = aheadSec !== null && Math.abs(aheadSec) >= minErrorSec;
  if (isOff) return { aheadSec };
  // The words alone also occur for an expired link.
  return code === 'RequestTimeTooSkewed' || aheadSec === null ? { aheadSec: null } : null;
};
