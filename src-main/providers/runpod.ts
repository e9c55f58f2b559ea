/**
 * RunPod's public endpoint for motion control as documented:
 * https://docs.runpod.io/public-endpoints/models/kling-v2-6-motion-control (request, result, price),
 * https://docs.runpod.io/serverless/endpoints/operation-reference (run, status, cancel, health)
 */
import { z } from 'zod';
import type { Charged, PlainCode } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Answer } from '../net/http.ts';
import { type RefusalWords, readRefusal } from '../net/refusal-words.ts';
import { billedAmount } from './amount.ts';
import { klingImage, klingOutput, klingPrompt, klingVideo } from './kling-limits.ts';
import type { Judgement, Protocol, StatusReading } from './protocol.ts';
import { type CodesByName, judgeRefusal, meaningOf, refusalWordsOf, withoutResult } from './refusal.ts';
import { resultLink } from './result-link.ts';

const asOf = '2026-11-21';
const remoteName = 'kling-v2-6-std-motion-control';

const models: readonly ModelSpec[] = [
  {
    id: modelIdSchema.parse('runpod/kling-v2.6-std'),
    provider: 'runpod',
    name: 'Kling v2.6 standard (RunPod)',
    // RunPod publishes no limits of its own: those of Kling, its upstream service, apply.
    image: klingImage,
    video: klingVideo,
    deliveryMethods: {
      image: [
        { kind: 'link' },
        // The page mentions only links; RunPod's own client for video models encodes a local image like this.
        {
          kind: 'inline',
          form: 'data-uri',
          maxBytes: 6_000_000,
          source: "RunPod's AI SDK provider, within the 10 MB that a whole request may have",
          asOf,
        },
      ],
      // No client and no page sends a video inside the request.
      video: [{ kind: 'link' }],
    },
    promptMaxChars: klingPrompt,
    negativePromptMaxChars: klingPrompt,
    options: { prompt: true, negativePrompt: true, audio: true },
    output: klingOutput,
    resultLink: { keptSec: 7 * 24 * 3600, source: "RunPod's model page", asOf },
    // The list of models has "$0.21/3s, $0.63/10s" instead: beyond 9 s the two pages leave the price open.
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

const jobSchema = z.object({
  status: z.string(),
  output: z.unknown().optional(),
  error: z.unknown().optional(),
});
type Job = z.infer<typeof jobSchema>;

/** US dollars, in the output. */
const costSchema = z.object({ cost: z.number().nonnegative() });

/** RunPod documents no error names. */
const noNames: CodesByName = new Map();

/**
 * "Pricing is calculated based on actual output. You will not be charged for failed generations."
 * https://docs.runpod.io/public-endpoints/overview
 */
const chargedOnFailure: Charged = 'no';

const judge = (answer: Answer): Judgement => ({
  ...judgeRefusal(answer, noNames),
  charged: chargedOnFailure,
});

const pendingWords = ['IN_QUEUE', 'IN_PROGRESS', 'RUNNING'];

/** A job with an unknown status is running. */
const pending = (status: string): StatusReading<RunpodTicket> => ({
  kind: 'pending',
  isQueued: status === 'IN_QUEUE',
  queuePosition: null,
  fraction: null,
  etaSec: null,
  ...(pendingWords.includes(status) ? {} : { unknownWord: status }),
});

/** The status of RunPod's upstream service. */
const codeOfStatus = ({ status }: RefusalWords): PlainCode => {
  if (status === 429) return 'provider-rate-limited';
  return status === 400 ? 'provider-refused' : 'provider-failed';
};

/** A 400 in the text means that the upstream service refused the request before anything ran. */
const readFailed = (answer: Answer): StatusReading<RunpodTicket> => {
  const refusal = refusalWordsOf(answer);
  const meaning = meaningOf(refusal, noNames, codeOfStatus(refusal));
  return {
    kind: 'failed',
    why: { ...meaning, charged: chargedOnFailure, words: refusal.words ?? answer.text },
  };
};

/** Parses an output that is JSON in a string. */
const unwrapped = (output: unknown): unknown => {
  if (typeof output !== 'string') return output;
  try {
    return JSON.parse(output);
  } catch {
    return output;
  }
};

/** Why there is no link: inside the output, or beside it. A single word is not a reason. */
const refusalInstead = (output: unknown, { error }: Job): RefusalWords => {
  const inside = readRefusal(output);
  const isSentence = inside.words !== null && (typeof output !== 'string' || /\s/.test(inside.words));
  return isSentence ? inside : readRefusal({ error });
};

const readCompleted = (job: Job, answer: Answer): StatusReading<RunpodTicket> => {
  const output = unwrapped(job.output);
  const cost = costSchema.safeParse(output).data?.cost;
  const url = resultLink(output);
  if (url !== null)
    return { kind: 'done', url, expiresAt: null, billed: cost === undefined ? null : billedAmount(cost) };
  const charged = cost !== undefined && cost > 0 ? 'yes' : 'unknown';
  return withoutResult(refusalInstead(output, job), answer, { byName: noNames, charged });
};

/** https://docs.runpod.io/serverless/endpoints/job-states */
const readStatus = (answer: Answer): StatusReading<RunpodTicket> | null => {
  const job = jobSchema.safeParse(answer.json);
  if (!job.success) return null;
  switch (job.data.status) {
    case 'COMPLETED':
      return readCompleted(job.data, answer);
    // TIMED_OUT is a failed run as well: there is no output from which to calculate a price.
    case 'FAILED':
    case 'TIMED_OUT':
      return readFailed(answer);
    // The cost of a run that was stopped while running is not documented.
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
  // 2000 requests in 10 s are allowed. https://docs.runpod.io/serverless/endpoints/send-requests
  pollAfterMs: (sinceStartMs) => (sinceStartMs < 60_000 ? 2000 : 5000),
  // "Asynchronous: results are available for 30 minutes after completion." (the same page)
  resultKeptSec: 1800,
  ticket: ticketSchema,
  // No `policy`: it is documented only for a user's own endpoints, and RunPod sets the timeouts of this one. No
  // `webhook`: this computer is not reachable from outside.
  submit: (run, at) => ({
    url: operation(at, run.remoteName, 'run'),
    method: 'POST',
    body: {
      input: {
        image: run.image,
        video: run.video,
        character_orientation: run.orientation,
        keep_original_sound: run.keepAudio,
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
      return job.success && ended.has(job.data.status) ? 'too-late' : 'requested';
    },
  },
  ticketFor: (model, providerJobId) => ({ endpoint: model.remoteName, jobId: providerJobId }),
  keyTest: {
    ask: (at) => ({ url: operation(at, remoteName, 'health'), method: 'GET' }),
    readBalance: () => null,
  },
};
