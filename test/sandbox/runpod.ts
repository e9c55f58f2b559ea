/** A stand-in for RunPod's public endpoint on loopback, as strict as documented, or stricter. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
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
import { readDataUri, readLink } from './read-link.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { type Handler, isJson, type Logged, type ReceivedRequest, type Reply } from './server.ts';
import { openStandIn } from './stand-in.ts';

export const sandboxRunpodKey = 'sandbox-runpod-key';

const endpoint = 'kling-v2-6-std-motion-control';
/** "Maximum payload size: 10 MB", https://docs.runpod.io/serverless/endpoints/operation-reference */
const maxBodyBytes = 10_000_000;
const costUsd = 0.42;

/** Unknown fields are refused: the real API may ignore some, and a typo would not be noticed. */
const submitSchema = z.strictObject({
  input: z.strictObject({
    image: z.string().min(1),
    video: z.url({ protocol: /^https?$/ }),
    character_orientation: z.enum(['image', 'video']),
    prompt: z.string().min(1).max(2500).optional(),
    negative_prompt: z.string().min(1).max(2500).optional(),
    keep_original_sound: z.boolean().optional(),
  }),
});

type Job = { readonly id: string; polls: number; readonly video: Buffer; isStopped: boolean };

const refusal = (status: number, error: string): Reply => ({ status, json: { error } });
const jobUnknown = refusal(404, 'job not found');
const newId = (): string => `${randomUUID()}-u1`;
/** A refusal of RunPod's upstream service: its response is a string inside the string. */
const submitError = (message: string): string =>
  `Error submitting task: 400, ${JSON.stringify({ code: 400, message })}`;
/** A refused request is answered as a failed job, like the example of the endpoint for Flux Dev. */
const refused = (error: string): Reply => ({ status: 400, json: { id: newId(), status: 'FAILED', error } });

/**
 * The fields of a failed job besides its id. `error_type` and the rest: an exception in the worker, by runpod-python.
 */
const failures: Partial<Record<Faults['outcome'], Readonly<Record<string, unknown>>>> = {
  'completed-with-error': {
    status: 'FAILED',
    error: submitError('The face could not be found.'),
    output: { status: 'error' },
  },
  'completed-with-platform-error': { status: 'TIMED_OUT' },
  'result-422': { status: 'FAILED', error: 'The content was refused.', output: { status: 'error' } },
  'refused-in-words': { status: 'FAILED', error: submitError(bodySentence) },
  'failed-in-words': { status: 'FAILED', error: [unknownSentence] },
  'result-model-error': {
    status: 'FAILED',
    error: JSON.stringify({
      error_type: "<class 'RuntimeError'>",
      error_message: 'The model is down.',
      error_traceback: 'Traceback (most recent call last): {...}',
      worker_id: 'a1b2c3',
    }),
  },
};

