/** A stand-in for fal: queue, storage and CDN on loopback, as strict as the documents say the real ones are. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Faults, noFaults, takeOne } from './faults.ts';
import { type Asked, type Handler, type Logged, type Reply, startServer } from './server.ts';

export const sandboxKey = 'sandbox-key-id:sandbox-key-secret';

const endpoints = ['v2.6/pro', 'v2.6/standard', 'v3/pro', 'v3/standard'].map(
  (tier) => `/fal-ai/kling-video/${tier}/motion-control`,
);

/** Unknown fields are refused: the real one ignores some, and a typo would go unseen. */
const submitSchema = z.strictObject({
  image_url: z.url(),
  video_url: z.url(),
  character_orientation: z.enum(['image', 'video']),
  prompt: z.string().max(2500).optional(),
  keep_original_sound: z.boolean().optional(),
});

type Job = { readonly id: string; polls: number; readonly video: Buffer; isCancelled: boolean };
type Stored = { readonly contentType: string; bytes: Buffer | null };

const unauthorized: Reply = {
  status: 401,
  json: { detail: 'Authentication is required to access this application.' },
};
const notFound: Reply = { status: 404, json: { detail: 'Not Found' } };
const problem = (loc: string, type: string, msg: string): Reply => ({
  status: 422,
  json: { detail: [{ loc: ['body', loc], msg, type }] },
});

export type FalSandbox = {
  /** Environment variables that point the program here. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: readonly Logged[];
  readonly faults: Faults;
  /** How many requests asked for a paid run. */
  readonly submits: () => number;
  readonly close: () => Promise<void>;
};

