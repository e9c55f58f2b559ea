/** A stand-in for fal: queue, storage and CDN on loopback, as strict as documented. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createCdn, notFound, type Stored } from './cdn.ts';
import { startControl } from './control.ts';
import { createRest } from './fal-rest.ts';
import {
  bodySentence,
  type Faults,
  nextSubmit,
  noFaults,
  outOfMemory,
  takeOne,
  unknownSentence,
} from './faults.ts';
import { readDataUri, readLink } from './read-link.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import {
  type Handler,
  isJson,
  type Logged,
  type ReceivedRequest,
  type Reply,
  startServer,
} from './server.ts';

export const sandboxKey = 'sandbox-key-id:sandbox-key-secret';

const endpoints = ['v2.6/pro', 'v2.6/standard', 'v3/pro', 'v3/standard'].map(
  (tier) => `/fal-ai/kling-video/${tier}/motion-control`,
);

/** Unknown fields are refused: the real API ignores some, and a typo would not be noticed. */
const submitSchema = z.strictObject({
  image_url: z.url(),
  video_url: z.url(),
  character_orientation: z.enum(['image', 'video']),
  prompt: z.string().max(2500).optional(),
  keep_original_sound: z.boolean().optional(),
});

type Job = { readonly id: string; polls: number; readonly video: Buffer; isStopped: boolean };

const unauthorized: Reply = {
  status: 401,
  json: { detail: 'Authentication is required to access this application.' },
};
const forbidden: Reply = { status: 403, json: { detail: 'Forbidden' } };
const problem = (loc: string, type: string, msg: string): Reply => ({
  status: 422,
  json: { detail: [{ loc: ['body', loc], msg, type }] },
});

/** Errors in the status of a completed job. */
const completionErrors: Partial<Record<Faults['outcome'], { error: string; error_type: string }>> = {
  'completed-with-error': { error: 'The face could not be found.', error_type: 'face_detection_error' },
  'completed-with-platform-error': { error: 'The runner went away.', error_type: 'runner_disconnected' },
};

