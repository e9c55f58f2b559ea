/** Retries of free requests: exponential backoff with jitter, never earlier than Retry-After requests. */
import type { Clock } from '../ports.ts';

export type Backoff = {
  readonly firstMs: number;
  readonly maxMs?: number;
  /** A longer Retry-After is cut to this. */
  readonly maxRetryAfterMs?: number;
};

const defaultMaxRetryAfterMs = 15 * 60_000;
/** Jitter: longer by up to this share, so that many clients do not retry in step. */
const maxJitter = 0.25;
/** 2 to this power is longer than any pause. */
const maxDoublings = 20;

/** `failures`: in a row, 1 or more. `random`: 0 to 1. */
export const retryPauseMs = (
  { firstMs, maxMs = Number.POSITIVE_INFINITY, maxRetryAfterMs = defaultMaxRetryAfterMs }: Backoff,
  failed: { readonly failures: number; readonly retryAfterSec?: number | null },
  random: () => number = Math.random,
): number => {
  const doubled = firstMs * 2 ** Math.min(Math.max(0, failed.failures - 1), maxDoublings);
  const backoffMs = Math.min(maxMs, doubled) * (1 + random() * maxJitter);
  return Math.max(backoffMs, Math.min(maxRetryAfterMs, (failed.retryAfterSec ?? 0) * 1000));
};

/** Without jitter: for the steps of one job, whose pauses do not coincide with those of other clients. */
export const steadyPauseMs = (
  backoff: Backoff,
  failed: { readonly failures: number; readonly retryAfterSec?: number | null },
): number => retryPauseMs(backoff, failed, () => 0);

export type RetryDeps = {
  readonly clock: Clock;
  /** Default: `Math.random`. */
  readonly random?: () => number;
};

/**
 * Makes at least one attempt and resolves to the last one's result, also once the signal is aborted. `temporary`: null
 * for a result that no further attempt can change.
 */
export const retry = async <T>(
  { clock, random }: RetryDeps,
  request: {
    /** `count`: 1 for the first attempt. */
    readonly attempt: (count: number) => Promise<T>;
    readonly temporary: (result: T) => { readonly retryAfterSec: number | null } | null;
    readonly backoff: Backoff;
    readonly maxAttempts?: number;
    /** Of all pauses together. */
    readonly maxPausesMs?: number;
    readonly signal: AbortSignal;
  },
): Promise<T> => {
  const { backoff, signal } = request;
  const { maxAttempts = Number.POSITIVE_INFINITY, maxPausesMs = Number.POSITIVE_INFINITY } = request;
  let pausedMs = 0;
  for (let count = 1; ; count += 1) {
    const result = await request.attempt(count);
    const temporary = request.temporary(result);
    if (temporary === null || count >= maxAttempts || signal.aborted) return result;
    const pauseMs = retryPauseMs(backoff, { failures: count, ...temporary }, random);
    pausedMs += pauseMs;
    if (pausedMs > maxPausesMs) return result;
    await clock.sleep(pauseMs, signal);
    if (signal.aborted) return result;
  }
};
