/** The offline model: no network, no cost; a placeholder result made on this computer, with a simulated queue. */
import { randomUUID } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import { modelIdSchema, orientationSchema } from '#contract/model/choices.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Clock } from '../ports.ts';
import { copyFile, removeFile, removeLeftover, rename } from '../storage/busy-retry.ts';
import { toFileError } from '../storage/file-error.ts';
import { klingOutput } from './kling-limits.ts';
import type { Provider, StatusOutcome } from './spec.ts';

/** The limits that every paid model accepts, so a demo run shows realistic ones. */
const common = { source: 'common limits of all listed models', asOf: '2026-11-21' } as const;

export const demoModel: ModelSpec = {
  id: modelIdSchema.parse('demo/offline'),
  provider: 'demo',
  name: 'Offline demonstration',
  image: {
    containers: { value: ['jpg', 'png'], ...common },
    maxBytes: { value: 10_000_000, ...common },
    minSidePx: { value: 341, ...common },
    maxSidePx: { value: 3850, ...common },
    aspect: { value: { min: 0.4, max: 2.5 }, ...common },
  },
  video: {
    containers: { value: ['mp4', 'mov'], ...common },
    videoCodecs: { value: ['h264', 'hevc'], ...common },
    maxBytes: { value: 100_000_000, ...common },
    minSidePx: { value: 341, ...common },
    maxSidePx: { value: 3850, ...common },
    aspect: { value: { min: 0.4, max: 2.5 }, ...common },
    minSec: { value: 3, ...common },
    maxSec: { image: { value: 10, ...common }, video: { value: 30, ...common } },
  },
  deliveryMethods: { image: [{ kind: 'local' }], video: [{ kind: 'local' }] },
  promptMaxChars: { value: 2500, ...common },
  negativePromptMaxChars: null,
  options: { prompt: false, negativePrompt: false, audio: true },
  output: klingOutput,
  resultLink: { keptSec: null, source: 'Understudy', asOf: '2026-11-21' },
  price: { kind: 'free', source: 'Understudy', asOf: '2026-11-21' },
  livePrice: 'none',
  remoteName: 'offline',
  isRemoteNameEditable: false,
  dashboardUrl: null,
};

/** Length of the simulated queue, and minimum length of the simulated run, in milliseconds. */
const queueMs = 1000;
const workMs = 1500;

const ticketSchema = z.object({
  id: z.uuid(),
  imagePath: z.string(),
  videoPath: z.string(),
  orientation: orientationSchema,
  keepAudio: z.boolean(),
  lengthSec: z.number().positive(),
});
type DemoTicket = z.infer<typeof ticketSchema>;

export type Compose = (
  request: Omit<DemoTicket, 'id'> & {
    readonly outPath: string;
    readonly onProgress: (fraction: number) => void;
    readonly signal: AbortSignal;
  },
) => Promise<Result<unknown>>;

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  );

/** One simulated run. It begins at its first status request, so a restart of the program repeats it. */
type Run = {
  readonly beganAt: number;
  readonly stop: AbortController;
  fraction: number;
  end: 'none' | 'made' | AppError;
};

export const createDemo = (deps: {
  readonly clock: Clock;
  readonly compose: Compose;
  /** Full path of the folder for the videos until they are downloaded. */
  readonly folder: string;
}): Provider => {
  const { clock, compose, folder } = deps;
  const runs = new Map<string, Run>();
  const pathOf = (ticket: Pick<DemoTicket, 'id'>): string => join(folder, `${ticket.id}.mp4`);
  /** Forgets a run whose video was downloaded or lost: the next status request repeats it. */
  const forget = (path: string): void => {
    for (const id of runs.keys()) if (pathOf({ id }) === path) runs.delete(id);
  };

  const begin = (ticket: DemoTicket): Run => {
    const { id, ...request } = ticket;
    const run: Run = {
      beganAt: clock.now().getTime(),
      stop: new AbortController(),
      fraction: 0,
      end: 'none',
    };
    runs.set(id, run);
    const work = async () => {
      await mkdir(folder, { recursive: true });
      const composed = await compose({
        ...request,
        outPath: pathOf(ticket),
        signal: run.stop.signal,
        onProgress: (fraction) => {
          run.fraction = fraction;
        },
      });
      run.end = composed.ok ? 'made' : composed.error;
    };
    // A failure is the run's outcome, reported at the next status request.
    work().catch((cause: unknown) => {
      run.end = toFileError(cause, 'demo');
    });
    return run;
  };

  const status = async (ticket: DemoTicket): Promise<StatusOutcome> => {
    const run = runs.get(ticket.id) ?? begin(ticket);
    const passedMs = clock.now().getTime() - run.beganAt;
    if (typeof run.end === 'object') {
      runs.delete(ticket.id);
      return { kind: 'failed', error: { ...run.end, subject: demoModel.name } };
    }
    if (passedMs < queueMs)
      return { kind: 'pending', fraction: null, queuePosition: passedMs < queueMs / 2 ? 2 : 1, etaSec: null };
    const workedShare = (passedMs - queueMs) / workMs;
    if (run.end === 'made' && workedShare >= 1)
      return {
        kind: 'done',
        result: { kind: 'local', path: pathOf(ticket) },
        billed: { kind: 'micros', micros: 0 },
      };
    return {
      kind: 'pending',
      fraction: Math.min(run.fraction, workedShare, 0.99),
      queuePosition: 0,
      etaSec: null,
    };
  };

  return {
    id: 'demo',
    models: [demoModel],
    needsKey: false,
    isLocal: false,
    pollAfterMs: () => 150,
    resultKeptSec: null,
    start: async (request) => {
      if (request.image.kind !== 'local' || request.video.kind !== 'local')
        return { kind: 'not-sent', error: fail('internal', { subject: 'demo' }).error };
      const ticket: DemoTicket = {
        id: randomUUID(),
        imagePath: request.image.path,
        videoPath: request.video.path,
        orientation: request.orientation,
        keepAudio: request.keepAudio,
        lengthSec: request.outputSec,
      };
      return { kind: 'accepted', ticket };
    },
    status: (opaque) => status(ticketSchema.parse(opaque)),
    cancel: async (opaque) => {
      const ticket = ticketSchema.parse(opaque);
      runs.get(ticket.id)?.stop.abort();
      runs.delete(ticket.id);
      await removeFile(pathOf(ticket));
      return { kind: 'cancelled', charged: 'no' };
    },
    download: async (location, to, { signal, onProgress }) => {
      if (location.kind !== 'local') return fail('internal', { subject: 'demo' });
      const part = `${to}.part`;
      try {
        // Atomic: a file with the result's name is always complete.
        await copyFile(location.path, part);
        await rename(part, to, { wait: 'long', signal });
        onProgress(1);
        const { size } = await stat(to);
        await removeLeftover(location.path);
        forget(location.path);
        return ok({ sizeBytes: size });
      } catch (cause) {
        await removeLeftover(part);
        const error = toFileError(cause, 'result');
        if (error.code !== 'file-missing') return { ok: false, error };
        // The program ended right after the download: the file exists already.
        const sizeBytes = await sizeOf(to);
        if (sizeBytes > 0) return ok({ sizeBytes });
        // The folder was cleaned; the next status request creates the video again.
        forget(location.path);
        return fail('result-gone', { reason: 'unreadable' });
      }
    },
    testKey: async () => ok({ isGood: true, balanceMicros: null }),
  };
};
