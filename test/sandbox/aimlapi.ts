/** A stand-in for AIMLAPI: its API and the CDN of its results on loopback, as strict as documented. */
import { randomUUID } from 'node:crypto';
import { answerAccount, type LogRow, listModels } from './aimlapi-account.ts';
import {
  invalidBody,
  invalidQuery,
  notFound,
  outOfCredits,
  plainError,
  problem,
  unauthorized,
} from './aimlapi-errors.ts';
import { readInput } from './aimlapi-input.ts';
import type { CdnFiles } from './cdn.ts';
import {
  bodySentence,
  type Faults,
  nextSubmit,
  noFaults,
  outOfMemory,
  takeOne,
  unknownSentence,
} from './faults.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import type { Handler, Logged, ReceivedRequest, Reply } from './server.ts';
import { openStandIn } from './stand-in.ts';

export const sandboxAimlapiKey = 'sandbox-aimlapi-key';

type Job = { readonly id: string; readonly file: string; polls: number; readonly video: Buffer };

const generations = '/v2/video/generations';

/** Submits that are answered without validation. */
const refusals: Partial<Record<Faults['submit'], Reply>> = {
  unauthorized,
  'no-credit': outOfCredits,
  'not-permitted': problem(403, 'Your key does not have permission to use this model', 'err_no_permission'),
  forbidden: plainError(403, 'Forbidden'),
  'rate-limited': { ...plainError(429, 'Too Many Requests'), headers: { 'retry-after': '7' } },
  'refused-list': invalidBody("Invalid enum value. Expected 'image' | 'video', received 'left'"),
  'refused-text': plainError(400, 'Body validation error!'),
  'server-error': plainError(500, 'Something wrong with the server. Please, try again later.'),
};

/** A failed run is answered with 200; the names of errors are not documented. */
const failures: Partial<Record<Faults['outcome'], unknown>> = {
  'completed-with-error': { name: 'Error', message: 'No person was found in the reference video.' },
  'completed-with-platform-error': { name: 'InternalServerError', message: 'The partner is not available.' },
  'result-422': { name: 'BadRequestError', message: 'The content was refused.' },
  'result-model-error': null,
  'refused-in-words': { name: 'Error', message: bodySentence },
  'failed-in-words': { name: 'Error', message: [unknownSentence] },
};

const usage = { meta: { usage: { credits_used: 2_912_000, usd_spent: 1.456 } } };

/** An invalid id is dropped silently. */
const clientRequestIdOf = ({ headers }: ReceivedRequest): string | null => {
  const given = String(headers['x-client-request-id'] ?? '');
  return /^[\w.:-]{1,128}$/.test(given) ? given : null;
};

export const startAimlapiSandbox = async (request: SandboxRequest = {}): Promise<Sandbox> => {
  const faults: Faults = { ...noFaults, ...request.faults };
  const log: Logged[] = [];
  const jobs = new Map<string, Job>();
  const rows: LogRow[] = [];
  const files: CdnFiles = new Map();

  const accept = async (received: ReceivedRequest): Promise<Reply> => {
    const input = await readInput(received);
    if (input.kind === 'refused') return input.reply;
    const file = randomUUID();
    // The longest known form of an id, which must be percent-encoded in a query.
    const id = `${file}:${input.model}`;
    const clientRequestId = clientRequestIdOf(received);
    jobs.set(id, { id, file, polls: 0, video: request.resultBytes ?? input.video });
    rows.push({ model: input.model, inferenceId: id, clientRequestId, createdAt: new Date().toISOString() });
    return {
      status: 200,
      headers: {
        'x-inference-id': id,
        ...(clientRequestId === null ? {} : { 'x-client-request-id': clientRequestId }),
      },
      json: { id, status: 'queued', ...usage },
    };
  };

  const submit = async (received: ReceivedRequest): Promise<Reply> => {
    const refusal = refusals[nextSubmit(faults)];
    if (refusal !== undefined) return refusal;
    if (faults.submit === 'redirected')
      return { status: 307, headers: { location: `${standIn.cdnOrigin}${received.url.pathname}` }, json: {} };
    const accepted = await accept(received);
    if (faults.submit === 'dropped-after-accepting') return 'drop';
    return faults.submit === 'malformed' ? { status: 200, json: 'accepted, I think' } : accepted;
  };

  const result = ({ id, file, video }: Job): Reply => {
    if (faults.outcome === 'refused-with-500') return plainError(500, bodySentence);
    const failure = failures[faults.outcome];
    if (failure !== undefined) return { status: 200, json: { id, status: 'error', error: failure } };
    const name = `result-${file}.mp4`;
    files.set(name, { contentType: 'video/mp4', bytes: video });
    const url =
      faults.outcome === 'result-inside'
        ? 'http://169.254.169.254/latest/meta-data'
        : `${standIn.cdnOrigin}/files/${name}`;
    if (faults.outcome === 'done-with-error')
      return { status: 200, json: { id, status: 'completed', video: null, error: { message: outOfMemory } } };
    // One documentation page shows a list of links.
    const found = faults.outcome === 'done-elsewhere' ? [url] : { url };
    const link = faults.outcome === 'result-malformed' ? 'in the post' : found;
    return { status: 200, json: { id, status: 'completed', video: link, error: null, ...usage } };
  };

  const status = (job: Job): Reply => {
    if (takeOne(faults, 'statusErrors')) return plainError(503, 'Service unavailable');
    if (takeOne(faults, 'statusRateLimits'))
      return { ...plainError(429, 'Too Many Requests'), headers: { 'retry-after': '7' } };
    if (takeOne(faults, 'forbiddenStatuses')) return plainError(403, 'Forbidden');
    if (takeOne(faults, 'forgottenStatuses')) return problem(404, 'Inference not found');
    if (takeOne(faults, 'malformedStatuses')) return { status: 200, json: 'it goes well' };
    if (takeOne(faults, 'unknownStatuses'))
      return { status: 200, json: { id: job.id, status: 'warming-up' } };
    job.polls += 1;
    if (job.polls <= faults.queuePolls) return { status: 200, json: { id: job.id, status: 'queued' } };
    return job.polls <= faults.queuePolls + faults.runPolls
      ? { status: 200, json: { id: job.id, status: 'generating', video: null, error: null } }
      : result(job);
  };

  const readStatus = ({ url }: ReceivedRequest): Reply => {
    const [name, id] = [...url.searchParams][0] ?? [];
    if (name !== 'generation_id' || id === undefined || url.search !== `?${name}=${encodeURIComponent(id)}`)
      return invalidQuery('Expected generation_id, percent-encoded');
    const job = jobs.get(id);
    return job === undefined ? problem(404, 'Inference not found') : status(job);
  };

  const handle: Handler = (received) => {
    if (received.url.pathname === '/v1/models' && received.method === 'GET') return listModels(received.url);
    if (received.headers.authorization !== `Bearer ${sandboxAimlapiKey}`) return unauthorized;
    if (received.url.pathname !== generations) return answerAccount(received, rows) ?? notFound;
    if (received.method === 'POST') return submit(received);
    return received.method === 'GET' ? readStatus(received) : notFound;
  };

  const standIn = await openStandIn({
    name: 'api',
    request,
    faults,
    log,
    files,
    handle,
    isRun: (method) => method === 'POST',
    jobIds: () => [...jobs.keys()],
    environmentAt: (origin) => ({ AIMLAPI_API_KEY: sandboxAimlapiKey, UNDERSTUDY_AIMLAPI_URL: origin }),
  });
  return standIn;
};
