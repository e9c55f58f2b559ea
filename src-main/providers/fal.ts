/** fal: submit once, ask at the addresses it gave, fetch the result. docs.fal.ai, queue API. */
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import { endpointOf, isLoopback, type Lookup } from '../net/addresses.ts';
import { downloadResult } from '../net/download.ts';
import { type Answer, createHttp } from '../net/http.ts';
import { scrub } from '../net/scrub.ts';
import type { Clock, Log, Ports } from '../ports.ts';
import { falModels } from './fal-models.ts';
import { refusalWords, resultSchema, statusSchema, submittedSchema, ticketSchema } from './fal-replies.ts';
import type { Provider, StartOutcome, StatusOutcome, Ticket } from './spec.ts';

const id = 'fal';

/** A finished job can answer 504 for its result for a while; that is no failure of the job. */
const isTransient = (status: number): boolean =>
  status === 429 || status === 502 || status === 503 || status === 504;

/** Where everything of fal's is, with overrides for a proxy or a stand-in. Throws on an override that is not safe. */
export const falEndpoints = (environment: Ports['environment']) => ({
  queue: endpointOf(environment.UNDERSTUDY_FAL_QUEUE_URL, 'https://queue.fal.run'),
  rest: endpointOf(environment.UNDERSTUDY_FAL_REST_URL, 'https://rest.fal.ai'),
});

export type FalDeps = {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly lookup: Lookup;
  readonly environment: Ports['environment'];
  /** Read anew for each request; null: none is set. */
  readonly key: () => string | null;
  /** Makes a link for a local file. */
  readonly hand: Provider['hand'];
};

