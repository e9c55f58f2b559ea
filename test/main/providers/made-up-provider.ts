/** A fictitious provider with every feature of a protocol, and its server on this computer. */
import { onTestFinished } from 'vitest';
import { z } from 'zod';
import type { Charged, PlainCode } from '#contract/errors.ts';
import type { Answer } from '#main/net/http.ts';
import { createPaidProvider } from '#main/providers/paid-provider.ts';
import type { Protocol } from '#main/providers/protocol.ts';
import type { Provider, StartRequest, Ticket } from '#main/providers/spec.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { testModel } from '#test/fixtures/model.ts';
import { type Handler, type Logged, startServer } from '#test/sandbox/server.ts';

export const madeUpKey = 'made-up-id:made-up-secret';

const codes: Readonly<Record<number, PlainCode>> = {
  401: 'key-refused',
  402: 'no-credit',
  403: 'content-refused',
  429: 'provider-rate-limited',
};
const wordsOf = ({ json, text }: Answer): string =>
  z.object({ message: z.string() }).safeParse(json).data?.message ?? text;

const ticketSchema = z.object({ id: z.string(), statusUrl: z.string() });
type MadeUpTicket = z.infer<typeof ticketSchema>;

const stateSchema = z.object({
  state: z.string(),
  url: z.string().default(''),
  message: z.string().default(''),
});

const readState: Protocol<'api', MadeUpTicket>['readStatus'] = ({ json }, ticket) => {
  const parsed = stateSchema.safeParse(json);
  if (!parsed.success) return null;
  const { state, url, message: words } = parsed.data;
  const pending = { kind: 'pending', queuePosition: null, fraction: null, etaSec: null } as const;
  const failed = (charged: Charged) =>
    ({ kind: 'failed', why: { code: 'provider-failed', charged, words } }) as const;
  switch (state) {
    case 'waiting':
      return { ...pending, isQueued: true, queuePosition: 3 };
    case 'running':
      return { ...pending, isQueued: false, fraction: 0.5, etaSec: 40 };
    case 'done':
      return { kind: 'done', url, expiresAt: null, billed: { kind: 'micros', micros: 700_000 } };
    case 'ended':
      return { kind: 'ended', ticket: { ...ticket, id: `${ticket.id}-result` } };
    case 'failed':
      return failed('yes');
    case 'stopped':
      return { kind: 'cancelled', charged: 'no' };
    case 'halted':
      return { kind: 'cancelled', charged: 'unknown' };
    default:
      return { ...pending, isQueued: false, unknownWord: state };
  }
};

export const madeUp: Protocol<'api', MadeUpTicket> = {
  id: 'fal',
  models: [testModel],
  endpoints: { api: { standard: 'https://api.example', variable: 'MADE_UP_URL' } },
  authorization: (key) => `Bearer ${key}`,
  pollAfterMs: () => 1000,
  resultKeptSec: 1800,
  ticket: ticketSchema,
  submit: (run, at) => {
    const { model, ...rest } = run;
    return { url: new URL('/run', at.api), method: 'POST', body: { ...rest, modelId: model.id } };
  },
  readSubmitted: ({ json }) => {
    const parsed = z.object({ id: z.string(), statusUrl: z.string() }).safeParse(json);
    return parsed.success ? parsed.data : null;
  },
  judge: (answer) => ({
    code: codes[answer.status] ?? 'provider-refused',
    charged: 'no',
    words: wordsOf(answer),
  }),
  askStatus: ({ statusUrl }) => ({ url: new URL(statusUrl), method: 'GET' }),
  readStatus: readState,
  result: {
    ask: ({ id }, at) => ({ url: new URL(`/result/${id}`, at.api), method: 'GET' }),
    isFinal: ({ json }) => stateSchema.safeParse(json).success,
    read: readState,
  },
  cancel: {
    ask: ({ id }, at) => ({ url: new URL(`/cancel/${id}`, at.api), method: 'PUT' }),
    read: ({ status }) => (status === 200 ? 'requested' : status === 409 ? 'too-late' : null),
  },
  ticketFor: (model, providerJobId, at) => ({
    id: providerJobId,
    statusUrl: new URL(`/status/${providerJobId}?model=${model.remoteName}`, at.api).href,
  }),
  find: {
    ask: ({ requestId }, at, page) => ({
      url: new URL(`/find?request=${requestId}${page === 0 ? '' : `&page=${page}`}`, at.api),
      method: 'GET',
    }),
    read: ({ json }) => {
      if (json === 'more') return 'more';
      const parsed = ticketSchema.nullable().safeParse(json);
      return parsed.success ? (parsed.data ?? 'absent') : null;
    },
  },
  keyTest: {
    ask: (at) => ({ url: new URL('/account', at.api), method: 'GET' }),
    readBalance: ({ json }) => z.object({ balance: z.int() }).safeParse(json).data?.balance ?? null,
  },
  price: {
    needsKey: true,
    ask: ({ remoteName }, at) => ({ url: new URL(`/price/${remoteName}`, at.api), method: 'GET' }),
    read: ({ json }, _model, asOf) => {
      const microsPerRun = z.object({ micros: z.int() }).safeParse(json).data?.micros;
      return microsPerRun === undefined
        ? null
        : { kind: 'per-run', microsPerRun, source: 'the made-up price list', asOf };
    },
  },
};

