/**
 * The program of the image process: decodes, draws and encodes one image at a time and draws text, so that a damaged or hostile file
 * cannot end or block the main process. Started by `worker/worker-child.ts` under Node and by the desktop shell as a utility process.
 */
import { basename } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { watchMemory } from '../worker/watch-memory.ts';
import type { WorkerReply } from '../worker/worker-pool.ts';
import { answerRequests } from '../worker/worker-port.ts';
import { readDecodedFacts } from './decoded-facts.ts';
import { drawImage } from './draw-image.ts';
import { drawText } from './draw-text.ts';
import { ImageError } from './image-error.ts';
import type { ImageFailure, ImageRequest } from './image-requests.ts';
import { fontPath } from './text-font.ts';

/** The largest image that is decoded takes about 2 GB: 200 million pixels, as decoded and as drawn. The heap limit does not cover pixels. */
const maxMemoryBytes = 3_000_000_000;

/** Error texts reach the log and the page; full paths do not. */
const withoutPath = (cause: unknown, path: string): string =>
  cause instanceof Error ? cause.message.replaceAll(path, basename(path)) : '';

const run = async (request: ImageRequest): Promise<unknown> => {
  switch (request.kind) {
    case 'facts':
      return readDecodedFacts(request);
    case 'draw':
      return { bytes: await drawImage(request) };
    case 'text':
      return drawText(request);
    default:
      return assertNever(request);
  }
};

const failureOf = (request: ImageRequest, cause: unknown): ImageFailure => {
  if (cause instanceof ImageError) return cause.failure;
  return request.kind === 'text'
    ? { reason: 'text-failed', detail: withoutPath(cause, fontPath) }
    : { reason: 'unreadable', detail: withoutPath(cause, request.path) };
};

const answer = (request: ImageRequest): Promise<WorkerReply> =>
  run(request).then(
    (value): WorkerReply => ({ kind: 'done', value }),
    (cause): WorkerReply => ({ kind: 'failed', failure: failureOf(request, cause) }),
  );

watchMemory(maxMemoryBytes);
answerRequests((request) => answer(request as ImageRequest));
