/** fal: submit once, ask at the addresses it gave, fetch the result. docs.fal.ai, queue API. */
import { fail, ok, type Result } from '#contract/errors.ts';
import { endpointOf, isLoopback, type Lookup } from '../net/addresses.ts';
import { downloadResult } from '../net/download.ts';
import { type Answer, createHttp } from '../net/http.ts';
import type { Clock, Log, Ports } from '../ports.ts';
import { createFalJob } from './fal-job.ts';
import { isSubmitUnsure, refusal } from './fal-judgement.ts';
import { createFalLine, id, keyMissing, unreachableError } from './fal-line.ts';
import { falModels } from './fal-models.ts';
import { submittedSchema } from './fal-replies.ts';
import type { Provider, StartOutcome, Ticket } from './spec.ts';

/** Says which variable is wrong: it is read when the program starts, far from any screen. */
const endpoint = (environment: Ports['environment'], variable: string, standard: string): URL => {
  try {
    return endpointOf(environment[variable], standard);
  } catch (cause) {
    throw new Error(`${variable} must be an https address, or an http one of this computer.`, { cause });
  }
};

/** Where everything of fal's is, with overrides for a proxy or a stand-in. Throws on an override that is not safe. */
export const falEndpoints = (environment: Ports['environment']) => ({
  queue: endpoint(environment, 'UNDERSTUDY_FAL_QUEUE_URL', 'https://queue.fal.run'),
  rest: endpoint(environment, 'UNDERSTUDY_FAL_REST_URL', 'https://rest.fal.ai'),
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

const unsure = (detail: string): StartOutcome => ({
  kind: 'unsure',
  error: fail('answer-lost', { charged: 'unknown', subject: id, detail }).error,
});

export const createFal = (deps: FalDeps): Provider => {
  const { clock, log } = deps;
  const endpoints = falEndpoints(deps.environment);
  const line = createFalLine({ http: createHttp(deps), ...endpoints, key: deps.key });
  const { status, cancel } = createFalJob({ line, clock, log });
  const isLocalAllowed = isLoopback(endpoints.queue);

  const accepted = (answer: Answer, path: string): StartOutcome => {
    const parsed = submittedSchema.safeParse(answer.json);
    if (!parsed.success) return unsure(line.verdict(answer).words);
    const { request_id, status_url, response_url, cancel_url } = parsed.data;
    if (![status_url, response_url, cancel_url].every(line.ownAddress))
      return unsure(
        line.scrubbed(`Request ${request_id}: its addresses are not at ${endpoints.queue.host}.`),
      );
    const ticket: Ticket = {
      endpoint: path,
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
    if (key === null) return { kind: 'not-sent', error: keyMissing() };
    if (!model || request.image.kind !== 'link' || request.video.kind !== 'link')
      return { kind: 'not-sent', error: fail('internal', { subject: id }).error };
    const body = {
      image_url: request.image.url,
      video_url: request.video.url,
      character_orientation: request.orientation,
      keep_original_sound: request.keepSound,
      ...(request.prompt === '' ? {} : { prompt: request.prompt }),
    };
    const url = new URL(`/${model.endpoint}`, endpoints.queue);
    const outcome = await line.ask({ url, method: 'POST', body }, key, signal);
    if (outcome.kind === 'not-sent') return { kind: 'not-sent', error: unreachableError(outcome.code) };
    if (outcome.kind === 'unsure') return unsure(outcome.code);
    const { answer } = outcome;
    if (answer.status >= 200 && answer.status < 300) return accepted(answer, model.endpoint);
    const verdict = line.verdict(answer);
    if (isSubmitUnsure(answer.status)) return unsure(`HTTP ${answer.status}: ${verdict.words}`);
    return { kind: 'refused', error: refusal(verdict) };
  };

  const testKey: Provider['testKey'] = async ({ signal }): Promise<Result<{ readonly isGood: true }>> => {
    const key = deps.key();
    if (key === null) return { ok: false, error: keyMissing() };
    // Costs nothing: an upload token, which is thrown away.
    const url = new URL('/storage/auth/token?storage_type=fal-cdn-v3', endpoints.rest);
    const outcome = await line.ask({ url, method: 'POST', body: {} }, key, signal);
    if (outcome.kind !== 'answered') return { ok: false, error: unreachableError(outcome.code) };
    const { answer } = outcome;
    if (answer.status >= 200 && answer.status < 300) return ok({ isGood: true });
    // A redirect is no word about the key.
    return answer.status >= 500 || answer.status < 400
      ? { ok: false, error: unreachableError(`HTTP ${answer.status}`) }
      : { ok: false, error: refusal(line.verdict(answer)) };
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
      const path = falModels.find((model) => model.id === modelId)?.endpoint ?? '';
      // fal's own form: the path of a request drops what follows the second part of the endpoint.
      const base = `${endpoints.queue.origin}/${path.split('/').slice(0, 2).join('/')}/requests/${encodeURIComponent(providerJobId)}`;
      return {
        endpoint: path,
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
