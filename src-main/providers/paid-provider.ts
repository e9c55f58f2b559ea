/** Creates a provider from its protocol: the only place that sends a paid request, exactly once. */
import { readFile } from 'node:fs/promises';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Price } from '#contract/model/price.ts';
import type { Delivered } from '../artifacts.ts';
import type { Lookup } from '../net/addresses.ts';
import { downloadResult } from '../net/download.ts';
import { createHttp, retryAfterSec, whileBusy } from '../net/http.ts';
import type { Clock, Log, Ports } from '../ports.ts';
import { toFileError } from '../storage/file-error.ts';
import { createAnswers, isElsewhere, isGood, isRefusal } from './answers.ts';
import { endpointsOf } from './endpoints.ts';
import { createLine, unreachableError } from './line.ts';
import type { Protocol, StatusReading, Submission } from './protocol.ts';
import { judgeSentence } from './refusal.ts';
import type { Provider, StartOutcome, StartRequest, StatusOutcome, Ticket } from './spec.ts';

export type PaidDeps = {
  readonly fetch: typeof fetch;
  /** For links in responses, as created by net/public-network.ts. */
  readonly fetchLink: typeof fetch;
  readonly clock: Clock;
  readonly log: Log;
  readonly lookup: Lookup;
  readonly environment: Ports['environment'];
  /** Read for each request; null: none is set. */
  readonly key: () => string | null;
};

/** The user may set it again, so a paid job retries after this time, in seconds. */
const keyMissingSec = 30;
/** Of a list that is searched for a request. */
const maxPages = 20;

/** The response is not a refusal by the provider: whether a run was started is unknown. */
const isSubmitUnsure = (status: number): boolean =>
  status >= 500 || isElsewhere(status) || status === 408 || status === 499;