export const createFal = (deps: FalDeps): Provider => {
  const { log } = deps;
  const endpoints = falEndpoints(deps.environment);
  const http = createHttp(deps);
  const isLocalAllowed = isLoopback(endpoints.queue);

  const said = (answer: Answer): string => scrub(refusalWords(answer.json, answer.text), [deps.key()]);
  const headersWith = (key: string) => ({ authorization: `Key ${key}` });
  const missing = (): AppError => fail('key-missing', { subject: id }).error;
  /** The key goes to fal's queue and nowhere else, whatever address an answer names. */
  const ownAddress = (address: string): URL | null => {
    const url = new URL(address);
    return url.origin === endpoints.queue.origin ? url : null;
  };

  const refusal = (answer: Answer): AppError => {
    const more = { subject: id, detail: said(answer) };
    switch (answer.status) {
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

  const unsure = (detail: string): StartOutcome => ({
    kind: 'unsure',
    error: fail('answer-lost', { charged: 'unknown', subject: id, detail }).error,
  });

  const accepted = (answer: Answer, endpoint: string): StartOutcome => {
    const parsed = submittedSchema.safeParse(answer.json);
    if (!parsed.success) return unsure(said(answer));
    const { request_id, status_url, response_url, cancel_url } = parsed.data;
    if (![status_url, response_url, cancel_url].every(ownAddress))
      return unsure(`Request ${request_id}: its addresses are not at ${endpoints.queue.host}.`);
    const ticket: Ticket = {
      endpoint,
      requestId: request_id,
      statusUrl: status_url,
      responseUrl: response_url,
      cancelUrl: cancel_url,
    };
    return { kind: 'accepted', ticket };
  };

  const start: Provider['start'] = async (request, { signal }) => {
    const key = deps.key();
    const model = falModels.find((candidate) => candidate.id === request.modelId);
    if (key === null) return { kind: 'not-sent', error: missing() };
    if (!model || request.image.kind !== 'link' || request.video.kind !== 'link')
      return { kind: 'not-sent', error: fail('internal', { subject: id }).error };
    const outcome = await http.sendOnce({
      url: new URL(`/${model.endpoint}`, endpoints.queue),
      method: 'POST',
      headers: headersWith(key),
      body: {
        image_url: request.image.url,
        video_url: request.video.url,
        character_orientation: request.orientation,
        keep_original_sound: request.keepSound,
        ...(request.prompt === '' ? {} : { prompt: request.prompt }),
      },
      signal,
    });
    if (outcome.kind === 'not-sent')
      return {
        kind: 'not-sent',
        error: fail('provider-unreachable', { subject: id, detail: outcome.code }).error,
      };
    if (outcome.kind === 'unsure') return unsure(outcome.code);
    const { answer } = outcome;
    if (answer.status >= 200 && answer.status < 300) return accepted(answer, model.endpoint);
    // fal does not charge a 5xx, but whether a job was made of it nobody can say.
    if (answer.status >= 500 || answer.status < 400) return unsure(`HTTP ${answer.status}: ${said(answer)}`);
    return { kind: 'refused', error: refusal(answer) };
  };

  const failedRun = (detail: string): StatusOutcome => ({
    kind: 'failed',
    error: fail('provider-failed', { subject: id, detail: scrub(detail, [deps.key()]), charged: 'no' }).error,
  });

  const unreachable = (code: string, wait: number | null): StatusOutcome => ({
    kind: 'unreachable',
    error: fail('provider-unreachable', { subject: id, detail: code }).error,
    retryAfterSec: wait,
  });

  const billed = (answer: Answer, endpoint: string): number | null => {
    const units = Number(answer.headers.get('x-fal-billable-units') ?? Number.NaN);
    const price = falModels.find((candidate) => candidate.endpoint === endpoint)?.price;
    return Number.isFinite(units) && units >= 0 && price?.kind === 'per-second'
      ? Math.round(units * price.microsPerSec)
      : null;
  };

  const result = async (
    ticket: { responseUrl: string; endpoint: string },
    key: string,
    signal: AbortSignal,
  ): Promise<StatusOutcome> => {
    const url = ownAddress(ticket.responseUrl);
    if (url === null) return failedRun('The address of the result is not at fal.');
    const outcome = await http.read({ url, method: 'GET', headers: headersWith(key), signal });
    if (outcome.kind === 'unreachable') return unreachable(outcome.code, outcome.retryAfterSec);
    const { answer } = outcome;
    if (isTransient(answer.status)) return unreachable(`HTTP ${answer.status}`, null);
    if (answer.status === 401) return { kind: 'unreachable', error: refusal(answer), retryAfterSec: 60 };
    // 422 may be billed, by fal's own words: https://docs.fal.ai/faq
    if (answer.status === 422)
      return {
        kind: 'failed',
        error: fail('provider-failed', { subject: id, detail: said(answer), charged: 'unknown' }).error,
      };
    if (answer.status >= 400) return failedRun(said(answer));
    const parsed = resultSchema.safeParse(answer.json);
    if (!parsed.success)
      return {
        kind: 'failed',
        error: fail('provider-garbled', { subject: id, detail: said(answer), charged: 'unknown' }).error,
      };
    return {
      kind: 'done',
      result: { kind: 'link', url: parsed.data.video.url, expiresAt: null },
      billedMicros: billed(answer, ticket.endpoint),
    };
  };

  const status: Provider['status'] = async (opaque, { signal }) => {
    const key = deps.key();
    const ticket = ticketSchema.parse(opaque);
    // A key that was cleared meanwhile can come back; the job is not lost for it.
    if (key === null) return { kind: 'unreachable', error: missing(), retryAfterSec: 30 };
    const url = ownAddress(ticket.statusUrl);
    if (url === null) return failedRun('The address of the job is not at fal.');
    const outcome = await http.read({ url, method: 'GET', headers: headersWith(key), signal });
    if (outcome.kind === 'unreachable') return unreachable(outcome.code, outcome.retryAfterSec);
    const { answer } = outcome;
    if (answer.status === 401 || answer.status === 403)
      return { kind: 'unreachable', error: refusal(answer), retryAfterSec: 60 };
    if (answer.status === 404) return failedRun(said(answer));
    const parsed = statusSchema.safeParse(answer.json);
    if (!parsed.success) return unreachable('an answer nobody can read', null);
    const { status: word, queue_position, error, error_type } = parsed.data;
    if (word === 'COMPLETED') {
      if (error)
        return failedRun(
          `${typeof error === 'string' ? error : JSON.stringify(error)} ${error_type ?? ''}`.trim(),
        );
      return result(ticket, key, signal);
    }
    if (word !== 'IN_QUEUE' && word !== 'IN_PROGRESS')
      log.warn('fal answered a status that is not known', { status: word });
    return {
      kind: 'pending',
      fraction: null,
      queuePosition: word === 'IN_QUEUE' ? (queue_position ?? null) : null,
    };
  };

  const cancel: NonNullable<Provider['cancel']> = async (opaque, { signal }) => {
    const key = deps.key();
    const ticket = ticketSchema.parse(opaque);
    const url = ownAddress(ticket.cancelUrl);
    if (key === null || url === null) return { kind: 'unreachable', error: missing() };
    const outcome = await http.sendOnce({ url, method: 'PUT', headers: headersWith(key), signal });
    if (outcome.kind !== 'answered')
      return {
        kind: 'unreachable',
        error: fail('provider-unreachable', { subject: id, detail: outcome.code }).error,
      };
    if (outcome.answer.status === 400) return { kind: 'too-late' };
    if (outcome.answer.status >= 300) return { kind: 'unreachable', error: refusal(outcome.answer) };
    // "CANCELLATION_REQUESTED": sure to stop only what still waits in the queue.
    return { kind: 'requested' };
  };

  const testKey: Provider['testKey'] = async ({ signal }): Promise<Result<{ readonly isGood: true }>> => {
    const key = deps.key();
    if (key === null) return { ok: false, error: missing() };
    // Costs nothing: an upload token, which is thrown away.
    const url = new URL('/storage/auth/token?storage_type=fal-cdn-v3', endpoints.rest);
    const outcome = await http.sendOnce({ url, method: 'POST', headers: headersWith(key), body: {}, signal });
    if (outcome.kind !== 'answered')
      return fail('provider-unreachable', { subject: id, detail: outcome.code });
    const { answer } = outcome;
    if (answer.status < 300) return ok({ isGood: true });
    return answer.status >= 500
      ? fail('provider-unreachable', { subject: id })
      : { ok: false, error: refusal(answer) };
  };

  return {
    id,
    models: falModels.map(({ endpoint: _endpoint, ...model }) => model),
    needsKey: true,
    // Fast at first for the short queue, then as slow as a run of minutes deserves.
    pollAfterMs: (sinceStartMs) => (sinceStartMs < 10_000 ? 1000 : sinceStartMs < 60_000 ? 2000 : 5000),
    hand: deps.hand,
    start,
    status,
    cancel,
    ticketFor: (modelId, providerJobId) => {
      const endpoint = falModels.find((model) => model.id === modelId)?.endpoint ?? '';
      // fal's own form: the path of a request drops what follows the second part of the endpoint.
      const base = `${endpoints.queue.origin}/${endpoint.split('/').slice(0, 2).join('/')}/requests/${encodeURIComponent(providerJobId)}`;
      return {
        endpoint,
        requestId: providerJobId,
        statusUrl: `${base}/status`,
        responseUrl: base,
        cancelUrl: `${base}/cancel`,
      };
    },
    download: (location, to, { signal, onProgress }) =>
      location.kind === 'link'
        ? downloadResult({ ...deps, isLocalAllowed }, { url: location.url, to, signal, onProgress })
        : Promise.resolve(fail('internal', { subject: id })),
    testKey,
  };
};
