/** AIMLAPI as documented at https://docs.aimlapi.com, read 2026-11-21, and in its repository aimlapi/api-docs */
import { z } from 'zod';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { Billed } from '#contract/rules/cost.ts';
import type { Answer } from '../net/http.ts';
import { readRefusal } from '../net/refusal-words.ts';
import { amountOf, billedAmount } from './amount.ts';
import { klingImage, klingOutput, klingPrompt, klingVideo } from './kling-limits.ts';
import type { Protocol, StatusReading } from './protocol.ts';
import { type CodesByName, judgeRefusal, meaningOf, refusalWordsOf, withoutResult } from './refusal.ts';
import { resultLink } from './result-link.ts';

/** https://docs.aimlapi.com/api-references/video-models/kling-ai/video-v2.6-pro-motion-control */
const page = { source: "AIMLAPI's model page", asOf: '2026-11-21' } as const;
/** The pages allow files inside the request without a maximum; a small one avoids a long upload that is refused. */
const inlineCare = {
  maxBytes: 8_000_000,
  source: "Understudy's compatibility rule: AIMLAPI's pages state no size for inline files",
  asOf: '2026-11-21',
} as const;

/** The older id, which has no `mode`; a newer id may list it as an alias. */
const proId = 'klingai/video-v2-6-pro-motion-control';
/** `mode` exists since 2026-06-10: without it the endpoint runs as `std`. */
const v26Id = 'klingai/video-v2-6-motion-control';
const v3Id = 'klingai/video-v3-motion-control';

type Mode = 'std' | 'pro';
type Named = Pick<ModelSpec, 'id' | 'remoteName'>;
/** The tier of our model, whichever remote name the user has set for it. */
const modeOf = ({ id }: Pick<ModelSpec, 'id'>): Mode => (id.endsWith('-pro') ? 'pro' : 'std');
/**
 * An unknown name is sent `mode`: an unsupported field is refused free of charge, a missing one runs the other tier.
 */
const takesMode = (remoteName: string): boolean => remoteName !== proId;

const model = (id: string, name: string, remoteName: string): ModelSpec => ({
  id: modelIdSchema.parse(id),
  provider: 'aimlapi',
  name,
  // "The short edge must be at least 300-340 px (depending on the input type)": the upper end is used.
  image: { ...klingImage, minSidePx: { value: 340, ...page } },
  video: {
    ...klingVideo,
    minSec: { value: 3, ...page },
    maxSec: { image: { value: 10, ...page }, video: { value: 30, ...page } },
  },
  deliveryMethods: {
    image: [{ kind: 'link' }, { kind: 'inline', form: 'data-uri', ...inlineCare }],
    video: [{ kind: 'link' }, { kind: 'inline', form: 'data-uri', ...inlineCare }],
  },
  promptMaxChars: klingPrompt,
  negativePromptMaxChars: null,
  options: { prompt: true, negativePrompt: false, audio: true },
  output: klingOutput,
  resultLink: { keptSec: null, ...page },
  price: { kind: 'unknown', reason: 'AIMLAPI publishes its prices through its API. Refresh prices.' },
  livePrice: 'without-key',
  remoteName,
  isRemoteNameEditable: true,
  // "The usage page", as the documentation on tracking one's funds calls it.
  dashboardUrl: 'https://aimlapi.com/app/usage',
});

const models: readonly ModelSpec[] = [
  model('aimlapi/kling-v2.6-pro', 'Kling v2.6 pro (AIMLAPI)', proId),
  model('aimlapi/kling-v2.6-std', 'Kling v2.6 standard (AIMLAPI)', v26Id),
  model('aimlapi/kling-v3-std', 'Kling v3.0 standard (AIMLAPI)', v3Id),
  model('aimlapi/kling-v3-pro', 'Kling v3.0 pro (AIMLAPI)', v3Id),
];

/** Known ids have several forms, some with `:` and `/`. */
const ticketSchema = z.object({ generationId: z.string().min(1) });
type AimlapiTicket = z.infer<typeof ticketSchema>;

/** Called `id` on the pages, `generation_id` on the page about request tracing. */
const submittedSchema = z.union([
  z.object({ id: z.string().min(1) }).transform(({ id }) => id),
  z.object({ generation_id: z.string().min(1) }).transform(({ generation_id }) => generation_id),
]);

const statusSchema = z.object({
  status: z.string(),
  /** An object with a link on most pages, a list of links on one. */
  video: z.unknown().optional(),
  error: z.unknown().optional(),
  meta: z
    .object({ usage: z.object({ usd_spent: z.number().nonnegative() }) })
    .nullish()
    .catch(null),
});
type Status = z.infer<typeof statusSchema>;

