/** fal: what its documents say. https://docs.fal.ai (queue API, errors), https://fal.ai/models/fal-ai/kling-video */
import { z } from 'zod';
import type { Charged, ErrorCode } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Answer } from '../net/http.ts';
import { scrub } from '../net/scrub.ts';
import { amountOf } from './amount.ts';
import { klingImage, klingOutput, klingPrompt, klingVideo } from './kling-limits.ts';
import type { Judgement, Protocol, StatusReading } from './protocol.ts';

/** The model's own page, https://fal.ai/models/fal-ai/kling-video/v2.6/pro/motion-control */
const page = { source: "fal's model page", asOf: '2026-11-21' } as const;
/** Not on the page: read from the endpoint's schema by two independent clients. */
const schema = { source: "fal's endpoint schema, as read by other clients", asOf: '2026-11-21' } as const;

const model = (given: {
  readonly id: string;
  readonly name: string;
  readonly endpoint: string;
  readonly microsPerSec: number;
}): ModelSpec => ({
  id: modelIdSchema.parse(given.id),
  provider: 'fal',
  name: given.name,
  image: {
    ...klingImage,
    maxBytes: { value: 10_000_000, ...schema },
    minSidePx: { value: 341, ...schema },
    maxSidePx: { value: 3850, ...schema },
  },
  video: {
    ...klingVideo,
    containers: { value: ['mp4', 'mov'], ...schema },
    maxBytes: { value: 100_000_000, ...schema },
    maxSec: { image: { value: 10, ...page }, video: { value: 30, ...page } },
  },
  ways: {
    image: [
      { kind: 'link' },
      // fal's words: "some models" take them, and only small ones are advised; a merged client sends just this.
      {
        kind: 'inline',
        form: 'data-uri',
        maxBytes: 4_000_000,
        source: 'other clients of fal',
        asOf: '2026-11-21',
      },
    ],
    video: [{ kind: 'link' }],
  },
  promptMaxChars: klingPrompt,
  negativePromptMaxChars: null,
  options: { prompt: true, negativePrompt: false, sound: true },
  output: klingOutput,
  resultLink: { keptSec: 7 * 24 * 3600, source: "fal's FAQ: at least 7 days", asOf: '2026-11-21' },
  price: {
    kind: 'per-second',
    microsPerSec: given.microsPerSec,
    rounding: 'none',
    source: "third parties citing fal's model page",
    asOf: '2026-11-21',
  },
  livePrice: 'with-key',
  remoteName: given.endpoint,
  isRemoteNameEditable: false,
  dashboardUrl: 'https://fal.ai/dashboard/requests',
});

const models: readonly ModelSpec[] = [
  model({
    id: 'fal/kling-v2.6-pro',
    name: 'Kling v2.6 pro (fal)',
    endpoint: 'fal-ai/kling-video/v2.6/pro/motion-control',
    microsPerSec: 112_000,
  }),
  model({
    id: 'fal/kling-v2.6-std',
    name: 'Kling v2.6 standard (fal)',
    endpoint: 'fal-ai/kling-video/v2.6/standard/motion-control',
    microsPerSec: 70_000,
  }),
  model({
    id: 'fal/kling-v3-pro',
    name: 'Kling v3.0 pro (fal)',
    endpoint: 'fal-ai/kling-video/v3/pro/motion-control',
    microsPerSec: 168_000,
  }),
  model({
    id: 'fal/kling-v3-std',
    name: 'Kling v3.0 standard (fal)',
    endpoint: 'fal-ai/kling-video/v3/standard/motion-control',
    microsPerSec: 126_000,
  }),
];

const submittedSchema = z.object({
  request_id: z.string().min(1),
  status_url: z.url(),
  response_url: z.url(),
  cancel_url: z.url(),
});

/** Kept with the job; the addresses are fal's own words and never built by us. */
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

const resultSchema = z.object({ video: z.object({ url: z.url() }) });
const cancelSchema = z.object({ status: z.string() });

/** `detail` is a sentence, or a list of what was wrong where. */
const refusalSchema = z.object({
  detail: z.union([
    z.string(),
    z.array(
      z.object({
        loc: z.array(z.union([z.string(), z.number()])).optional(),
        msg: z.string(),
        type: z.string().optional(),
      }),
    ),
  ]),
  error_type: z.string().optional(),
});

const refusalOf = (json: unknown) => {
  const parsed = refusalSchema.safeParse(json);
  return parsed.success ? parsed.data : null;
};

/** The types that fal gives the entries of a model's own failure. */
const modelErrorTypes = (json: unknown): readonly string[] => {
  const detail = refusalOf(json)?.detail;
  return Array.isArray(detail) ? detail.flatMap(({ type }) => (type === undefined ? [] : [type])) : [];
};

/** fal's own words for a refusal, in one line. */
const wordsOf = ({ json, text }: Answer): string => {
  const refusal = refusalOf(json);
  if (refusal === null) return text;
  const { detail, error_type } = refusal;
  const words =
    typeof detail === 'string'
      ? detail
      : detail
          .map(({ loc, msg, type }) =>
            [loc?.join('.'), msg, type ? `(${type})` : ''].filter(Boolean).join(' '),
          )
          .join('; ');
  return error_type ? `${words} (${error_type})` : words;
};

