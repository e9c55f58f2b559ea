/**
 * The program of the image process: decodes, draws and encodes one image at a time and draws text, so that a damaged or hostile file
 * cannot end or block the main process. Started by `image-child.ts` under Node and by the desktop shell as a utility process.
 */
import { basename } from 'node:path';
import { assertNever } from '#contract/assert-never.ts';
import { readDecodedFacts } from './decoded-facts.ts';
import { drawImage } from './draw-image.ts';
import { drawText } from './draw-text.ts';
import { ImageError } from './image-error.ts';
import type { ImageFailure, ImageReply, ImageRequest } from './image-requests.ts';
import { fontPath } from './text-font.ts';
import { watchMemory } from './watch-memory.ts';

/** The largest image that is decoded takes about 2 GB: 200 million pixels, as decoded and as drawn. The heap limit does not cover pixels. */
const maxMemoryBytes = 3_000_000_000;

/** Electron's side of a utility process; under plain Node messages come by `process.send`. */
type ParentPort = {
  readonly on: (event: 'message', listener: (message: { readonly data: unknown }) => void) => void;
  readonly postMessage: (message: unknown) => void;
};

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;

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

const answer = (request: ImageRequest): Promise<ImageReply> =>
  run(request).then(
    (value): ImageReply => ({ kind: 'done', value }),
    (cause): ImageReply => ({ kind: 'failed', failure: failureOf(request, cause) }),
  );

const reply = (message: ImageReply): void => {
  if (parentPort) parentPort.postMessage(message);
  else process.send?.(message);
};
/** Requests come from the main process of the same version, so they are not parsed. */
const take = (request: unknown): void => void answer(request as ImageRequest).then(reply);

watchMemory(maxMemoryBytes);
if (parentPort) parentPort.on('message', ({ data }) => take(data));
else {
  process.on('message', take);
  process.on('disconnect', () => process.exit());
}
