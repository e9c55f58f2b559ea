/**
 * RunPod: what its documents say of its public endpoint for motion control.
 * https://docs.runpod.io/public-endpoints/models/kling-v2-6-motion-control (request, result, price),
 * https://docs.runpod.io/serverless/endpoints/operation-reference (run, status, cancel, health)
 */
import { z } from 'zod';
import type { Charged, ErrorCode } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Answer } from '../net/http.ts';
import { billedAmount } from './amount.ts';
import { klingImage, klingOutput, klingPrompt, klingVideo } from './kling-limits.ts';
import type { Judgement, Protocol, StatusReading } from './protocol.ts';

const asOf = '2026-11-21';
const remoteName = 'kling-v2-6-std-motion-control';

const models: readonly ModelSpec[] = [
  {
    id: modelIdSchema.parse('runpod/kling-v2.6-std'),
    provider: 'runpod',
    name: 'Kling v2.6 standard (RunPod)',
    // RunPod publishes no limits of its own: Kling's hold, which it passes the files on to.
    image: klingImage,
    video: klingVideo,
    ways: {
      image: [
        { kind: 'link' },
        // The page speaks of links only; RunPod's own client for video models writes a local picture out like this.
        {
          kind: 'inline',
          form: 'data-uri',
          maxBytes: 6_000_000,
          source: "RunPod's AI SDK provider, within the 10 MB that a whole request may have",
          asOf,
        },
      ],
      // No client and no page sends a clip inside the request.
      video: [{ kind: 'link' }],
    },
    promptMaxChars: klingPrompt,
    negativePromptMaxChars: klingPrompt,
    options: { prompt: true, negativePrompt: true, sound: true },
    output: klingOutput,
    resultLink: { keptSec: 7 * 24 * 3600, source: "RunPod's model page", asOf },
    // The list of models says "$0.21/3s, $0.63/10s" instead: beyond 9 s the two pages leave the price open.
    price: {
      kind: 'per-step',
      stepSec: 3,
      microsPerStep: 210_000,
      publishedToSec: 9,
      source: "RunPod's model page: $0.21 for 1-3 s, $0.42 for 4-6 s, $0.63 for 7-9 s",
      asOf,
    },
    livePrice: 'none',
    remoteName,
    isRemoteNameEditable: false,
    // "You can view your current balance and recent transactions on the Billing page at any time."
    // https://docs.runpod.io/accounts-billing/billing; no page is documented that lists single requests.
    dashboardUrl: 'https://www.console.runpod.io/user/billing',
  },
];

const submittedSchema = z.object({ id: z.string().min(1) });

/** Kept with the job. */
const ticketSchema = z.object({ endpoint: z.string(), jobId: z.string() });
type RunpodTicket = z.infer<typeof ticketSchema>;

const jobSchema = z.object({ status: z.string(), output: z.unknown().optional() });

const linkSchema = z.url().optional().catch(undefined);
/** RunPod's own client looks for the link in each of these places, and for a bare one. */
const outputSchema = z.preprocess(
  (output) => (typeof output === 'string' ? { url: output } : (output ?? {})),
  z
    .object({
      video_url: linkSchema,
      result: linkSchema,
      url: linkSchema,
      /** US dollars. */
      cost: z.number().nonnegative().optional().catch(undefined),
    })
    .catch({}),
);

const errorSchema = z.object({
  error: z.unknown().optional(),
  message: z.unknown().optional(),
  output: z.object({ error: z.unknown().optional() }).optional().catch(undefined),
});
/** `error_message`: of an exception in the worker, by runpod-python's rp_job.py. */
const nestedSchema = z
  .object({
    code: z.number().optional().catch(undefined),
    message: z.string().optional(),
    error_message: z.string().optional(),
  })
  .transform(({ code, message, error_message }) => ({ code, words: message ?? error_message }));

type Told = { readonly words: string; readonly code: number | undefined };

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Nobody's words are longer, and reading them stays quick: each brace in them is tried. */
const maxChars = 4000;
const maxNested = 100;