export const startRunpodSandbox = async (request: SandboxRequest = {}): Promise<Sandbox> => {
  const faults: Faults = { ...noFaults, ...request.faults };
  const log: Logged[] = [];
  const jobs = new Map<string, Job>();
  const files: CdnFiles = new Map();

  const accept = async (received: ReceivedRequest): Promise<Reply> => {
    if (!isJson(received)) return refusal(400, 'bad request: content type');
    // The status is not documented; other clients have received these words with a 400.
    if (received.body.length > maxBodyBytes)
      return refusal(400, 'bad request: body: exceeded max body size of 10MiB');
    const body = submitSchema.safeParse(received.json);
    if (!body.success) {
      const [issue] = body.error.issues;
      return refused(`Invalid parameter: ${issue?.path.join('.')}: ${issue?.message}`);
    }
    const { image, video } = body.data.input;
    const expectedImage = { kind: 'image', maxBytes: 10_000_000 } as const;
    const imageFile = image.startsWith('data:')
      ? readDataUri(image, expectedImage)
      : await readLink(image, expectedImage);
    if (imageFile.kind !== 'read') return refused(submitError(`image is ${imageFile.kind}`));
    const videoFile = await readLink(video, { kind: 'video', maxBytes: 100_000_000 });
    if (videoFile.kind !== 'read') return refused(submitError(`video is ${videoFile.kind}`));
    const id = newId();
    jobs.set(id, { id, polls: 0, video: request.resultBytes ?? videoFile.bytes, isStopped: false });
    return { status: 200, json: { id, status: 'IN_QUEUE' } };
  };

  const submit = async (received: ReceivedRequest): Promise<Reply> => {
    switch (nextSubmit(faults)) {
      case 'unauthorized':
        return refusal(401, 'Unauthorized');
      // The response for an account without credit is not documented.
      case 'no-credit':
        return refusal(402, 'Payment Required');
      case 'not-permitted':
        return refusal(403, 'This API key does not have permission for this endpoint.');
      case 'forbidden':
        return refusal(403, 'Forbidden');
      case 'rate-limited':
        return { status: 429, headers: { 'retry-after': '7' }, json: { error: 'Too Many Requests' } };
      case 'refused-list':
        return refused(submitError('The video is too long.'));
      case 'refused-text':
        return refusal(400, 'Bad Request');
      case 'server-error':
        return { status: 500, json: { message: 'Internal Server Error' } };
      case 'malformed':
        await accept(received);
        return { status: 200, json: 'accepted, I think' };
      case 'dropped-after-accepting':
        await accept(received);
        return 'drop';
      case 'redirected':
        return {
          status: 307,
          headers: { location: `${standIn.cdnOrigin}${received.url.pathname}` },
          json: {},
        };
      case 'dropped-before-reading':
      case 'foreign-links':
      case 'none':
        return accept(received);
    }
  };

  const isOver = ({ polls }: Job): boolean => polls > faults.queuePolls + faults.runPolls;

  const output = (job: Job): unknown => {
    const name = `result-${job.id}.mp4`;
    files.set(name, { contentType: 'video/mp4', bytes: job.video });
    switch (faults.outcome) {
      case 'done-with-error':
        return JSON.stringify({ error: outOfMemory });
      case 'done-elsewhere':
        return JSON.stringify({
          result: [{ video_url: `${standIn.cdnOrigin}/files/${name}` }],
          cost: costUsd,
        });
      case 'result-malformed':
        return { video_url: 'in the post', cost: costUsd };
      case 'result-inside':
        return { video_url: 'http://169.254.169.254/latest/meta-data', cost: costUsd };
      default:
        return { video_url: `${standIn.cdnOrigin}/files/${name}`, cost: costUsd };
    }
  };

  const ended = (job: Job): Reply => {
    const times = { id: job.id, delayTime: 25, executionTime: 45_678, workerId: 'oqk7ao1uomckye' };
    if (faults.outcome === 'refused-with-500') return refusal(500, submitError(bodySentence));
    const failure = failures[faults.outcome];
    if (failure !== undefined) return { status: 200, json: { ...times, ...failure } };
    return { status: 200, json: { ...times, status: 'COMPLETED', output: output(job) } };
  };

  const status = (job: Job): Reply => {
    if (takeOne(faults, 'statusErrors')) return refusal(503, 'Service Unavailable');
    if (takeOne(faults, 'statusRateLimits'))
      return { status: 429, headers: { 'retry-after': '7' }, json: { error: 'Too Many Requests' } };
    if (takeOne(faults, 'forbiddenStatuses')) return refusal(403, 'Forbidden');
    if (takeOne(faults, 'forgottenStatuses')) return jobUnknown;
    if (takeOne(faults, 'malformedStatuses')) return { status: 200, json: 'it goes well' };
    if (takeOne(faults, 'unknownStatuses'))
      return { status: 200, json: { id: job.id, status: 'WARMING_UP' } };
    if (job.isStopped) return { status: 200, json: { id: job.id, status: 'CANCELLED' } };
    job.polls += 1;
    if (isOver(job)) return ended(job);
    const running = job.polls === faults.queuePolls + 1 ? 'IN_PROGRESS' : 'RUNNING';
    const word = job.polls <= faults.queuePolls ? 'IN_QUEUE' : running;
    return { status: 200, json: { id: job.id, status: word } };
  };

  /**
   * "Stops in-progress jobs, removes queued jobs before they start." For one that has ended, nothing is documented.
   */
  const cancel = (job: Job): Reply => {
    if (isOver(job)) return { status: 200, json: { id: job.id, status: 'COMPLETED' } };
    job.isStopped = true;
    return { status: 200, json: { id: job.id, status: 'CANCELLED' } };
  };

  const handle: Handler = (received) => {
    const found = /^\/v2\/([^/]+)\/(run|health|status|cancel)(?:\/([^/]+))?$/.exec(received.url.pathname);
    if (found?.[1] !== endpoint) return refusal(404, 'endpoint not found');
    if (received.headers.authorization !== `Bearer ${sandboxRunpodKey}`) return refusal(401, 'Unauthorized');
    const [, , operation, id] = found;
    const method = operation === 'run' || operation === 'cancel' ? 'POST' : 'GET';
    if (received.method !== method) return refusal(405, 'Method Not Allowed');
    const isOfJob = operation === 'status' || operation === 'cancel';
    if (isOfJob !== (id !== undefined)) return refusal(404, 'path not found');
    if (operation === 'run') return submit(received);
    if (operation === 'health')
      return { status: 200, json: { jobs: { completed: 1, inQueue: 0 }, workers: { idle: 1, running: 0 } } };
    const job = jobs.get(id ?? '');
    if (job === undefined) return jobUnknown;
    return operation === 'status' ? status(job) : cancel(job);
  };

  const standIn = await openStandIn({
    name: 'api',
    request,
    faults,
    log,
    files,
    handle,
    isRun: (method, path) => method === 'POST' && path.endsWith('/run'),
    jobIds: () => [...jobs.keys()],
    environmentAt: (origin) => ({ RUNPOD_API_KEY: sandboxRunpodKey, UNDERSTUDY_RUNPOD_URL: origin }),
  });
  return standIn;
};