export const startFalSandbox = async (
  request: { readonly faults?: Partial<Faults> } = {},
): Promise<FalSandbox> => {
  const faults: Faults = { ...noFaults, ...request.faults };
  const log: Logged[] = [];
  const jobs = new Map<string, Job>();
  const files = new Map<string, Stored>();
  const isKnownKey = (asked: Asked) => asked.headers.authorization === `Key ${sandboxKey}`;

  /** Only what the CDN holds can be read, as only public addresses could be in the real world. */
  const readLink = (link: string, kind: string): Buffer | null => {
    const stored = files.get(new URL(link).pathname.slice('/files/'.length));
    return link.startsWith(cdn.origin) && stored?.bytes && stored.contentType.startsWith(kind)
      ? stored.bytes
      : null;
  };

  const accept = (asked: Asked): Reply => {
    const input = submitSchema.safeParse(asked.json);
    if (!input.success) {
      const [issue] = input.error.issues;
      return problem(String(issue?.path[0] ?? 'body'), 'value_error', issue?.message ?? 'invalid');
    }
    const image = readLink(input.data.image_url, 'image/');
    const video = readLink(input.data.video_url, 'video/');
    if (image === null) return problem('image_url', 'file_download_error', 'Failed to download the file.');
    if (video === null) return problem('video_url', 'file_download_error', 'Failed to download the file.');
    if (image.length > 10_000_000) return problem('image_url', 'file_too_large', 'The file is too large.');
    if (video.length > 100_000_000) return problem('video_url', 'file_too_large', 'The file is too large.');
    const id = randomUUID();
    jobs.set(id, { id, polls: 0, video, isCancelled: false });
    // The sub-path of the endpoint is dropped, as the real one does.
    const base = `${queue.origin}/fal-ai/kling-video/requests/${id}`;
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

  const submit = (asked: Asked): Reply => {
    switch (faults.submit) {
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
        accept(asked);
        return { status: 200, json: 'accepted, I think' };
      case 'dropped-after-accepting':
        accept(asked);
        return 'drop';
      case 'dropped-before-reading':
      case 'none':
        return accept(asked);
    }
  };

  const status = (job: Job): Reply => {
    if (takeOne(faults, 'statusErrors'))
      return { status: 503, json: { detail: 'unavailable', error_type: 'runner_disconnected' } };
    job.polls += 1;
    if (job.polls <= faults.queuePolls)
      return {
        status: 202,
        json: { status: 'IN_QUEUE', request_id: job.id, queue_position: faults.queuePolls - job.polls },
      };
    if (job.polls <= faults.queuePolls + faults.runPolls)
      return { status: 202, json: { status: 'IN_PROGRESS', request_id: job.id, logs: [] } };
    const failure =
      faults.outcome === 'completed-with-error'
        ? { error: 'The face could not be found.', error_type: 'face_detection_error' }
        : {};
    return {
      status: 200,
      json: {
        status: 'COMPLETED',
        request_id: job.id,
        logs: [],
        metrics: { inference_time: 42 },
        ...failure,
      },
    };
  };

  const result = (job: Job): Reply => {
    if (job.polls <= faults.queuePolls + faults.runPolls)
      return { status: 400, json: { detail: 'Request is still in progress' } };
    if (takeOne(faults, 'resultTimeouts'))
      return { status: 504, json: { detail: 'Gateway timeout', error_type: 'request_timeout' } };
    if (faults.outcome === 'result-422')
      return problem('image_url', 'content_policy_violation', 'The content was refused.');
    const name = `result-${job.id}.mp4`;
    files.set(name, { contentType: 'video/mp4', bytes: job.video });
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
  };

  const queueHandler: Handler = (asked) => {
    if (!isKnownKey(asked)) return unauthorized;
    const path = asked.url.pathname;
    if (endpoints.includes(path))
      return asked.method === 'POST'
        ? submit(asked)
        : { status: 405, json: { detail: 'Method Not Allowed' } };
    const found = /^\/fal-ai\/kling-video\/requests\/([\w-]+)(\/status|\/cancel)?$/.exec(path);
    const job = jobs.get(found?.[1] ?? '');
    if (!found || !job) return notFound;
    if (found[2] === '/status' && asked.method === 'GET') return status(job);
    if (found[2] === '/cancel' && asked.method === 'PUT') {
      if (job.polls > faults.queuePolls + faults.runPolls)
        return { status: 400, json: { status: 'ALREADY_COMPLETED' } };
      job.isCancelled = true;
      return { status: 202, json: { status: 'CANCELLATION_REQUESTED' } };
    }
    return found[2] === undefined && asked.method === 'GET'
      ? result(job)
      : { status: 405, json: { detail: 'Method Not Allowed' } };
  };

  const initiateSchema = z.strictObject({ content_type: z.string(), file_name: z.string() });
  const restHandler: Handler = (asked) => {
    if (asked.method !== 'POST') return { status: 405, json: { detail: 'Method Not Allowed' } };
    if (!isKnownKey(asked)) return unauthorized;
    if (asked.url.searchParams.get('storage_type') !== 'fal-cdn-v3')
      return { status: 400, json: { detail: 'storage_type' } };
    if (asked.url.pathname === '/storage/auth/token')
      return {
        status: 200,
        json: {
          token: 'upload-only',
          token_type: 'Bearer',
          base_url: cdn.origin,
          expires_at: '2030-01-01T00:00:00Z',
        },
      };
    const input = initiateSchema.safeParse(asked.json);
    if (asked.url.pathname !== '/storage/upload/initiate' || !input.success) return notFound;
    if (takeOne(faults, 'uploadErrors')) return { status: 500, json: { detail: 'Internal error' } };
    const name = `${randomUUID()}-${input.data.file_name}`;
    files.set(name, { contentType: input.data.content_type, bytes: null });
    return {
      status: 200,
      json: {
        upload_url: `${cdn.origin}/files/${name}?signature=s3cret`,
        file_url: `${cdn.origin}/files/${name}`,
      },
    };
  };

  const cdnHandler: Handler = (asked) => {
    const stored = files.get(asked.url.pathname.slice('/files/'.length));
    if (!stored) return notFound;
    if (asked.method === 'PUT') {
      // The upload address carries its own right; a key sent along would have leaked.
      if (asked.headers.authorization !== undefined || asked.url.searchParams.get('signature') !== 's3cret')
        return { status: 403, json: { detail: 'Forbidden' } };
      if (asked.headers['content-type'] !== stored.contentType)
        return { status: 400, json: { detail: 'content type' } };
      stored.bytes = asked.body;
      return { status: 200, json: {} };
    }
    if (stored.bytes === null) return notFound;
    const isResult = asked.url.pathname.includes('/result-');
    if (isResult && takeOne(faults, 'missingDownloads')) return notFound;
    const range = /^bytes=(\d+)-$/.exec(asked.headers.range ?? '');
    const from = Number(range?.[1] ?? 0);
    const headers = { 'content-type': stored.contentType, 'accept-ranges': 'bytes' };
    if (range && from >= stored.bytes.length)
      return { status: 416, headers: { 'content-range': `bytes */${stored.bytes.length}` }, json: {} };
    const bytes = stored.bytes.subarray(from);
    const cut = isResult && takeOne(faults, 'halfDownloads') ? { cutAt: Math.floor(bytes.length / 2) } : {};
    return range
      ? {
          status: 206,
          headers: {
            ...headers,
            'content-range': `bytes ${from}-${stored.bytes.length - 1}/${stored.bytes.length}`,
          },
          bytes,
          ...cut,
        }
      : { status: 200, headers, bytes, ...cut };
  };

  const cdn = await startServer({ name: 'cdn', log, handle: cdnHandler });
  const rest = await startServer({ name: 'rest', log, handle: restHandler });
  const queue = await startServer({
    name: 'queue',
    log,
    handle: queueHandler,
    dropsUnread: (method) => method === 'POST' && faults.submit === 'dropped-before-reading',
  });

  return {
    environment: {
      FAL_KEY: sandboxKey,
      UNDERSTUDY_FAL_QUEUE_URL: queue.origin,
      UNDERSTUDY_FAL_REST_URL: rest.origin,
    },
    log,
    faults,
    submits: () => log.filter(({ server, method }) => server === 'queue' && method === 'POST').length,
    close: async () => {
      await Promise.all([queue, rest, cdn].map((server) => server.close()));
    },
  };
};