/** `Error submitting task: 400, {"code":400,"message":"..."}`: the last JSON in a text is whom RunPod asked speaking. */
const unwrap = (text: string): Told => {
  const head = text.slice(0, maxChars);
  const openings = [...head.matchAll(/\{/g)].slice(-maxNested);
  const end = head.lastIndexOf('}') + 1;
  for (const { index } of openings) {
    const nested = nestedSchema.safeParse(parsed(head.slice(index, end)));
    if (!nested.success || nested.data.words === undefined) continue;
    const inner = unwrap(nested.data.words);
    return { words: inner.words, code: inner.code ?? nested.data.code };
  }
  return { words: text, code: undefined };
};

/** What a job or a refusal says went wrong, in whichever of RunPod's places. */
const toldBy = ({ json, text }: Answer): Told => {
  const body = errorSchema.safeParse(json);
  const said = body.success ? (body.data.message ?? body.data.error ?? body.data.output?.error) : undefined;
  if (!said) return { words: text, code: undefined };
  return unwrap(typeof said === 'string' ? said : JSON.stringify(said));
};

/** https://docs.runpod.io/serverless/endpoints/send-requests, "Error handling"; 402 is not in it and says what it is. */
const codesByStatus: Readonly<Record<number, ErrorCode>> = {
  401: 'key-refused',
  402: 'no-credit',
  429: 'provider-rate-limited',
};

/**
 * "Pricing is calculated based on actual output. You will not be charged for failed generations."
 * https://docs.runpod.io/public-endpoints/overview
 */
const chargedOnFailure: Charged = 'no';

const judge = (answer: Answer): Judgement => ({
  code: codesByStatus[answer.status] ?? 'provider-refused',
  charged: chargedOnFailure,
  words: toldBy(answer).words,
});

const pendingWords = ['IN_QUEUE', 'IN_PROGRESS', 'RUNNING'];

/** A job of a word that nobody knows goes on. */
const pending = (status: string): StatusReading<RunpodTicket> => ({
  kind: 'pending',
  isQueued: status === 'IN_QUEUE',
  queuePosition: null,
  fraction: null,
  etaSec: null,
  ...(pendingWords.includes(status) ? {} : { unknownWord: status }),
});

/** A 400 in the text is whom RunPod asked refusing the request before anything ran. */
const readFailed = (answer: Answer): StatusReading<RunpodTicket> => {
  const { words, code } = toldBy(answer);
  const why = code === 400 ? 'provider-refused' : 'provider-failed';
  return { kind: 'failed', why: { code: why, charged: chargedOnFailure, words } };
};

const readCompleted = (output: unknown, { text }: Answer): StatusReading<RunpodTicket> => {
  const { video_url, result, url, cost } = outputSchema.parse(output);
  const link = video_url ?? result ?? url;
  if (link === undefined) {
    const charged = cost !== undefined && cost > 0 ? 'yes' : 'unknown';
    return { kind: 'failed', why: { code: 'provider-garbled', charged, words: text } };
  }
  return {
    kind: 'done',
    url: link,
    expiresAt: null,
    billed: cost === undefined ? null : billedAmount(cost),
  };
};

/** https://docs.runpod.io/serverless/endpoints/job-states */
const readStatus = (answer: Answer): StatusReading<RunpodTicket> | null => {
  const job = jobSchema.safeParse(answer.json);
  if (!job.success) return null;
  switch (job.data.status) {
    case 'COMPLETED':
      return readCompleted(job.data.output, answer);
    // TIMED_OUT is a failed run as well: there is no output to calculate a price by.
    case 'FAILED':
    case 'TIMED_OUT':
      return readFailed(answer);
    // Nothing is said of what a run costs that was stopped on its way.
    case 'CANCELLED':
      return { kind: 'cancelled', charged: 'unknown' };
    default:
      return answer.status < 300 ? pending(job.data.status) : null;
  }
};

const ended = new Set(['COMPLETED', 'FAILED', 'TIMED_OUT']);

type At = { readonly api: URL };
const operation = ({ api }: At, endpoint: string, path: string): URL =>
  new URL(`/v2/${endpoint}/${path}`, api);

export const runpod: Protocol<'api', RunpodTicket> = {
  id: 'runpod',
  models,
  endpoints: { api: { standard: 'https://api.runpod.ai', variable: 'UNDERSTUDY_RUNPOD_URL' } },
  authorization: (key) => `Bearer ${key}`,
  // 2000 looks in 10 s are allowed. https://docs.runpod.io/serverless/endpoints/send-requests
  pollAfterMs: (sinceStartMs) => (sinceStartMs < 60_000 ? 2000 : 5000),
  // "Asynchronous: results are available for 30 minutes after completion." (the same page)
  resultKeptSec: 1800,
  ticket: ticketSchema,
  // No `policy`: that it is heeded is documented for a person's own endpoints only, and this one's limits are set by
  // RunPod, who know how long its model takes. No `webhook`: nothing on this computer could be called.
  submit: (run, at) => ({
    url: operation(at, run.remoteName, 'run'),
    method: 'POST',
    body: {
      input: {
        image: run.image,
        video: run.video,
        character_orientation: run.orientation,
        keep_original_sound: run.keepSound,
        ...(run.prompt === '' ? {} : { prompt: run.prompt }),
        ...(run.negativePrompt === '' ? {} : { negative_prompt: run.negativePrompt }),
      },
    },
  }),
  readSubmitted: ({ json }, run) => {
    const submitted = submittedSchema.safeParse(json);
    return submitted.success ? { endpoint: run.remoteName, jobId: submitted.data.id } : null;
  },
  judge,
  askStatus: ({ endpoint, jobId }, at) => ({
    url: operation(at, endpoint, `status/${encodeURIComponent(jobId)}`),
    method: 'GET',
  }),
  readStatus,
  cancel: {
    ask: ({ endpoint, jobId }, at) => ({
      url: operation(at, endpoint, `cancel/${encodeURIComponent(jobId)}`),
      method: 'POST',
    }),
    read: ({ status, json }) => {
      if (status >= 300) return null;
      const job = jobSchema.safeParse(json);
      return job.success && ended.has(job.data.status) ? 'too-late' : 'asked';
    },
  },
  ticketFor: (model, providerJobId) => ({ endpoint: model.remoteName, jobId: providerJobId }),
  keyTest: {
    ask: (at) => ({ url: operation(at, remoteName, 'health'), method: 'GET' }),
    readBalance: () => null,
  },
};
