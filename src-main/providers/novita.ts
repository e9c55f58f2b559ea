/** Novita as documented: https://novita.ai/docs/api-reference (Kling motion control, task result, error codes) */
import { z } from 'zod';
import type { PlainCode } from '#contract/errors.ts';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Answer } from '../net/http.ts';
import { linkExpiry } from '../net/link-expiry.ts';
import { type RefusalWords, readRefusal } from '../net/refusal-words.ts';
import { amountOf } from './amount.ts';
import { klingImage, klingOutput, klingPrompt, klingVideo } from './kling-limits.ts';
import type { Judgement, Protocol, StatusReading } from './protocol.ts';
import { type CodesByName, judgeRefusal, meaningOf, refusalWordsOf, withoutResult } from './refusal.ts';
import { resultLink } from './result-link.ts';

/** https://novita.ai/docs/api-reference/model-apis-kling-v2.6-pro-motion-control and its v3.0 sister */
const page = { source: "Novita's model page", asOf: '2026-11-21' } as const;

/** v2.6 has its own path; both tiers of v3.0 share one and are distinguished by a field. */
const v26Path = 'kling-v2.6-pro-motion-control';
const v3Path = 'kling-v3.0-motion-control';

const model = (given: {
  readonly id: string;
  readonly name: string;
  readonly remoteName: string;
  /** The longest video in orientation `image`. */
  readonly imageSec: ModelSpec['video']['maxSec']['image'];
  readonly promptMaxChars: ModelSpec['promptMaxChars'];
  readonly output: ModelSpec['output'];
}): ModelSpec => ({
  id: modelIdSchema.parse(given.id),
  provider: 'novita',
  name: given.name,
  image: {
    ...klingImage,
    containers: { value: ['jpg', 'png'], ...page },
    maxBytes: { value: 10_000_000, ...page },
    minSidePx: { value: 300, ...page },
    aspect: { value: { min: 0.4, max: 2.5 }, ...page },
  },
  video: {
    ...klingVideo,
    containers: { value: ['mp4', 'mov'], ...page },
    // A tenth of Kling's own maximum. Whether 10 MB means 10,485,760 bytes is not stated: the smaller figure is valid
    // for both.
    maxBytes: { value: 10_000_000, ...page },
    minSec: { value: 3, ...page },
    maxSec: { image: given.imageSec, video: { value: 30, ...page } },
  },
  deliveryMethods: {
    image: [
      { kind: 'link' },
      {
        kind: 'inline',
        // Kling itself refuses a `data:` prefix; Novita's page does not state which form it expects.
        form: 'base64',
        maxBytes: 7_000_000,
        source:
          "Novita's model page takes base64; without a prefix, as Kling's own rules require, and small enough to stay under 10 MB as text",
        asOf: page.asOf,
      },
    ],
    video: [{ kind: 'link' }],
  },
  promptMaxChars: given.promptMaxChars,
  negativePromptMaxChars: { value: 2500, ...page },
  options: { prompt: true, negativePrompt: true, audio: true },
  output: given.output,
  resultLink: {
    keptSec: 3600,
    source: "Novita's task-result page: 3600 s in its example of an image",
    asOf: page.asOf,
  },
  price: { kind: 'unknown', reason: 'Novita has published no price for this model.' },
  livePrice: 'none',
  remoteName: given.remoteName,
  isRemoteNameEditable: false,
  // Named in Novita's own guides: "Usage-based Billing". No page that lists single tasks is documented.
  dashboardUrl: 'https://novita.ai/billing/details',
});

const v3 = (tier: { readonly id: string; readonly name: string; readonly remoteName: string }): ModelSpec =>
  model({
    ...tier,
    // The v3.0 page does not mention 10 s; Kling documents the same rule for it.
    imageSec: klingVideo.maxSec.image,
    promptMaxChars: { value: 2500, ...page },
    output: {
      // Kling's own rules and the other providers say that the result is as long as the reference video.
      image: { kind: 'fixed', sec: 5, ...page },
      video: klingOutput.video,
    },
  });

const models: readonly ModelSpec[] = [
  model({
    id: 'novita/kling-v2.6-pro',
    name: 'Kling v2.6 pro (Novita)',
    remoteName: v26Path,
    imageSec: { value: 10, ...page },
    // The v2.6 page limits the negative prompt only.
    promptMaxChars: klingPrompt,
    output: klingOutput,
  }),
  v3({ id: 'novita/kling-v3-std', name: 'Kling v3.0 standard (Novita)', remoteName: 'kling-v3-0-std' }),
  v3({ id: 'novita/kling-v3-pro', name: 'Kling v3.0 pro (Novita)', remoteName: 'kling-v3-0-pro' }),
];

const submittedSchema = z.object({ task_id: z.string().min(1) });

const ticketSchema = z.object({ taskId: z.string() });
type NovitaTicket = z.infer<typeof ticketSchema>;

const statusSchema = z.object({
  task: z.object({
    status: z.string(),
    /** A sentence, or JSON that contains one. */
    reason: z.unknown().optional(),
    eta: z.number().optional().catch(undefined),
    progress_percent: z.number().optional().catch(undefined),
  }),
  videos: z.unknown().optional(),
});
type Task = z.infer<typeof statusSchema>['task'];

const contentNames = ['ILLEGAL_PROMPT', 'ILLEGAL_IMAGE_CONTENT'];

/**
 * https://novita.ai/docs/api-reference/basic-error-code. Names that are not listed here are ordinary refusals; the
 * words give the reason.
 */
