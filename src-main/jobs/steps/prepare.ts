/** The steps before the paid request: check, fit and deliver both files. Nothing here spends money. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { TransferRecord } from '#contract/model/delivery.ts';
import { hostNameOf } from '#contract/rules/delivery.ts';
import type { Delivered, LocalFile } from '../../artifacts.ts';
import { steadyPauseMs } from '../../net/retry.ts';
import type { JobEvent } from '../machine.ts';
import type { JobRecord } from '../record.ts';
import { fitInputs, type StateOf, type StepContext } from './step-context.ts';

export const prepareFailed = (error: AppError): JobEvent => ({
  kind: 'prepare-failed',
  error: { ...error, charged: 'no' },
});

export const beginJob = ({ ports, record, model }: StepContext): JobEvent => {
  const startable = ports.canStart(model, record.links);
  return startable.ok ? { kind: 'prepare' } : prepareFailed(startable.error);
};

export const fitBoth = async (context: StepContext): Promise<JobEvent> => {
  const fitted = await fitInputs(context);
  return fitted.ok ? { kind: 'fitted', fitted: fitted.value } : prepareFailed(fitted.error);
};

/** A rate-limited request is retried for this long, in milliseconds; the last attempt is at the end. */
export const longestBusyMs = 24 * 3_600_000;
const sendBackoff = { firstMs: 5000, maxMs: 5 * 60_000, maxRetryAfterMs: longestBusyMs };

/** Pause before a rate-limited request is sent again; null: no further attempt. */
export const nextSendInMs = (busy: {
  /** Refusals in a row, with this one. */
  readonly refusals: number;
  /** Since the first refusal. */
  readonly busyMs: number;
  readonly retryAfterSec: number | null;
}): number | null => {
  const leftMs = longestBusyMs - busy.busyMs;
  if (leftMs <= 0) return null;
  const pauseMs = steadyPauseMs(sendBackoff, { failures: busy.refusals, retryAfterSec: busy.retryAfterSec });
  return Math.min(leftMs, pauseMs);
};

/** null: it has been rate limited for too long. */
export const rateLimited = (
  { ports, record }: StepContext,
  retryAfterSec: number | null,
): JobEvent | null => {
  const nowMs = ports.clock.now().getTime();
  const { since, refusals } = record.busy ?? { since: null, refusals: 0 };
  const pauseMs = nextSendInMs({
    refusals: refusals + 1,
    busyMs: since === null ? 0 : nowMs - Date.parse(since),
    retryAfterSec,
  });
  return pauseMs === null ? null : { kind: 'rate-limited', until: new Date(nowMs + pauseMs).toISOString() };
};

/** Waits until the time at which the rate-limited request may be sent again. */
const waitUntilAccepted = async ({ ports, record, signal, pause }: StepContext): Promise<void> => {
  if (record.busy === null) return;
  const untilMs = Date.parse(record.busy.until);
  // After the clock was set back, the wait is no longer than from the latest refusal.
  let leftMs = untilMs - Math.max(Date.parse(record.stateSince), ports.clock.now().getTime());
  while (leftMs > 0 && !signal.aborted && ports.clock.now().getTime() < untilMs) {
    const beforeMs = ports.clock.now().getTime();
    await pause(leftMs);
    leftMs -= Math.max(0, ports.clock.now().getTime() - beforeMs);
  }
};

/** Space for the result at a bit rate above that of any model (20 Mbit/s), plus 10 MB. */
const neededBytes = (record: JobRecord): number => record.plan.expected.outputSec * 2_500_000 + 10_000_000;

/** A rate limit of the upload host is retried like one of the provider. */
const notDelivered = (error: AppError, context: StepContext): JobEvent =>
  (error.code === 'provider-rate-limited' ? rateLimited(context, null) : null) ?? prepareFailed(error);

export const transferRecordOf = (
  file: 'image' | 'video',
  delivered: Delivered,
  { sizeBytes }: LocalFile,
): TransferRecord => {
  const base = {
    file,
    sizeBytes,
    host: null,
    until: null,
    keptSec: null,
    isDeletedAfterwards: false,
  } as const;
  switch (delivered.kind) {
    case 'local':
      return { ...base, via: 'this-computer', readableBy: 'only-you' };
    case 'inline':
      return { ...base, via: 'inside-request', readableBy: 'provider' };
    case 'link':
      return {
        ...base,
        via: delivered.via,
        host: hostNameOf(delivered.url),
        readableBy: 'anyone-with-the-link',
        until: delivered.expiresAt,
        isDeletedAfterwards: delivered.via === 'bucket',
      };
    default:
      return assertNever(delivered);
  }
};

type BothDelivered = StateOf<'starting'>['delivered'];

/** Minimum remaining life of a link, in milliseconds: a run may wait in a queue before its files are read. */
const minLifeMs = 3_600_000;
const outlasts = (delivered: Delivered, nowMs: number): boolean =>
  delivered.kind !== 'link' ||
  delivered.expiresAt === null ||
  Date.parse(delivered.expiresAt) - nowMs > minLifeMs;

/** Files delivered by an earlier attempt; null: none, or a link expires too soon. */
const stillDelivered = ({ delivered }: StateOf<'uploading'>, nowMs: number): BothDelivered | null =>
  delivered !== undefined && [delivered.image, delivered.video].every((file) => outlasts(file, nowMs))
    ? delivered
    : null;

export const deliverBoth = async (state: StateOf<'uploading'>, context: StepContext): Promise<JobEvent> => {
  const { ports, model, record, signal, folder, onLive } = context;
  await waitUntilAccepted(context);
  if (signal.aborted) return prepareFailed(fail('cancelled').error);
  const before = stillDelivered(state, ports.clock.now().getTime());
  if (before !== null)
    return { kind: 'delivered', delivered: before, transferRecords: record.transferRecords };
  const { image, video } = state.fitted;
  const totalBytes = image.sizeBytes + video.sizeBytes;
  const deliverOne = (file: 'image' | 'video', bytesBefore: number): Promise<Result<Delivered>> => {
    const local = state.fitted[file];
    return ports.deliver(
      { jobId: record.id, file, local, model, pastedUrl: record.links[file] },
      {
        signal,
        onProgress: (fraction) =>
          onLive({ fraction: (bytesBefore + fraction * local.sizeBytes) / totalBytes }),
      },
    );
  };
  const deliveredImage = await deliverOne('image', 0);
  if (!deliveredImage.ok) return notDelivered(deliveredImage.error, context);
  const deliveredVideo = await deliverOne('video', image.sizeBytes);
  if (!deliveredVideo.ok) return notDelivered(deliveredVideo.error, context);
  // No paid request without space for its result.
  const free = await ports.freeBytes(folder);
  if (free !== null && free < neededBytes(record)) return prepareFailed(fail('disk-full').error);
  const delivered = { image: deliveredImage.value, video: deliveredVideo.value };
  const transferRecords = [
    transferRecordOf('image', delivered.image, image),
    transferRecordOf('video', delivered.video, video),
  ];
  return { kind: 'delivered', delivered, transferRecords };
};
