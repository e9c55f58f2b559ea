/** fal as documented: https://docs.fal.ai (queue API, errors), https://fal.ai/models/fal-ai/kling-video */
import { z } from 'zod';
import type { Charged } from '#contract/errors.ts';
import type { Answer } from '../net/http.ts';
import { redact } from '../net/redact.ts';
import { type RefusalWords, readRefusal } from '../net/refusal-words.ts';
import { amountOf } from './amount.ts';
import { falModels } from './fal-models.ts';
import type { Protocol, StatusReading } from './protocol.ts';
import { type CodesByName, judgeRefusal, meaningOf, refusalWordsOf, withoutResult } from './refusal.ts';
import { resultLink } from './result-link.ts';

const submittedSchema = z.object({
  request_id: z.string().min(1),
  status_url: z.url(),
  response_url: z.url(),
  cancel_url: z.url(),
});

/** Kept with the job; the addresses come from fal's response and are never built here. */
const ticketSchema = z.object({
  endpoint: z.string(),
  requestId: z.string(),
  statusUrl: z.url(),
  responseUrl: z.url(),
  cancelUrl: z.url(),
});
type FalTicket = z.infer<typeof ticketSchema>;

const statusSchema = z.object({
  status: z.string(),
  queue_position: z.int().nonnegative().nullish().catch(null),
  error: z.unknown().optional(),
  error_type: z.string().optional().catch(undefined),
});

const cancelSchema = z.object({ status: z.string() });

/** Entries of a failure of the model itself have a `type`. */
const typedSchema = z.object({ detail: z.array(z.object({ type: z.string().optional() })) });
const isModelError = (json: unknown): boolean =>
  typedSchema.safeParse(json).data?.detail.some(({ type }) => type !== undefined) ?? false;

/** https://docs.fal.ai/model-apis/errors: classified by type; by a sentence only where there is no type. */
const codesByType: CodesByName = new Map([
  ['content_policy_violation', 'content-refused'],
  ['file_download_error', 'input-unreadable-there'],
  ['image_load_error', 'input-unreadable-there'],
  ['concurrent_requests_limit', 'provider-rate-limited'],
]);

/** Failures of the platform with their statuses, https://docs.fal.ai/errors: 5xx, so nothing is charged. */
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

/** According to fal's FAQ a server failure (5xx) is not charged, and an input refused while running may be. */
const failedRun = (refusal: RefusalWords, charged: Charged, words: string): StatusReading<FalTicket> => ({
  kind: 'failed',
  why: { ...meaningOf(refusal, codesByType, 'provider-failed'), charged, words },
});

/** A job with status completed can have failed. */
const readCompleted = (
  { error, error_type }: z.infer<typeof statusSchema>,
  ticket: FalTicket,
): StatusReading<FalTicket> => {
  if (error_type === 'client_cancelled') return { kind: 'cancelled', charged: 'no' };
  if (!error && !error_type) return { kind: 'ended', ticket };
  const refusal = readRefusal({ error, error_type });
  const charged = platformFailures.has(error_type ?? '') ? 'no' : 'unknown';
  return failedRun(refusal, charged, refusal.words ?? JSON.stringify(error));
};

const pending = {
  kind: 'pending',
  isQueued: false,
  queuePosition: null,
  fraction: null,
  etaSec: null,
} as const;

/** "Request is still in progress", with 400. */
const isUnfinished = (words: string): boolean =>
  /still in (progress|queue)|not (yet )?(completed|finished)/i.test(words);
/**
 * An HTML page of an intermediary, not fal's own response: only the status with which fal refuses inputs is trusted.
 */
const isForeign = ({ status, text }: Answer): boolean => status !== 422 && text.trimStart().startsWith('<');

const readNoResult = (answer: Answer): StatusReading<FalTicket> => {
  const refusal = refusalWordsOf(answer);
  if (refusal.words === null || isForeign(answer)) {
    const words = refusal.words ?? answer.text;
    return { kind: 'failed', why: { code: 'provider-answer-invalid', charged: 'unknown', words } };
  }
  if (answer.status === 400 && !isModelError(answer.json) && isUnfinished(refusal.words)) return pending;
  return failedRun(refusal, answer.status >= 500 ? 'no' : 'unknown', refusal.words);
};

/** In seconds: no video is longer. */
const maxBilledSec = 86_400;

/** `x-fal-billable-units`: seconds of output, measured from the result. */
const billedOf = ({ headers }: Answer) => {
  const sec = Number(headers.get('x-fal-billable-units') || Number.NaN);
  return sec >= 0 && sec <= maxBilledSec ? { kind: 'seconds' as const, sec } : null;
};

const maxUnitChars = 40;
const pricesSchema = z.object({
  prices: z.array(
    z.object({
      endpoint_id: z.string(),
      unit_price: z.number().positive(),
      unit: z.string(),
      currency: z.literal('USD').optional(),
    }),
  ),
});

