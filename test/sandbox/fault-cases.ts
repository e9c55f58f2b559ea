/** Faults of a run, and the outcome that a job must have then, at every provider. */
import type { Charged, ErrorCode } from '#contract/errors.ts';
import type { JobStateKind } from '#contract/model/job.ts';
import type { Faults } from './faults.ts';

export type Expected = {
  readonly state: JobStateKind;
  /** One of these; empty: no error. */
  readonly codes: readonly ErrorCode[];
  /** One of these. */
  readonly charged: readonly (Charged | '-')[];
  /** Allowed number of paid submits. */
  readonly submits: number;
};

export type FaultCase = {
  readonly name: string;
  readonly faults: Partial<Faults>;
  /** Instead of a fault: the provider's own port is closed. */
  readonly isDead?: boolean;
  /** Every file is sent through fal's storage here: the fault is in its stand-in, not in the provider's. */
  readonly atStorage?: boolean;
  readonly expected: Expected;
};

const done: Expected = { state: 'done', codes: [], charged: ['-'], submits: 1 };
const unsure: Expected = { state: 'unsure', codes: ['answer-lost'], charged: ['unknown'], submits: 1 };
const refused = (...codes: readonly ErrorCode[]): Expected => ({
  state: 'failed',
  codes,
  charged: ['no'],
  submits: 1,
});
const unsent = (...codes: readonly ErrorCode[]): Expected => ({ ...refused(...codes), submits: 0 });
/** Whether a failed run is charged is the provider's own policy. */
const failedRun = (...codes: readonly ErrorCode[]): Expected => ({
  state: 'failed',
  codes,
  charged: ['no', 'unknown'],
  submits: 1,
});

export const faultCases: readonly FaultCase[] = [
  { name: 'no fault', faults: {}, expected: done },
  // Submit
  { name: 'key refused', faults: { submit: 'unauthorized' }, expected: refused('key-refused') },
  { name: 'no credit', faults: { submit: 'no-credit' }, expected: refused('no-credit') },
  {
    name: 'key without the permission',
    faults: { submit: 'not-permitted' },
    expected: refused('key-not-permitted'),
  },
  {
    name: 'forbidden, without a reason',
    faults: { submit: 'forbidden' },
    expected: refused('provider-refused'),
  },
  { name: 'too many requests, twice', faults: { submitRateLimits: 2 }, expected: { ...done, submits: 3 } },
  { name: 'input refused', faults: { submit: 'refused-list' }, expected: refused('provider-refused') },
  {
    name: 'input refused, plain text',
    faults: { submit: 'refused-text' },
    expected: refused('provider-refused'),
  },
  { name: 'submit: 5xx', faults: { submit: 'server-error' }, expected: unsure },
  { name: 'submit: redirected', faults: { submit: 'redirected' }, expected: unsure },
  { name: 'submit: dropped before reading', faults: { submit: 'dropped-before-reading' }, expected: unsure },
  {
    name: 'submit: dropped after accepting',
    faults: { submit: 'dropped-after-accepting' },
    expected: unsure,
  },
  { name: 'submit: unreadable response', faults: { submit: 'malformed' }, expected: unsure },
  { name: 'port closed', faults: {}, isDead: true, expected: unsent('provider-unreachable') },
  // Run
  {
    name: 'run failed',
    faults: { outcome: 'completed-with-error' },
    // RunPod reports that its upstream service refused the input.
    expected: failedRun('provider-failed', 'provider-refused'),
  },
  {
    name: 'run failed at the platform',
    faults: { outcome: 'completed-with-platform-error' },
    expected: failedRun('provider-failed'),
  },
  {
    name: 'content refused',
    faults: { outcome: 'result-422' },
    expected: failedRun('content-refused', 'provider-failed'),
  },
  {
    name: 'refused in known words',
    faults: { outcome: 'refused-in-words' },
    expected: failedRun('body-not-found'),
  },
  {
    name: 'refused in known words, 500',
    faults: { outcome: 'refused-with-500' },
    expected: failedRun('body-not-found'),
  },
  {
    name: 'failed in other words',
    faults: { outcome: 'failed-in-words' },
    expected: failedRun('provider-failed'),
  },
  {
    name: 'done with an error inside',
    faults: { outcome: 'done-with-error' },
    expected: { ...failedRun('provider-failed'), charged: ['unknown'] },
  },
  { name: 'done, link elsewhere', faults: { outcome: 'done-elsewhere' }, expected: done },
  {
    name: 'done without a link',
    faults: { outcome: 'result-malformed' },
    // Where the provider reports the cost, it is certainly charged.
    expected: { ...failedRun('provider-answer-invalid'), charged: ['unknown', 'yes'] },
  },
  {
    name: 'link into a private network',
    faults: { outcome: 'result-inside' },
    expected: { state: 'failed', codes: ['result-gone'], charged: ['yes'], submits: 1 },
  },
  // Status requests
  { name: 'status: 5xx, three times', faults: { statusErrors: 3 }, expected: done },
  { name: 'status: rate limited', faults: { statusRateLimits: 1 }, expected: done },
  { name: 'status: not JSON', faults: { malformedStatuses: 1 }, expected: done },
  { name: 'status: unknown value', faults: { unknownStatuses: 1 }, expected: done },
  { name: 'status: 403', faults: { forbiddenStatuses: 1 }, expected: done },
  { name: 'status: not known yet', faults: { forgottenStatuses: 1 }, expected: done },
  { name: 'slow responses', faults: { slowMs: 50 }, expected: done },
  // Downloads
  { name: 'link expired', faults: { missingDownloads: 1 }, expected: done },
  { name: 'result missing, six times', faults: { missingDownloads: 6 }, expected: done },
  { name: 'result not ready, eight forms', faults: { unreadyDownloads: 8 }, expected: done },
  { name: 'host without a validator', faults: { downloads: 'no-validator' }, expected: done },
  { name: 'host with a weak ETag', faults: { downloads: 'weak-etag' }, expected: done },
  { name: 'host with new ETags', faults: { downloads: 'new-etag-each-time' }, expected: done },
  { name: 'host of short connections', faults: { downloads: 'short-connections' }, expected: done },
  { name: 'half a download', faults: { halfDownloads: 1 }, expected: done },
  { name: 'download redirected', faults: { redirectedDownloads: 1 }, expected: done },
  // Uploads
  { name: 'upload: 5xx, once', faults: { failingPuts: 1 }, atStorage: true, expected: done },
  { name: 'upload: rate limited', faults: { uploadRateLimits: 2 }, atStorage: true, expected: done },
  { name: 'upload: rate limited late', faults: { putRateLimits: 4 }, atStorage: true, expected: done },
  { name: 'upload: dropped', faults: { droppedPuts: 1 }, atStorage: true, expected: done },
  {
    name: 'upload refused',
    faults: { refusedPuts: 1 },
    atStorage: true,
    expected: unsent('upload-failed'),
  },
];
