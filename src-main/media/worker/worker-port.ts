/** The worker's side of its channel: a forked Node process or a utility process of Electron. */
import type { WorkerReply } from './worker-pool.ts';

/** Electron's side of a utility process; under plain Node messages come by `process.send`. */
type ParentPort = {
  readonly on: (event: 'message', listener: (message: { readonly data: unknown }) => void) => void;
  readonly postMessage: (message: unknown) => void;
};

const parentPort = (process as { readonly parentPort?: ParentPort }).parentPort;

const send = (reply: WorkerReply): void => {
  if (parentPort) parentPort.postMessage(reply);
  else process.send?.(reply);
};

/** `answer` never rejects. Requests come from the main process of the same version, so they are not parsed. */
export const answerRequests = (answer: (request: unknown) => Promise<WorkerReply>): void => {
  const take = (request: unknown): void => void answer(request).then(send);
  if (parentPort) parentPort.on('message', ({ data }) => take(data));
  else {
    process.on('message', take);
    process.on('disconnect', () => process.exit());
  }
};
