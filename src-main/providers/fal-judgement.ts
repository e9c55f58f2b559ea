/** What fal's failures mean and whether they cost: judged by status and type, never by its sentences. */
import { type AppError, type Charged, fail } from '#contract/errors.ts';
import { hasModelError } from './fal-replies.ts';

const id = 'fal';

/** An answer with fal's own words, scrubbed. */
export type Verdict = { readonly status: number; readonly json: unknown; readonly words: string };

/** No answer of the queue itself: somebody on the way gave up, so whether a job was made nobody can say. */
export const isSubmitUnsure = (status: number): boolean =>
  status >= 500 || (status >= 300 && status < 400) || status === 408 || status === 499;

/** Why a request was not taken: nothing has run, so nothing was charged. */
export const refusal = ({ status, words }: Verdict): AppError => {
  const more = { subject: id, detail: words };
  switch (status) {
    case 401:
      return fail('key-refused', more).error;
    // A locked account; fal has no code of its own for it, https://docs.fal.ai/errors
    case 402:
    case 403:
      return fail('no-credit', more).error;
    case 429:
      return fail('provider-rate-limited', more).error;
    default:
      return fail('provider-refused', more).error;
  }
};

/**
 * Whether a finished job can still answer otherwise: 504 and its like come from the way there and pass. A failure of
 * the model itself is a list with a type for each entry, whatever its status, and stays.
 */
export const isPassing = ({ status, json }: Verdict): boolean =>
  status === 408 || status === 429 || (status >= 500 && !hasModelError(json));

/** By fal's FAQ a failure of the server (5xx) is not charged, and an input that was refused while running may be. */
const chargedBy = (status: number): Charged => (status >= 500 ? 'no' : 'unknown');

/** Why a run has no result. */
export const failedRun = ({ status, words }: Verdict): AppError =>
  fail('provider-failed', { subject: id, detail: words, charged: chargedBy(status) }).error;

/** The platform's own failures and their statuses, https://docs.fal.ai/errors: 5xx, so nothing is charged. */
const platformFailures = new Set([
  'request_timeout',
  'startup_timeout',
  'runner_scheduling_failure',
  'runner_connection_timeout',
  'runner_disconnected',
  'runner_connection_refused',
  'runner_connection_error',
  'runner_incomplete_response',
  'runner_server_error',
  'internal_error',
  'generation_timeout',
  'internal_server_error',
  'downstream_service_unavailable',
]);

/** Why a job that calls itself completed has failed all the same. */
export const failedCompletion = (type: string | undefined, words: string): AppError =>
  fail('provider-failed', {
    subject: id,
    detail: words,
    charged: type !== undefined && platformFailures.has(type) ? 'no' : 'unknown',
  }).error;