export const createPaidProvider = <Names extends string, T extends Ticket>(
  protocol: Protocol<Names, T>,
  deps: PaidDeps,
): Provider => {
  const { id, models } = protocol;
  const { clock, log } = deps;
  const at = endpointsOf(protocol.endpoints, deps.environment);
  const line = createLine({ ...deps, id, http: createHttp(deps), at, authorization: protocol.authorization });
  const keyMissing = () => fail('key-missing', { subject: id }).error;
  const answers = createAnswers({ protocol, line, now: clock.now });
  const { errorOf, refusedOrDown, unclear, unreachable, withheld, elsewhere, tell, withoutReading } = answers;

  /** The value that the request holds for a file. */
  const written = async (delivered: Delivered): Promise<Result<string>> => {
    if (delivered.kind === 'link') return ok(delivered.url);
    if (delivered.kind === 'local') return fail('internal', { subject: id });
    try {
      const base64 = await readFile(delivered.path, 'base64');
      return ok(delivered.form === 'base64' ? base64 : `data:${delivered.contentType};base64,${base64}`);
    } catch (cause) {
      return { ok: false, error: toFileError(cause, 'fitted file') };
    }
  };

  const submissionOf = async (request: StartRequest): Promise<Result<Submission>> => {
    const model = models.find((candidate) => candidate.id === request.modelId);
    if (model === undefined) return fail('model-unknown', { subject: request.modelId });
    const image = await written(request.image);
    if (!image.ok) return image;
    const video = await written(request.video);
    if (!video.ok) return video;
    const { requestId, remoteName, orientation, prompt, negativePrompt, keepAudio } = request;
    const choices = { requestId, remoteName, orientation, prompt, negativePrompt, keepAudio };
    return ok({ ...choices, model, image: image.value, video: video.value });
  };

  const start: Provider['start'] = async (request, { signal }) => {
    const key = deps.key();
    if (key === null) return { kind: 'not-sent', error: keyMissing() };
    const run = await submissionOf(request);
    if (!run.ok) return { kind: 'not-sent', error: run.error };
    const links = [request.image, request.video].flatMap((file) => (file.kind === 'link' ? [file.url] : []));
    const unsure = (detail: string): StartOutcome => ({
      kind: 'unsure',
      error: unclear('answer-lost', line.redacted(detail, key, links)),
    });
    const outcome = await line.once(protocol.submit(run.value, at), key, signal);
    if (outcome.kind === 'not-sent') return { kind: 'not-sent', error: unreachableError(id, outcome.code) };
    if (outcome.kind === 'unsure') return unsure(outcome.code);
    const { answer } = outcome;
    if (isSubmitUnsure(answer.status))
      return unsure(`HTTP ${answer.status}: ${protocol.judge(answer).words}`);
    if (!isGood(answer)) {
      const error = errorOf(protocol.judge(answer), key, links);
      return error.code === 'provider-rate-limited'
        ? { kind: 'busy', error, retryAfterSec: retryAfterSec(answer.headers, clock.now()) }
        : { kind: 'refused', error };
    }
    const ticket = protocol.readSubmitted(answer, run.value);
    if (ticket === null) return unsure(answer.text);
    // A ticket that names a foreign address is not used: the key must not be sent there.
    return line.strangerIn(ticket) === null ? { kind: 'accepted', ticket } : unsure(answer.text);
  };

  const result = async (ticket: T, key: string, signal: AbortSignal): Promise<StatusOutcome> => {
    if (protocol.result === undefined)
      throw new Error(`${id} reports a result at another address without an address.`);
    // Sent once per poll: the body of a 5xx distinguishes a temporary failure from the outcome of the run.
    const outcome = await line.once(protocol.result.ask(ticket, at), key, signal);
    if (outcome.kind !== 'answered') return unreachable(outcome.code, null);
    const { answer } = outcome;
    const isFinal = protocol.result.isFinal(answer) || judgeSentence(answer) !== null;
    // The run has ended, so a persistent failure is not reported as a network failure.
    if (answer.status >= 500 && !isFinal) return withheld(answer, key);
    const early = withoutReading(answer, { key, isFinal });
    if (early !== null) return early;
    const reading = protocol.result.read(answer, ticket);
    return reading === null || reading.kind === 'ended'
      ? { kind: 'failed', error: unclear('provider-answer-invalid', line.redacted(answer.text, key)) }
      : tell(reading, key);
  };

  const status: Provider['status'] = async (opaque, { signal }) => {
    const key = deps.key();
    // The user may set a cleared key again, so the job is kept.
    if (key === null) return { kind: 'unreachable', error: keyMissing(), retryAfterSec: keyMissingSec };
    const ticket = protocol.ticket.parse(opaque);
    const stranger = line.strangerIn(ticket);
    if (stranger !== null) return { kind: 'failed', error: elsewhere(stranger) };
    const outcome = await line.retried(protocol.askStatus(ticket, at), key, signal);
    if (outcome.kind === 'unreachable') {
      const why = outcome.answer === undefined ? null : judgeSentence(outcome.answer);
      return why === null
        ? unreachable(outcome.code, outcome.retryAfterSec)
        : { kind: 'failed', error: errorOf(why, key) };
    }
    const { answer } = outcome;
    const early = withoutReading(answer, { key, isFinal: false });
    if (early !== null) return early;
    const reading = protocol.readStatus(answer, ticket);
    const why = reading === null ? judgeSentence(answer) : null;
    if (why !== null) return { kind: 'failed', error: errorOf(why, key) };
    if (reading === null && isRefusal(answer)) return withheld(answer, key);
    if (reading === null) {
      log.warn('provider status not readable', { provider: id });
      return unreachable('the response is not readable', null);
    }
    if (reading.kind === 'pending' && reading.unknownWord !== undefined)
      log.warn('provider status unknown', {
        provider: id,
        status: line.redacted(reading.unknownWord, key),
      });
    return reading.kind === 'ended' ? result(reading.ticket, key, signal) : tell(reading, key);
  };

  /** null: no information. */
  const pollOnce = async (ticket: T, key: string, signal: AbortSignal): Promise<StatusReading<T> | null> => {
    const outcome = await whileBusy(() => line.once(protocol.askStatus(ticket, at), key, signal), {
      clock,
      signal,
    });
    return outcome.kind === 'answered' && isGood(outcome.answer)
      ? protocol.readStatus(outcome.answer, ticket)
      : null;
  };
  const isQueued = (reading: StatusReading<T> | null): boolean =>
    reading?.kind === 'pending' && reading.isQueued;

  const cancelWith =
    (cancel: NonNullable<typeof protocol.cancel>): NonNullable<Provider['cancel']> =>
    async (opaque, { signal }) => {
      const key = deps.key();
      if (key === null) return { kind: 'unreachable', error: keyMissing() };
      const ticket = protocol.ticket.parse(opaque);
      const stranger = line.strangerIn(ticket);
      if (stranger !== null) return { kind: 'unreachable', error: elsewhere(stranger) };
      const before = await pollOnce(ticket, key, signal);
      const outcome = await whileBusy(() => line.once(cancel.ask(ticket, at), key, signal), {
        clock,
        signal,
      });
      if (outcome.kind !== 'answered')
        return { kind: 'unreachable', error: unreachableError(id, outcome.code) };
      const { answer } = outcome;
      const answered = cancel.read(answer);
      if (answered === 'too-late') return { kind: 'too-late' };
      if (answered === null) return { kind: 'unreachable', error: refusedOrDown(answer, key) };
      // Only queued work is certain to stop, so it must have been queued before and not have run since.
      if (!isQueued(before)) return { kind: 'requested' };
      const after = await pollOnce(ticket, key, signal);
      if (isQueued(after)) return { kind: 'cancelled', charged: 'no' };
      // It may have started and been stopped between the two requests.
      return after?.kind === 'cancelled' ? after : { kind: 'requested' };
    };

  /** The list was received, but does not answer the question. */
  const unlisted = (detail: string): AppError =>
    fail('provider-answer-invalid', { subject: id, detail }).error;

  const findWith =
    (find: NonNullable<typeof protocol.find>): NonNullable<Provider['find']> =>
    async (request, { signal }) => {
      const key = deps.key();
      if (key === null) return { kind: 'unreachable', error: keyMissing() };
      for (let page = 0; page < maxPages; page += 1) {
        const outcome = await whileBusy(() => line.retried(find.ask(request, at, page), key, signal), {
          clock,
          signal,
        });
        if (outcome.kind === 'unreachable')
          return { kind: 'unreachable', error: unreachableError(id, outcome.code) };
        const { answer } = outcome;
        if (!isGood(answer)) return { kind: 'unreachable', error: refusedOrDown(answer, key) };
        const found = find.read(answer, request.requestId);
        if (found === 'absent') return { kind: 'absent' };
        if (found === null) return { kind: 'unreachable', error: unlisted(line.redacted(answer.text, key)) };
        if (found === 'more') continue;
        const stranger = line.strangerIn(found);
        return stranger === null
          ? { kind: 'found', ticket: found }
          : { kind: 'unreachable', error: elsewhere(stranger) };
      }
      return { kind: 'unreachable', error: fail('provider-answer-invalid', { subject: id, maxPages }).error };
    };

  const testKey: Provider['testKey'] = async ({ signal }) => {
    const key = deps.key();
    if (key === null) return { ok: false, error: keyMissing() };
    const outcome = await line.once(protocol.keyTest.ask(at), key, signal);
    if (outcome.kind !== 'answered') return { ok: false, error: unreachableError(id, outcome.code) };
    const { answer } = outcome;
    if (isGood(answer)) return ok({ isGood: true, balanceMicros: protocol.keyTest.readBalance(answer) });
    return { ok: false, error: refusedOrDown(answer, key) };
  };

  const refreshWith =
    (price: NonNullable<typeof protocol.price>): NonNullable<Provider['refreshPrices']> =>
    async (models, { signal }) => {
      const key = deps.key();
      if (price.needsKey && key === null) return { ok: false, error: keyMissing() };
      const prices = new Map<ModelSpec['id'], Price>();
      for (const model of models) {
        const outcome = await line.retried(price.ask(model, at), price.needsKey ? key : null, signal);
        if (outcome.kind === 'unreachable') return { ok: false, error: unreachableError(id, outcome.code) };
        const { answer } = outcome;
        if (answer.status === 404) continue;
        if (!isGood(answer)) return { ok: false, error: refusedOrDown(answer, key ?? '') };
        const read = price.read(answer, model, clock.now().toISOString().slice(0, 10));
        if (read !== null) prices.set(model.id, read);
      }
      return ok(prices);
    };

  return {
    id,
    models,
    needsKey: true,
    isLocal: line.isLocal,
    pollAfterMs: protocol.pollAfterMs,
    resultKeptSec: protocol.resultKeptSec,
    start,
    status,
    ...(protocol.cancel ? { cancel: cancelWith(protocol.cancel) } : {}),
    ticketFor: (modelId, providerJobId) => {
      const model = models.find((candidate) => candidate.id === modelId);
      return model === undefined ? undefined : protocol.ticketFor(model, providerJobId, at);
    },
    ...(protocol.find ? { find: findWith(protocol.find) } : {}),
    download: (location, to, { signal, onProgress }) =>
      location.kind === 'link'
        ? downloadResult(
            { ...deps, isLocalAllowed: line.isLocal },
            { url: location.url, to, signal, onProgress },
          )
        : Promise.resolve(fail('internal', { subject: id })),
    testKey,
    ...(protocol.price ? { refreshPrices: refreshWith(protocol.price) } : {}),
  };
};
