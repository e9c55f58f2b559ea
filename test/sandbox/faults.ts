/**
 * Configured faults of a stand-in server. Counts decrease with each use. Each provider has its own form of a fault;
 * those it does not support (`foreign-links`, `resultTimeouts`, and uploads except at fal) are ignored.
 */
import { z } from 'zod';

const count = z.int().nonnegative();

export const faultsSchema = z.strictObject({
  /** Answers the next submits in this way instead of accepting them. */
  submit: z.enum([
    'none',
    'unauthorized',
    'no-credit',
    'not-permitted',
    'forbidden',
    'rate-limited',
    'refused-list',
    'refused-text',
    'server-error',
    'redirected',
    'dropped-before-reading',
    'dropped-after-accepting',
    'malformed',
    'foreign-links',
  ]),
  /** The next submits answer 429, then as `submit` says. */
  submitRateLimits: count,
  /** The outcome of a job. */
  outcome: z.enum([
    'done',
    'completed-with-error',
    'completed-with-platform-error',
    'result-422',
    'result-model-error',
    'result-malformed',
    'result-inside',
    /** A sentence of Kling's checker in this provider's form; then the same with status 500. */
    'refused-in-words',
    'refused-with-500',
    /** An unknown sentence. */
    'failed-in-words',
    /** Completed, with an error in place of the result; then with the link at an undocumented place. */
    'done-with-error',
    'done-elsewhere',
  ]),
  /** How many status requests return queued, then running. */
  queuePolls: count,
  runPolls: count,
  /** The next results answer 504. */
  resultTimeouts: count,
  /** The next status reads answer 503. */
  statusErrors: count,
  /** The next status reads answer 429 with a Retry-After of 7 seconds. */
  statusRateLimits: count,
  /** The next status reads answer without JSON, then with an unknown status. */
  malformedStatuses: count,
  unknownStatuses: count,
  /** The next status reads answer 403. */
  forbiddenStatuses: count,
  /** The next status reads answer that the job does not exist. */
  forgottenStatuses: count,
  /** The next downloads answer 404. */
  missingDownloads: count,
  /** The next downloads are not ready: refused with 403, 404, 409 or 425, or 200 with no video, in turn. */
  unreadyDownloads: count,
  /** Behaviour of the host of the results; all but the first break every connection off. */
  downloads: z.enum([
    'usual',
    /** At half, unless a range is requested; no ETag, no Last-Modified. */
    'no-validator',
    /** The same with a weak ETag. */
    'weak-etag',
    /** The same with another strong ETag each time. */
    'new-etag-each-time',
    /** After a quarter of the file, with range support, no validator. */
    'short-connections',
  ]),
  /** The next downloads break off half-way. */
  halfDownloads: count,
  /** The next downloads are redirected to another address of the CDN. */
  redirectedDownloads: count,
  /** The next requests for an upload answer 500. */
  uploadErrors: count,
  /** The next requests for an upload, and the next uploads themselves, answer 429. */
  uploadRateLimits: count,
  putRateLimits: count,
  /** The next uploads themselves answer 503, break off, or are refused permanently. */
  failingPuts: count,
  droppedPuts: count,
  refusedPuts: count,
  /** Delay of every response, in milliseconds. */
  slowMs: count,
});
export type Faults = z.infer<typeof faultsSchema>;

export const noFaults: Faults = {
  submit: 'none',
  submitRateLimits: 0,
  outcome: 'done',
  queuePolls: 2,
  runPolls: 2,
  resultTimeouts: 0,
  statusErrors: 0,
  statusRateLimits: 0,
  malformedStatuses: 0,
  unknownStatuses: 0,
  forbiddenStatuses: 0,
  forgottenStatuses: 0,
  missingDownloads: 0,
  unreadyDownloads: 0,
  downloads: 'usual',
  halfDownloads: 0,
  redirectedDownloads: 0,
  uploadErrors: 0,
  uploadRateLimits: 0,
  putRateLimits: 0,
  failingPuts: 0,
  droppedPuts: 0,
  refusedPuts: 0,
  slowMs: 0,
};

/** A sentence of Kling's checker, and an undocumented error. */
export const bodySentence = 'No complete upper body detected in the video';
export const unknownSentence = 'The dancer left the stage.';
export const outOfMemory = 'CUDA out of memory';

/** How the next submit is answered. */
export const nextSubmit = (faults: Faults): Faults['submit'] =>
  takeOne(faults, 'submitRateLimits') ? 'rate-limited' : faults.submit;

/** True for the first uses up to the count, which decreases each time. */
export const takeOne = (
  faults: Faults,
  name: { [K in keyof Faults]: Faults[K] extends number ? K : never }[keyof Faults],
): boolean => {
  if (faults[name] <= 0) return false;
  faults[name] -= 1;
  return true;
};
