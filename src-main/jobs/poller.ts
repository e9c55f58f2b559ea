/** When to ask a provider again. A read may be repeated without end, only ever more slowly while nothing is learned. */

const longestPauseMs = 60_000;
/** However long a provider asks us to stay away, the person who waits wants to know within the quarter hour. */
const longestRetryAfterMs = 15 * 60_000;

export const nextPollInMs = (look: {
  /** The provider's own pace at this age of the job. */
  readonly paceMs: number;
  /** Looks in a row that taught nothing. */
  readonly failures: number;
  readonly retryAfterSec: number | null;
}): number => {
  const { paceMs, failures, retryAfterSec } = look;
  if (failures === 0) return paceMs;
  const backoffMs = Math.min(longestPauseMs, Math.max(paceMs, 1000) * 2 ** Math.min(failures - 1, 10));
  return Math.max(backoffMs, Math.min(longestRetryAfterMs, (retryAfterSec ?? 0) * 1000));
};

/** Over all jobs about five looks a second, each of which costs about 2 ms of processor time: a long queue must not be felt. */
const betweenLooksMs = 200;

/** The provider's own pace, or a slower one where many jobs wait. `waiting`: how many do. */
export const crowdedPaceMs = (paceMs: number, waiting: number): number =>
  Math.max(paceMs, waiting * betweenLooksMs);

/** So long, in milliseconds, is a request sent again that is refused as one too many; the last time at the very end. */
export const longestBusyMs = 24 * 3_600_000;
const longestSendPauseMs = 5 * 60_000;

/** When a request that was refused as one too many is sent again; null: it has been refused for long enough. */
export const nextSendInMs = (busy: {
  /** In a row, with this one. */
  readonly refusals: number;
  /** Since the first of them. */
  readonly busyMs: number;
  readonly retryAfterSec: number | null;
}): number | null => {
  const leftMs = longestBusyMs - busy.busyMs;
  if (leftMs <= 0) return null;
  const backoffMs = Math.min(longestSendPauseMs, 5000 * 2 ** Math.min(busy.refusals - 1, 10));
  return Math.min(leftMs, Math.max(backoffMs, (busy.retryAfterSec ?? 0) * 1000));
};

/** When to try again to write down what must not be lost. */
export const nextSaveInMs = (failures: number): number =>
  Math.min(30_000, 500 * 2 ** Math.min(failures - 1, 10));