/** https://docs.fal.ai/model-apis/errors: judged by type, never by a sentence. */
const codesByType: Readonly<Record<string, ErrorCode>> = {
  content_policy_violation: 'content-refused',
  file_download_error: 'input-unreadable-there',
  image_load_error: 'input-unreadable-there',
};
const codeOfTypes = (types: readonly string[], otherwise: ErrorCode): ErrorCode =>
  types.map((type) => codesByType[type]).find((code) => code !== undefined) ?? otherwise;

const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'key-refused',
  // A locked account; fal has no code of its own for it.
  402: 'no-credit',
  403: 'no-credit',
  429: 'provider-rate-limited',
};

/** Why a request was not taken: nothing has run, so nothing was charged. */
const judge = (answer: Answer): Judgement => ({
  code: codesByStatus[answer.status] ?? codeOfTypes(modelErrorTypes(answer.json), 'provider-refused'),
  charged: 'no',
  words: wordsOf(answer),
});

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

const failedRun = (types: readonly string[], charged: Charged, words: string): StatusReading<FalTicket> => ({
  kind: 'failed',
  why: { code: codeOfTypes(types, 'provider-failed'), charged, words },
});

/** A job can call itself completed and have failed all the same. */
const readCompleted = (
  { error, error_type }: z.infer<typeof statusSchema>,
  ticket: FalTicket,
): StatusReading<FalTicket> => {
  if (error_type === 'client_cancelled') return { kind: 'cancelled', charged: 'no' };
  if (!error && !error_type) return { kind: 'ended', ticket };
  const words =
    `${typeof error === 'string' ? error : JSON.stringify(error ?? '')} ${error_type ?? ''}`.trim();
  const type = error_type ?? '';
  return failedRun([type], platformFailures.has(type) ? 'no' : 'unknown', words);
};

/** In seconds: no clip is longer. */
const mostBilledSec = 86_400;

/** `x-fal-billable-units`: seconds of output, measured on the result. */
const billedOf = ({ headers }: Answer) => {
  const sec = Number(headers.get('x-fal-billable-units') || Number.NaN);
  return sec >= 0 && sec <= mostBilledSec ? { kind: 'seconds' as const, sec } : null;
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
  models,
  endpoints: {
    queue: { standard: 'https://queue.fal.run', variable: 'UNDERSTUDY_FAL_QUEUE_URL' },
    rest: { standard: 'https://rest.fal.ai', variable: 'UNDERSTUDY_FAL_REST_URL' },
    api: { standard: 'https://api.fal.ai', variable: 'UNDERSTUDY_FAL_API_URL' },
  },
  authorization: (key) => `Key ${key}`,
  // Fast at first for the short queue, then as slow as a run of minutes deserves.
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
      keep_original_sound: run.keepSound,
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
  judge,

  askStatus: ({ statusUrl }) => ({ url: new URL(statusUrl), method: 'GET' }),
  readStatus: ({ json }, ticket) => {
    const parsed = statusSchema.safeParse(json);
    if (!parsed.success) return null;
    const { status, queue_position } = parsed.data;
    if (status === 'COMPLETED') return readCompleted(parsed.data, ticket);
    const isQueued = status === 'IN_QUEUE';
    const queuePosition = isQueued ? (queue_position ?? null) : null;
    const pending = { kind: 'pending', isQueued, queuePosition, fraction: null, etaSec: null } as const;
    // fal knows three words; a fourth is a job that goes on.
    return isQueued || status === 'IN_PROGRESS' ? pending : { ...pending, unknownWord: status };
  },
  result: {
    ask: ({ responseUrl }) => ({ url: new URL(responseUrl), method: 'GET' }),
    // 504 and its like come from the way there and pass. A failure of the model itself is a list with types, and stays.
    isFinal: ({ json }) => modelErrorTypes(json).length > 0,
    read: (answer) => {
      if (answer.status >= 400) {
        const types = modelErrorTypes(answer.json);
        // "Request is still in progress", for example: only a list with types is how a run of theirs has failed.
        if (types.length === 0)
          return {
            kind: 'failed',
            why: { code: 'provider-garbled', charged: 'unknown', words: wordsOf(answer) },
          };
        // By fal's FAQ a failure of the server (5xx) is not charged, and an input that was refused while running may be.
        return failedRun(types, answer.status >= 500 ? 'no' : 'unknown', wordsOf(answer));
      }
      const parsed = resultSchema.safeParse(answer.json);
      if (!parsed.success) return null;
      return { kind: 'done', url: parsed.data.video.url, expiresAt: null, billed: billedOf(answer) };
    },
  },
  cancel: {
    ask: ({ cancelUrl }) => ({ url: new URL(cancelUrl), method: 'PUT' }),
    read: ({ status, json }) => {
      const reply = cancelSchema.safeParse(json);
      if (reply.success && reply.data.status === 'ALREADY_COMPLETED') return 'too-late';
      return status < 300 ? 'asked' : null;
    },
  },
  ticketFor: ({ remoteName }, providerJobId, at) => {
    // fal's own form: the path of a request drops what follows the second part of the endpoint.
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
    // Costs nothing: an upload token, which is thrown away.
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
      // Said, and not passed over: the price of a second that was known before holds no longer.
      if (!/^seconds?$/i.test(found.unit)) {
        const unit = scrub(found.unit, []).slice(0, maxUnitChars);
        return { kind: 'unknown', reason: `fal tells a price for each "${unit}", not for each second.` };
      }
      const microsPerSec = amountOf(found.unit_price * 1_000_000) ?? 0;
      if (microsPerSec === 0) return null;
      return { kind: 'per-second', microsPerSec, rounding: 'none', source: "fal's price service", asOf };
    },
  },
};