export const startFalSandbox = async (request: SandboxRequest = {}): Promise<Sandbox> => {
  const faults: Faults = { ...noFaults, ...request.faults };
  const log: Logged[] = [];
  const jobs = new Map<string, Job>();
  const files = new Map<string, Stored>();
  const refuseKey = (received: ReceivedRequest): Reply | null =>
    received.headers.authorization === `Key ${sandboxKey}` ? null : unauthorized;

  /** Small images may be inside the request. */
  const readImage = (given: string) => {
    const expected = { kind: 'image', maxBytes: 10_000_000 } as const;
    return given.startsWith('data:') ? readDataUri(given, expected) : readLink(given, expected);
  };
  const unread = (field: string, kind: 'unreadable' | 'wrong-type' | 'too-large'): Reply =>
    kind === 'too-large'
      ? problem(field, 'file_too_large', 'The file is too large.')
      : problem(field, 'file_download_error', 'Failed to download the file.');

  const accept = async (received: ReceivedRequest): Promise<Reply> => {
    if (!isJson(received)) return { status: 415, json: { detail: 'Unsupported Media Type' } };
    const input = submitSchema.safeParse(received.json);
    if (!input.success) {
      const [issue] = input.error.issues;
      return problem(String(issue?.path[0] ?? 'body'), 'value_error', issue?.message ?? 'invalid');
    }
    const image = await readImage(input.data.image_url);
    if (image.kind !== 'read') return unread('image_url', image.kind);
    const video = await readLink(input.data.video_url, { kind: 'video', maxBytes: 100_000_000 });
    if (video.kind !== 'read') return unread('video_url', video.kind);
    const id = randomUUID();
    jobs.set(id, { id, polls: 0, video: request.resultBytes ?? video.bytes, isStopped: false });
    // The sub-path of the endpoint is dropped, as at the real API.
    const host = faults.submit === 'foreign-links' ? cdn.origin : queue.origin;
    const base = `${host}/fal-ai/kling-video/requests/${id}`;
    return {
      status: 200,
      json: {
        status: 'IN_QUEUE',
        request_id: id,
        response_url: base,
        status_url: `${base}/status`,
        cancel_url: `${base}/cancel`,
        queue_position: 1,
      },
    };
  };

  const submit = async (received: ReceivedRequest): Promise<Reply> => {
    switch (nextSubmit(faults)) {
      case 'unauthorized':
        return unauthorized;
      case 'no-credit':
        return {
          status: 403,
          json: {
            detail:
              'User is locked. Reason: Exhausted balance. Top up your balance at fal.ai/dashboard/billing.',
          },
        };
      case 'not-permitted':
        return { status: 403, json: { detail: 'Forbidden: insufficient permissions' } };
      case 'forbidden':
        return forbidden;
      case 'rate-limited':
        return {
          status: 429,
          headers: { 'retry-after': '7' },
          json: { detail: 'Too many requests', error_type: 'concurrent_requests_limit' },
        };
      case 'refused-list':
        return problem('video_url', 'video_duration_too_long', 'The video is too long.');
      case 'refused-text':
        return { status: 422, json: { detail: 'Invalid input' } };
      case 'server-error':
        return { status: 500, json: { detail: 'Internal error', error_type: 'internal_error' } };
      case 'malformed':
        await accept(received);
        return { status: 200, json: 'accepted, I think' };
      case 'dropped-after-accepting':
        await accept(received);
        return 'drop';
      case 'redirected':
        return { status: 307, headers: { location: `${cdn.origin}${received.url.pathname}` }, json: {} };
      case 'dropped-before-reading':
      case 'foreign-links':
      case 'none':
        return accept(received);
    }
  };

  const status = (job: Job): Reply => {
    if (takeOne(faults, 'statusErrors'))
      return { status: 503, json: { detail: 'unavailable', error_type: 'runner_disconnected' } };
    if (takeOne(faults, 'statusRateLimits'))
      return { status: 429, headers: { 'retry-after': '7' }, json: { detail: 'Too many requests' } };
    if (takeOne(faults, 'forbiddenStatuses')) return forbidden;
    if (takeOne(faults, 'forgottenStatuses')) return notFound;
    if (takeOne(faults, 'malformedStatuses')) return { status: 200, json: 'it goes well' };
    if (takeOne(faults, 'unknownStatuses'))
      return { status: 202, json: { status: 'WARMING_UP', request_id: job.id } };
    if (job.isStopped)
      return {
        status: 200,
        json: { status: 'COMPLETED', request_id: job.id, error: 'Cancelled', error_type: 'client_cancelled' },
      };
    job.polls += 1;
    if (job.polls <= faults.queuePolls)
      return {
        status: 202,
        json: { status: 'IN_QUEUE', request_id: job.id, queue_position: faults.queuePolls - job.polls },
      };
    if (job.polls <= faults.queuePolls + faults.runPolls)
      return { status: 202, json: { status: 'IN_PROGRESS', request_id: job.id, logs: [] } };
    return {
      status: 200,
      json: {
        status: 'COMPLETED',
        request_id: job.id,
        logs: [],
        metrics: { inference_time: 42 },
        ...completionErrors[faults.outcome],
      },
    };
  };

  /** Cancelling a queued job removes it from the queue; a running job continues, as fal documents. */
  const cancel = (job: Job): Reply => {
    if (job.isStopped || job.polls > faults.queuePolls + faults.runPolls)
      return { status: 400, json: { status: 'ALREADY_COMPLETED' } };
    job.isStopped = job.polls <= faults.queuePolls;
    return { status: 202, json: { status: 'CANCELLATION_REQUESTED' } };
  };

  const result = (job: Job): Reply => {
    if (job.isStopped) return { status: 499, json: { detail: 'Cancelled', error_type: 'client_cancelled' } };
    if (job.polls <= faults.queuePolls + faults.runPolls)
      return { status: 400, json: { detail: 'Request is still in progress' } };
    if (takeOne(faults, 'resultTimeouts'))
      return { status: 504, json: { detail: 'Gateway timeout', error_type: 'request_timeout' } };
    const name = `result-${job.id}.mp4`;
    files.set(name, { contentType: 'video/mp4', bytes: job.video });
    switch (faults.outcome) {
      case 'result-422':
        return problem('image_url', 'content_policy_violation', 'The content was refused.');
      case 'result-model-error':
        return {
          status: 500,
          json: {
            detail: [{ loc: ['body'], msg: 'The model is down.', type: 'downstream_service_unavailable' }],
          },
        };
      case 'refused-in-words':
        return { status: 422, json: { detail: bodySentence } };
      case 'refused-with-500':
        return { status: 500, json: { detail: bodySentence } };
      case 'failed-in-words':
        return { status: 422, json: { detail: unknownSentence } };
      case 'done-with-error':
        return { status: 200, json: { video: null, error: outOfMemory } };
      case 'done-elsewhere':
        return { status: 200, json: { output: { videos: [`${cdn.origin}/files/${name}`] } } };
      case 'result-malformed':
        return { status: 200, json: { video: 'in the post' } };
      case 'result-inside':
        return { status: 200, json: { video: { url: 'http://169.254.169.254/latest/meta-data' } } };
      default:
        return {
          status: 200,
          headers: { 'x-fal-billable-units': '10.04' },
          json: {
            video: {
              url: `${cdn.origin}/files/${name}`,
              content_type: 'video/mp4',
              file_name: 'output.mp4',
              file_size: job.video.length,
            },
          },
        };
    }
  };

  const queueHandler: Handler = (received) => {
    const refused = refuseKey(received);
    if (refused) return refused;
    const path = received.url.pathname;
    if (endpoints.includes(path))
      return received.method === 'POST'
        ? submit(received)
        : { status: 405, json: { detail: 'Method Not Allowed' } };
    const found = /^\/fal-ai\/kling-video\/requests\/([\w-]+)(\/status|\/cancel)?$/.exec(path);
    const job = jobs.get(found?.[1] ?? '');
    if (!found || !job) return notFound;
    if (found[2] === '/status' && received.method === 'GET') return status(job);
    if (found[2] === '/cancel' && received.method === 'PUT') return cancel(job);
    return found[2] === undefined && received.method === 'GET'
      ? result(job)
      : { status: 405, json: { detail: 'Method Not Allowed' } };
  };

  /** https://api.fal.ai/v1/models/pricing: with the key, one entry for each requested endpoint. */
  const apiHandler: Handler = (received) => {
    const refused = refuseKey(received);
    if (refused) return refused;
    const { pathname, searchParams } = received.url;
    if (received.method !== 'GET' || pathname !== '/v1/models/pricing') return notFound;
    const asking = searchParams.getAll('endpoint_id').filter((id) => endpoints.includes(`/${id}`));
    const prices = asking.map((endpoint_id) => ({
      endpoint_id,
      unit_price: 0.095,
      unit: 'seconds',
      currency: 'USD',
    }));
    return { status: 200, json: { prices, has_more: false, next_cursor: null } };
  };

  const slowMs = () => faults.slowMs;
  const at = (offset: number) => (request.port === undefined ? {} : { port: request.port + offset });
  const cdn = await startServer({ name: 'cdn', log, handle: createCdn({ faults, files }), slowMs, ...at(2) });
  const rest = await startServer({
    name: 'rest',
    log,
    handle: createRest({ faults, files, cdnOrigin: cdn.origin, refuseKey }),
    slowMs,
    ...at(1),
  });
  const queue = await startServer({
    name: 'queue',
    log,
    handle: queueHandler,
    slowMs,
    ...at(0),
    dropsUnread: (method) => method === 'POST' && faults.submit === 'dropped-before-reading',
  });

  const api = await startServer({ name: 'api', log, handle: apiHandler, slowMs, ...at(4) });
  const control = await startControl({ faults, log, ...at(3) });

  return {
    environment: {
      FAL_KEY: sandboxKey,
      UNDERSTUDY_FAL_QUEUE_URL: queue.origin,
      UNDERSTUDY_FAL_REST_URL: rest.origin,
      UNDERSTUDY_FAL_API_URL: api.origin,
    },
    log,
    faults,
    controlOrigin: control.origin,
    jobIds: () => [...jobs.keys()],
    submits: () => log.filter(({ server, method }) => server === 'queue' && method === 'POST').length,
    close: async () => {
      await Promise.all([queue, rest, cdn, api, control].map((server) => server.close()));
    },
  };
};