/**
 * As live responses spell it, reported by other clients. Another kind (an unverified account) is no empty account.
 */
const codesByKind: CodesByName = new Map([['err_insufficent_credits', 'no-credit']]);

const billedOf = ({ meta }: Status): Billed | null => (meta ? billedAmount(meta.usage.usd_spent) : null);

/** Error names are not documented, so the reason for a failed run is given only in AIMLAPI's words. */
const failedRun = ({ error }: Status, text: string): StatusReading<AimlapiTicket> => {
  const refusal = readRefusal({ error });
  const meaning = meaningOf(refusal, codesByKind, 'provider-failed');
  // https://docs.aimlapi.com/api-references/service-endpoints/account-balance: "Failed requests are not charged at all".
  return { kind: 'failed', why: { ...meaning, charged: 'no', words: refusal.words ?? text } };
};

const completedRun = (status: Status, answer: Answer): StatusReading<AimlapiTicket> => {
  const url = resultLink(status.video);
  if (url !== null) return { kind: 'done', url, expiresAt: null, billed: billedOf(status) };
  // A video is charged once its status is completed.
  return withoutResult(refusalWordsOf(answer), answer, { byName: codesByKind, charged: 'yes' });
};

/** The maximum per response. */
const rowsPerPage = 100;
/** Which rows are searched, in milliseconds: largest lag of this computer's clock, and age limit of a lost run. */
const aheadMs = 3_600_000;
const backMs = 30 * 86_400_000;
const logsSchema = z.object({
  data: z.array(
    z.object({
      status: z.string().nullish(),
      inference_id: z.string().min(1).nullish(),
      client_request_id: z.string().nullish(),
    }),
  ),
  pagination: z.object({ has_more: z.boolean() }),
});

const balanceSchema = z.object({ current_balance: z.number(), currency: z.literal('USD') });

/** `per`: the price is for so many units. Single rates name their unit `name`, variants `unit`. */
const rateSchema = z
  .object({
    price: z.number().positive(),
    per: z.number().positive(),
    unit: z.string().optional(),
    name: z.string().optional(),
    when: z.record(z.string(), z.unknown()).optional(),
  })
  .transform(({ unit, name, ...rest }) => ({ ...rest, unit: unit ?? name ?? '' }));
type Rate = z.infer<typeof rateSchema>;

const pricingSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('fixed'), units: z.array(rateSchema) }).transform(({ units }) => units),
  z
    .object({ kind: z.literal('variants'), variants: z.array(rateSchema) })
    .transform(({ variants }) => variants),
]);
const catalogueSchema = z.object({
  data: z.array(
    z.object({
      id: z.string(),
      aliases: z.array(z.string()).nullish(),
      // Prices of other models may have other forms, which are not parsed.
      pricing: pricingSchema.nullish().catch(null),
    }),
  ),
});

/** The only rate that applies to every request; null: there are several, or none. */
const onlyRate = (rates: readonly Rate[], mode: Mode): Rate | null => {
  const mine = rates.filter(({ when }) => when?.mode === undefined || when.mode === mode);
  const [first] = mine;
  const isSame = ({ price, per, unit }: Rate) =>
    price === first?.price && per === first.per && unit === first.unit;
  return first !== undefined && mine.every(isSame) ? first : null;
};

const priceOf = ({ price, per, unit, when }: Rate, { remoteName }: Named, asOf: string): Price | null => {
  const micros = amountOf((price / per) * 1_000_000) ?? 0;
  const origin = { source: "AIMLAPI's model catalogue", asOf };
  if (micros <= 0) return null;
  if (/^(generation|request|video)s?$/i.test(unit))
    return { kind: 'per-run', microsPerRun: micros, ...origin };
  // Other units are not supported.
  if (!/^seconds?$/i.test(unit)) return null;
  // The older id takes no mode; that it costs what the newer one costs in mode `pro` is inferred from its name.
  const isReading = when?.mode !== undefined && !takesMode(remoteName);
  return {
    kind: 'per-second',
    microsPerSec: micros,
    rounding: 'none',
    ...origin,
    ...(isReading ? { caveat: 'our-reading' as const } : {}),
  };
};

