/** A stand-in for Novita: its API and the store of its results on loopback, as strict as documented. */
import { randomUUID } from 'node:crypto';
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
import { problem, readInput } from './novita-input.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { type Handler, isJson, type Logged, type ReceivedRequest, type Reply } from './server.ts';
import { openStandIn } from './stand-in.ts';

export const sandboxNovitaKey = 'sandbox-novita-key';

type Job = { readonly id: string; polls: number; readonly video: Buffer };

const apiNotFound = problem('API_NOT_FOUND', 'api not found');
const taskNotFound = problem('TASK_NOT_FOUND', 'task not found');
const rateLimited: Reply = {
  ...problem('RATE_LIMIT_EXCEEDED', 'rate limit exceeded'),
  headers: { 'retry-after': '7' },
};

/** Submits that are answered without validation. */
const refusals: Partial<Record<Faults['submit'], Reply>> = {
  unauthorized: problem('INVALID_API_KEY', 'invalid api key'),
  'no-credit': problem('BILLING_BALANCE_NOT_ENOUGH', 'not enough balance'),
  'not-permitted': problem('API_NOT_ALLOWED', 'this key may not use this api'),
  forbidden: { status: 403, json: { message: 'Forbidden' } },
  'rate-limited': rateLimited,
  'refused-list': problem('INVALID_IMAGE_SIZE', 'image width or height exceeds limit'),
  'refused-text': problem('INVALID_REQUEST_BODY', 'request parameter validation failed'),
  'server-error': problem('CREATE_TASK_FAILED', 'failed to create task'),
};

/** The text of a failed task; the real one's has no documented form. */
const failures: Partial<Record<Faults['outcome'], string>> = {
  'completed-with-error': 'no person was found in the reference video',
  'completed-with-platform-error': 'TASK_FAILED: task execution failed',
  'result-422': 'ILLEGAL_IMAGE_CONTENT: image contains inappropriate content',
  'result-model-error': '',
  'refused-in-words': `Image recognition failed. ${bodySentence}`,
  'failed-in-words': unknownSentence,
};