const codesByName: CodesByName = new Map([
  // A bad key is 403 with a name; Novita's general guide has 401.
  ['INVALID_API_KEY', 'key-refused'],
  ['MISSING_API_KEY', 'key-refused'],
  ['FAILED_TO_AUTH', 'key-refused'],
  ['API_NOT_ALLOWED', 'key-not-permitted'],
  // 400 in Novita's table, 403 in reports of other users: the name decides.
  ['BILLING_BALANCE_NOT_ENOUGH', 'no-credit'],
  ['NOT_ENOUGH_BALANCE', 'no-credit'],
  ['RATE_LIMIT_EXCEEDED', 'provider-rate-limited'],
  ...contentNames.map((name): [string, PlainCode] => [name, 'content-refused']),
]);

const metadataSchema = z.object({ metadata: z.record(z.string(), z.unknown()) });

/** Includes the field that a refusal is about, which is beside its words. */
const judge = (answer: Answer): Judgement => {
  const judgement = judgeRefusal(answer, codesByName);
  const { data } = metadataSchema.safeParse(answer.json);
  if (data === undefined || Object.keys(data.metadata).length === 0) return judgement;
  return { ...judgement, words: `${judgement.words} ${JSON.stringify(data.metadata)}` };
};

/** The text of a failure has no documented form; it is classified only where it contains a documented name. */
const meaningOfFailure = (refusal: RefusalWords): Pick<Judgement, 'code' | 'subject'> =>
  contentNames.some((name) => refusal.words?.includes(name))
    ? { code: 'content-refused' }
    : meaningOf(refusal, codesByName, 'provider-failed');

/** Novita does not document whether a failed run is charged. */
const readFailed = ({ reason }: Task): StatusReading<NovitaTicket> => {
  const refusal = readRefusal(reason);
  const words = refusal.words ?? '';
  return { kind: 'failed', why: { ...meaningOfFailure(refusal), charged: 'unknown', words } };
};

const readSucceeded = (videos: unknown, answer: Answer): StatusReading<NovitaTicket> => {
  const url = resultLink(videos);
  // `video_url_ttl` counts from an unknown time and is a string or a number; the query of the link is exact.
  if (url !== null) return { kind: 'done', url, expiresAt: linkExpiry(url), billed: null };
  return withoutResult(refusalWordsOf(answer), answer, { byName: codesByName, charged: 'unknown' });
};

/** The statuses besides the two final ones; the enumeration of Novita's client also has `TASK_STATUS_UNKNOWN`. */
const pendingWords = ['TASK_STATUS_QUEUED', 'TASK_STATUS_PROCESSING', 'TASK_STATUS_UNKNOWN'];

/** A task with any other status is running. 0 means that no value is known. */
const readPending = ({ status, eta = 0, progress_percent = 0 }: Task): StatusReading<NovitaTicket> => ({
  kind: 'pending',
  isQueued: status === 'TASK_STATUS_QUEUED',
  queuePosition: null,
  fraction: progress_percent > 0 && progress_percent <= 100 ? progress_percent / 100 : null,
  etaSec: eta > 0 ? eta : null,
  ...(pendingWords.includes(status) ? {} : { unknownWord: status }),
});

/** In ten-thousandths of a US dollar, as a string. */
const balanceSchema = z.object({
  availableBalance: z.union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)]),
});

/** The pages require it for reads as well. */
const asJson = { 'content-type': 'application/json' };

export const novita: Protocol<'api', NovitaTicket> = {
  id: 'novita',
  models,
  endpoints: { api: { standard: 'https://api.novita.ai', variable: 'UNDERSTUDY_NOVITA_URL' } },
  authorization: (key) => `Bearer ${key}`,
  // One early request, for a refusal that comes late. Novita's older Kling models allow 20 requests a minute; for
  // these no limit is documented.
  pollAfterMs: (sinceStartMs) => (sinceStartMs < 5000 ? 5000 : 10_000),
  // Not documented.
  resultKeptSec: null,
  ticket: ticketSchema,

  submit: (run, at) => {
    const isV26 = run.remoteName === v26Path;
    return {
      url: new URL(`/v3/async/${isV26 ? v26Path : v3Path}`, at.api),
      method: 'POST',
      body: {
        ...(isV26 ? {} : { model_name: run.remoteName }),
        image: run.image,
        video: run.video,
        character_orientation: run.orientation,
        keep_original_sound: run.keepAudio,
        ...(run.prompt === '' ? {} : { prompt: run.prompt }),
        ...(run.negativePrompt === '' ? {} : { negative_prompt: run.negativePrompt }),
      },
    };
  },
  readSubmitted: ({ json }) => {
    const parsed = submittedSchema.safeParse(json);
    return parsed.success ? { taskId: parsed.data.task_id } : null;
  },
  judge,

  askStatus: ({ taskId }, at) => ({
    url: new URL(`/v3/async/task-result?task_id=${encodeURIComponent(taskId)}`, at.api),
    method: 'GET',
    headers: asJson,
  }),
  readStatus: (answer) => {
    const parsed = statusSchema.safeParse(answer.json);
    if (!parsed.success) return null;
    const { task, videos } = parsed.data;
    if (task.status === 'TASK_STATUS_FAILED') return readFailed(task);
    return task.status === 'TASK_STATUS_SUCCEED' ? readSucceeded(videos, answer) : readPending(task);
  },
  ticketFor: (_model, providerJobId) => ({ taskId: providerJobId }),
  keyTest: {
    ask: (at) => ({
      url: new URL('/openapi/v1/billing/balance/detail', at.api),
      method: 'GET',
      headers: asJson,
    }),
    readBalance: ({ json }) => {
      const parsed = balanceSchema.safeParse(json);
      return parsed.success ? amountOf(Number(parsed.data.availableBalance) * 100) : null;
    },
  },
};