export const fal: Protocol<'queue' | 'rest' | 'api', FalTicket> = {
  id: 'fal',
  models: falModels,
  endpoints: {
    queue: { standard: 'https://queue.fal.run', variable: 'UNDERSTUDY_FAL_QUEUE_URL' },
    rest: { standard: 'https://rest.fal.ai', variable: 'UNDERSTUDY_FAL_REST_URL' },
    api: { standard: 'https://api.fal.ai', variable: 'UNDERSTUDY_FAL_API_URL' },
  },
  authorization: (key) => `Key ${key}`,
  // Short intervals at first for the short queue, then longer ones for a run of minutes.
  pollAfterMs: (sinceStartMs) => (sinceStartMs < 10_000 ? 1000 : sinceStartMs < 60_000 ? 2000 : 5000),
  // Requests are kept for 30 days.
  resultKeptSec: null,
  ticket: ticketSchema,

  submit: (run, at) => ({
    url: new URL(`/${run.remoteName}`, at.queue),
    method: 'POST',
    body: {
      image_url: run.image,
      video_url: run.video,
      character_orientation: run.orientation,
      keep_original_sound: run.keepAudio,
      ...(run.prompt === '' ? {} : { prompt: run.prompt }),
    },
  }),
  readSubmitted: ({ json }, run) => {
    const parsed = submittedSchema.safeParse(json);
    if (!parsed.success) return null;
    const { request_id, status_url, response_url, cancel_url } = parsed.data;
    return {
      endpoint: run.remoteName,
      requestId: request_id,
      statusUrl: status_url,
      responseUrl: response_url,
      cancelUrl: cancel_url,
    };
  },
  judge: (answer) => judgeRefusal(answer, codesByType),

  askStatus: ({ statusUrl }) => ({ url: new URL(statusUrl), method: 'GET' }),
  readStatus: ({ json }, ticket) => {
    const parsed = statusSchema.safeParse(json);
    if (!parsed.success) return null;
    const { status, queue_position } = parsed.data;
    if (status === 'COMPLETED') return readCompleted(parsed.data, ticket);
    const isQueued = status === 'IN_QUEUE';
    const going = { ...pending, isQueued, queuePosition: isQueued ? (queue_position ?? null) : null };
    // fal documents three statuses; any other counts as running.
    return isQueued || status === 'IN_PROGRESS' ? going : { ...going, unknownWord: status };
  },
  result: {
    ask: ({ responseUrl }) => ({ url: new URL(responseUrl), method: 'GET' }),
    // 504 and similar statuses come from intermediaries and are temporary. A failure of the model itself is a list
    // with types, and is final.
    isFinal: ({ json }) => isModelError(json),
    read: (answer) => {
      if (answer.status >= 400) return readNoResult(answer);
      const url = resultLink(answer.json);
      if (url !== null) return { kind: 'done', url, expiresAt: null, billed: billedOf(answer) };
      return withoutResult(refusalWordsOf(answer), answer, { byName: codesByType, charged: 'unknown' });
    },
  },
  cancel: {
    ask: ({ cancelUrl }) => ({ url: new URL(cancelUrl), method: 'PUT' }),
    read: ({ status, json }) => {
      const reply = cancelSchema.safeParse(json);
      if (reply.success && reply.data.status === 'ALREADY_COMPLETED') return 'too-late';
      return status < 300 ? 'requested' : null;
    },
  },
  ticketFor: ({ remoteName }, providerJobId, at) => {
    // fal's own form: the path of a request contains only the first two parts of the endpoint.
    const [owner, name] = remoteName.split('/');
    const base = `${at.queue.origin}/${owner}/${name}/requests/${encodeURIComponent(providerJobId)}`;
    return {
      endpoint: remoteName,
      requestId: providerJobId,
      statusUrl: `${base}/status`,
      responseUrl: base,
      cancelUrl: `${base}/cancel`,
    };
  },
  keyTest: {
    // Free of charge: requests an upload token, which is discarded.
    ask: (at) => ({
      url: new URL('/storage/auth/token?storage_type=fal-cdn-v3', at.rest),
      method: 'POST',
      body: {},
    }),
    readBalance: () => null,
  },
  price: {
    needsKey: true,
    ask: ({ remoteName }, at) => ({
      url: new URL(`/v1/models/pricing?endpoint_id=${encodeURIComponent(remoteName)}`, at.api),
      method: 'GET',
    }),
    read: ({ json }, { remoteName }, asOf) => {
      const parsed = pricesSchema.safeParse(json);
      const found = parsed.success
        ? parsed.data.prices.find(({ endpoint_id }) => endpoint_id === remoteName)
        : undefined;
      if (found === undefined) return null;
      // Reported instead of ignored: the known price of a second no longer applies.
      if (!/^seconds?$/i.test(found.unit)) {
        const unit = redact(found.unit, []).slice(0, maxUnitChars);
        return { kind: 'unknown', reason: `fal states a price for each "${unit}", not for each second.` };
      }
      const microsPerSec = amountOf(found.unit_price * 1_000_000) ?? 0;
      if (microsPerSec === 0) return null;
      return { kind: 'per-second', microsPerSec, rounding: 'none', source: "fal's price service", asOf };
    },
  },
};