/** By link; nothing is uploaded. */
export const madeUpRequest: StartRequest = {
  requestId: 'job-1',
  modelId: testModel.id,
  remoteName: 'test-model',
  image: { kind: 'link', url: 'https://files.example/a.jpg', expiresAt: null, via: 'bucket' },
  video: { kind: 'link', url: 'https://files.example/b.mp4', expiresAt: null, via: 'bucket' },
  orientation: 'video',
  prompt: 'a stage',
  negativePrompt: 'blur',
  keepAudio: false,
  outputSec: 10,
};

export type MadeUp = {
  readonly provider: Provider;
  readonly origin: string;
  readonly log: readonly Logged[];
  /** Bodies of `POST /run`, in order of arrival. */
  readonly requests: () => readonly string[];
  readonly warnings: readonly unknown[];
  readonly sleeps: readonly number[];
  readonly ticket: Ticket;
  /** null: none is set from now on. */
  readonly setKey: (key: string | null) => void;
  /** The same provider with other functions, another address or another `fetch`. */
  readonly with: (change: {
    readonly protocol?: typeof madeUp;
    readonly origin?: string;
    readonly fetch?: typeof fetch;
  }) => Provider;
  readonly close: () => Promise<void>;
};

/** `handle`: the server's response. Closed at the end of the test. */
export const createMadeUp = async (
  handle: Handler,
  dropsUnread: () => boolean = () => false,
): Promise<MadeUp> => {
  const log: Logged[] = [];
  const warnings: unknown[] = [];
  const clock = createFakeClock();
  let key: string | null = madeUpKey;
  const server = await startServer({ name: 'api', log, handle, dropsUnread });
  onTestFinished(server.close);
  const make: MadeUp['with'] = (change) =>
    createPaidProvider(change.protocol ?? madeUp, {
      fetch: change.fetch ?? fetch,
      fetchLink: change.fetch ?? fetch,
      clock,
      log: {
        info: () => undefined,
        warn: (message, data) => void warnings.push([message, data]),
        error: () => undefined,
      },
      lookup: async () => ['10.0.0.7'],
      environment: { MADE_UP_URL: change.origin ?? server.origin },
      key: () => key,
    });
  return {
    provider: make({}),
    origin: server.origin,
    log,
    requests: () => log.map(({ method, path }) => `${method} ${path}`),
    warnings,
    sleeps: clock.sleeps,
    ticket: { id: '7', statusUrl: `${server.origin}/status/7` },
    setKey: (next) => {
      key = next;
    },
    with: make,
    close: server.close,
  };
};