export const startNovitaSandbox = async (request: SandboxRequest = {}): Promise<Sandbox> => {
  const faults: Faults = { ...noFaults, ...request.faults };
  const log: Logged[] = [];
  const jobs = new Map<string, Job>();
  const files: CdnFiles = new Map();

  const refuseCaller = (received: ReceivedRequest): Reply | null => {
    const given = received.headers.authorization;
    if (given === undefined) return problem('MISSING_API_KEY', 'api key not provided');
    if (given !== `Bearer ${sandboxNovitaKey}`) return problem('INVALID_API_KEY', 'invalid api key');
    return isJson(received) ? null : problem('INVALID_REQUEST_BODY', 'content-type must be application/json');
  };

  const accept = async (received: ReceivedRequest): Promise<Reply> => {
    const input = await readInput(received);
    if (input.kind === 'refused') return input.reply;
    const id = randomUUID();
    jobs.set(id, { id, polls: 0, video: request.resultBytes ?? input.video });
    return { status: 200, json: { task_id: id } };
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

  /** A presigned link in the format of S3, a new one each time, valid for an hour. */
  const signedLink = (job: Job): string => {
    const name = `result-${job.id}.mp4`;
    files.set(name, { contentType: 'video/mp4', bytes: job.video });
    const link = new URL(`/files/${name}`, standIn.cdnOrigin);
    link.searchParams.set('X-Amz-Algorithm', 'AWS4-HMAC-SHA256');
    link.searchParams.set('X-Amz-Date', new Date().toISOString().replace(/[-:]|\.\d+/g, ''));
    link.searchParams.set('X-Amz-Expires', '3600');
    link.searchParams.set('X-Amz-Signature', randomUUID());
    return link.href;
  };

  const videosOf = (job: Job): readonly unknown[] => {
    if (['result-malformed', 'done-with-error'].includes(faults.outcome)) return [];
    if (faults.outcome === 'done-elsewhere') return [{ video: { url: signedLink(job) } }];
    const link =
      faults.outcome === 'result-inside' ? 'http://169.254.169.254/latest/meta-data' : signedLink(job);
    return [{ video_url: link, video_url_ttl: '3600', video_type: 'mp4' }];
  };

  /** The complete schema of the task-result page, most of it empty for these models. */
  const taskResultBody = (
    job: Job,
    task: Readonly<Record<string, unknown>>,
    videos: readonly unknown[] = [],
  ): Reply => ({
    status: 200,
    json: {
      extra: { seed: '', enable_nsfw_detection: false, debug_info: { submit_time_ms: '' } },
      task: { task_id: job.id, task_type: 'IMG_TO_VIDEO', reason: '', eta: 0, progress_percent: 0, ...task },
      images: [],
      videos,
      audios: [],
    },
  });

  const taskOf = (job: Job): Reply => {
    job.polls += 1;
    if (job.polls <= faults.queuePolls) return taskResultBody(job, { status: 'TASK_STATUS_QUEUED' });
    if (job.polls <= faults.queuePolls + faults.runPolls)
      return taskResultBody(job, { status: 'TASK_STATUS_PROCESSING', eta: 90, progress_percent: 40 });
    if (faults.outcome === 'refused-with-500')
      return { status: 500, json: { code: 500, reason: 'TASK_FAILED', message: bodySentence } };
    const reason = failures[faults.outcome];
    return reason === undefined
      ? taskResultBody(
          job,
          {
            status: 'TASK_STATUS_SUCCEED',
            ...(faults.outcome === 'done-with-error'
              ? { reason: JSON.stringify({ error: outOfMemory }) }
              : {}),
          },
          videosOf(job),
        )
      : taskResultBody(job, { status: 'TASK_STATUS_FAILED', reason });
  };

  const taskResult = ({ url }: ReceivedRequest): Reply => {
    const names = [...url.searchParams.keys()];
    if (names.length !== 1 || names[0] !== 'task_id')
      return problem('INVALID_REQUEST_BODY', 'task_id is the only parameter');
    const job = jobs.get(url.searchParams.get('task_id') ?? '');
    if (job === undefined || takeOne(faults, 'forgottenStatuses')) return taskNotFound;
    if (takeOne(faults, 'forbiddenStatuses')) return { status: 403, json: { message: 'Forbidden' } };
    if (takeOne(faults, 'statusErrors')) return problem('GET_RESULT_FAILED', 'failed to get task result');
    if (takeOne(faults, 'statusRateLimits')) return rateLimited;
    if (takeOne(faults, 'malformedStatuses')) return { status: 200, json: 'it goes well' };
    if (takeOne(faults, 'unknownStatuses')) return taskResultBody(job, { status: 'TASK_STATUS_WARMING_UP' });
    return taskOf(job);
  };

  /** Ten-thousandths of a dollar, as a string. */
  const balance: Reply = {
    status: 200,
    json: {
      availableBalance: '123456',
      cashBalance: '100000',
      creditLimit: '23456',
      pendingCharges: '0',
      outstandingInvoices: '0',
    },
  };

  const routes: Readonly<Record<string, (received: ReceivedRequest) => Reply | Promise<Reply>>> = {
    'POST /v3/async/kling-v2.6-pro-motion-control': submit,
    'POST /v3/async/kling-v3.0-motion-control': submit,
    'GET /v3/async/task-result': taskResult,
    'GET /openapi/v1/billing/balance/detail': () => balance,
  };
  const handle: Handler = (received) => {
    const route = routes[`${received.method} ${received.url.pathname}`];
    return route === undefined ? apiNotFound : (refuseCaller(received) ?? route(received));
  };

  const standIn = await openStandIn({
    name: 'novita',
    request,
    faults,
    log,
    files,
    handle,
    isRun: (method) => method === 'POST',
    jobIds: () => [...jobs.keys()],
    environmentAt: (origin) => ({ NOVITA_API_KEY: sandboxNovitaKey, UNDERSTUDY_NOVITA_URL: origin }),
  });
  return standIn;
};