export const aimlapi: Protocol<'api', AimlapiTicket> = {
  id: 'aimlapi',
  models,
  endpoints: { api: { standard: 'https://api.aimlapi.com', variable: 'UNDERSTUDY_AIMLAPI_URL' } },
  authorization: (key) => `Bearer ${key}`,
  // AIMLAPI's samples poll every 15 s; a run takes about six minutes.
  pollAfterMs: (sinceStartMs) => (sinceStartMs < 60_000 ? 5000 : 15_000),
  // Not documented.
  resultKeptSec: null,
  ticket: ticketSchema,

  submit: (run, at) => ({
    url: new URL('/v2/video/generations', at.api),
    method: 'POST',
    // Not an idempotency key: AIMLAPI only stores it, so that a request whose response was lost can be found.
    headers: { 'x-client-request-id': run.requestId },
    body: {
      model: run.remoteName,
      image_url: run.image,
      video_url: run.video,
      // Always sent: the older id and the newer ones have different defaults.
      character_orientation: run.orientation,
      keep_audio: run.keepAudio,
      ...(takesMode(run.remoteName) ? { mode: modeOf(run.model) } : {}),
      ...(run.prompt === '' ? {} : { prompt: run.prompt }),
    },
  }),
  readSubmitted: ({ json }) => {
    const parsed = submittedSchema.safeParse(json);
    return parsed.success ? { generationId: parsed.data } : null;
  },
  // "A failed request is billed nothing", according to the page about usage logs.
  judge: (answer) => judgeRefusal(answer, codesByKind),

  askStatus: ({ generationId }, at) => ({
    url: new URL(`/v2/video/generations?generation_id=${encodeURIComponent(generationId)}`, at.api),
    method: 'GET',
  }),
  readStatus: (answer) => {
    const parsed = statusSchema.safeParse(answer.json);
    if (!parsed.success) return null;
    const { status } = parsed.data;
    if (status === 'completed') return completedRun(parsed.data, answer);
    if (status === 'error') return failedRun(parsed.data, answer.text);
    // Unknown statuses count as running.
    const isQueued = status === 'queued' || status === 'waiting';
    const pending = { kind: 'pending', isQueued, queuePosition: null, fraction: null, etaSec: null } as const;
    return isQueued || status === 'generating' ? pending : { ...pending, unknownWord: status };
  },
  ticketFor: (_model, generationId) => ({ generationId }),
  find: {
    // The log has no filter for our id, so the rows of that period are searched, newest first: new entries move a row
    // to a later page, never to one already read.
    // https://docs.aimlapi.com/api-references/service-endpoints/usage-logs
    ask: ({ sentAt }, at, page) => {
      const url = new URL('/v2/logs', at.api);
      const sentMs = Date.parse(sentAt);
      url.searchParams.set('start', new Date(sentMs - backMs).toISOString());
      url.searchParams.set('end', new Date(sentMs + aheadMs).toISOString());
      url.searchParams.set('limit', String(rowsPerPage));
      url.searchParams.set('offset', String(page * rowsPerPage));
      return { url, method: 'GET' };
    },
    read: ({ json }, requestId) => {
      const parsed = logsSchema.safeParse(json);
      if (!parsed.success) return null;
      const rows = parsed.data.data.filter(({ client_request_id }) => client_request_id === requestId);
      const row = rows.find(({ status }) => status !== 'failed') ?? rows[0];
      // "For an asynchronous generation it is the same id that submit returned as generation_id."
      // https://docs.aimlapi.com/capabilities/request-tracing-and-cost
      if (row !== undefined) return row.inference_id ? { generationId: row.inference_id } : null;
      // The current content of the log, which is no proof: it covers the key in use, it lags, and its rows state how
      // a request ended, so a run that is still running may be listed later.
      return parsed.data.pagination.has_more ? 'more' : 'absent';
    },
  },
  keyTest: {
    ask: (at) => ({ url: new URL('/v2/billing', at.api), method: 'GET' }),
    readBalance: ({ json }) => {
      const parsed = balanceSchema.safeParse(json);
      return parsed.success ? amountOf(parsed.data.current_balance * 1_000_000) : null;
    },
  },
  price: {
    needsKey: false,
    ask: ({ remoteName }, at) => ({
      url: new URL(`/v1/models?id=${encodeURIComponent(remoteName)}&include=pricing`, at.api),
      method: 'GET',
    }),
    read: ({ json }, named, asOf) => {
      const parsed = catalogueSchema.safeParse(json);
      if (!parsed.success) return null;
      // "Match against id and aliases together": an older name may continue as an alias. Case is ignored.
      const searchedName = named.remoteName.toLowerCase();
      const entry = parsed.data.data.find(({ id, aliases }) =>
        [id, ...(aliases ?? [])].some((name) => name.toLowerCase() === searchedName),
      );
      const mode = takesMode(named.remoteName) ? modeOf(named) : 'pro';
      const rate = entry?.pricing ? onlyRate(entry.pricing, mode) : null;
      return rate === null ? null : priceOf(rate, named, asOf);
    },
  },
};
