/** Worker processes of one kind: started on demand, one request at a time each, ended when idle or when a request times out. */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { createLimiter } from '../../limiter.ts';
import type { WorkerProcess } from '../../ports.ts';

/** Replies are parsed, because workers read untrusted files. */
const replySchema = z.union([
  z.object({ kind: z.literal('failed'), failure: z.unknown() }),
  z.object({ kind: z.literal('done'), value: z.unknown() }),
]);
export type WorkerReply = z.infer<typeof replySchema>;

type Worker = {
  readonly process: WorkerProcess;
  /** Resolves the running request; null while idle. */
  settle: ((result: Result<unknown>) => void) | null;
  idleTimer: NodeJS.Timeout | null;
  hasEnded: boolean;
};

type Call = { readonly limitMs: number; readonly signal: AbortSignal };

export type WorkerPool = {
  /** `parse` returns undefined for an invalid value. A worker that fails ends with its request only. */
  readonly ask: <T>(
    request: unknown,
    call: Call,
    parse: (value: unknown) => T | undefined,
  ) => Promise<Result<T>>;
};

export const createWorkerPool = (deps: {
  readonly start: () => WorkerProcess;
  /** The library that the errors name. */
  readonly subject: string;
  readonly maxProcesses: number;
  readonly idleMs: number;
  /** The error for a failure that a worker reports. */
  readonly failureOf: (failure: unknown) => Result<never>;
}): WorkerPool => {
  const { subject } = deps;
  const idle: Worker[] = [];
  const limiter = createLimiter(deps.maxProcesses);
  const invalidAnswer = () => fail('tool-failed', { subject, reason: 'answer-invalid' });

  const end = (worker: Worker): void => {
    worker.hasEnded = true;
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
    clearTimeout(worker.idleTimer ?? undefined);
    worker.process.kill();
  };

  const startWorker = (): Worker => {
    const worker: Worker = { process: deps.start(), settle: null, idleTimer: null, hasEnded: false };
    worker.process.onMessage((message) => {
      const reply = replySchema.safeParse(message);
      if (!reply.success) {
        end(worker);
        worker.settle?.(invalidAnswer());
      } else if (reply.data.kind === 'done') worker.settle?.(ok(reply.data.value));
      else worker.settle?.(deps.failureOf(reply.data.failure));
    });
    worker.process.onExit(() => {
      end(worker);
      worker.settle?.(fail('tool-failed', { subject, reason: 'exit' }));
    });
    return worker;
  };

  const release = (worker: Worker): void => {
    if (worker.hasEnded) return;
    worker.process.hold(false);
    worker.idleTimer = setTimeout(() => end(worker), deps.idleMs).unref();
    idle.push(worker);
  };

  const run = (request: unknown, { limitMs, signal }: Call): Promise<Result<unknown>> =>
    new Promise((resolve) => {
      const worker = idle.pop() ?? startWorker();
      clearTimeout(worker.idleTimer ?? undefined);
      worker.process.hold(true);
      const stop = (result: Result<never>) => {
        end(worker);
        worker.settle?.(result);
      };
      const abort = () => stop(fail('cancelled'));
      const timer = setTimeout(() => stop(fail('tool-timeout', { subject })), limitMs);
      signal.addEventListener('abort', abort, { once: true });
      worker.settle = (result) => {
        worker.settle = null;
        clearTimeout(timer);
        signal.removeEventListener('abort', abort);
        release(worker);
        resolve(result);
      };
      worker.process.send(request);
    });

  return {
    ask: async (request, call, parse) => {
      const answered = await limiter(() => run(request, call), call.signal);
      if (!answered.ok) return answered;
      const value = parse(answered.value);
      return value === undefined ? invalidAnswer() : ok(value);
    },
  };
};
