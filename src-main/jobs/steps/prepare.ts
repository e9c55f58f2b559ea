/** The steps before the paid request: checks, fits both files and delivers them. Nothing here spends money. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import { hostNameOf } from '#contract/rules/delivery.ts';
import type { Delivered, LocalFile } from '../../artifacts.ts';
import type { JobEvent } from '../machine.ts';
import type { JobRecord } from '../record.ts';
import { fitInputs, type StateOf, type StepContext } from './step-context.ts';

export const prepareFailed = (error: AppError): JobEvent => ({
  kind: 'prepare-failed',
  error: { ...error, charged: 'no' },
});

export const begin = ({ ports, record, model }: StepContext): JobEvent => {
  const startable = ports.canStart(model, record.links);
  return startable.ok ? { kind: 'prepare' } : prepareFailed(startable.error);
};

export const fitBoth = async (context: StepContext): Promise<JobEvent> => {
  const fitted = await fitInputs(context);
  return fitted.ok ? { kind: 'fitted', fitted: fitted.value } : prepareFailed(fitted.error);
};

/** So long, in milliseconds, is a request sent again that is refused as one too many; the last time at the very end. */
export const longestBusyMs = 24 * 3_600_000;
const longestSendPauseMs = 5 * 60_000;

/** When a request that was refused as one too many is sent again; null: it has been refused for long enough. */
export const nextSendInMs = (busy: {
  /** In a row, with this one. */
  readonly refusals: number;
  /** Since the first of them. */
  readonly busyMs: number;
  readonly retryAfterSec: number | null;
}): number | null => {
  const leftMs = longestBusyMs - busy.busyMs;
  if (leftMs <= 0) return null;
  const backoffMs = Math.min(longestSendPauseMs, 5000 * 2 ** Math.min(busy.refusals - 1, 10));
  return Math.min(leftMs, Math.max(backoffMs, (busy.retryAfterSec ?? 0) * 1000));
};

/** null: it has been refused as one request too many for long enough. */
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

/** Until the provider takes requests again, as far as it or the refusals tell. */
const untilTaken = async ({ ports, record, signal, pause }: StepContext): Promise<void> => {
  if (record.busy === null) return;
  const untilMs = Date.parse(record.busy.until);
  // After a clock was set back: no longer than from the first refusal on.
  let leftMs = untilMs - Math.max(Date.parse(record.stateSince), ports.clock.now().getTime());
  while (leftMs > 0 && !signal.aborted && ports.clock.now().getTime() < untilMs) {
    const beforeMs = ports.clock.now().getTime();
    await pause(leftMs);
    leftMs -= Math.max(0, ports.clock.now().getTime() - beforeMs);
  }
};

/** Room for the result, at a bit rate above what any of the models makes (20 Mbit/s), and a little to work with. */
const neededBytes = (record: JobRecord): number => record.plan.expected.outputSec * 2_500_000 + 10_000_000;

/** Where files go takes no more of them just now: that passes, as at the provider itself. */
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
      return { ...base, via: 'this-computer', readableBy: 'nobody-else' };
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

/** A run may wait in a queue before its files are read, in milliseconds. */
const minLifeMs = 3_600_000;
const outlasts = (delivered: Delivered, nowMs: number): boolean =>
  delivered.kind !== 'link' ||
  delivered.expiresAt === null ||
  Date.parse(delivered.expiresAt) - nowMs > minLifeMs;

/** Of an earlier try; null: a link ends too soon. */
const stillDelivered = ({ delivered }: StateOf<'uploading'>, nowMs: number): BothDelivered | null =>
  delivered !== undefined && [delivered.image, delivered.video].every((file) => outlasts(file, nowMs))
    ? delivered
    : null;

export const deliverBoth = async (state: StateOf<'uploading'>, context: StepContext): Promise<JobEvent> => {
  const { ports, model, record, signal, folder, onLive } = context;
  await untilTaken(context);
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
  // Nobody should pay for a result that has no place to go.
  const free = await ports.freeBytes(folder);
  if (free !== null && free < neededBytes(record)) return prepareFailed(fail('disk-full').error);
  const delivered = { image: deliveredImage.value, video: deliveredVideo.value };
  const transferRecords = [
    transferRecordOf('image', delivered.image, image),
    transferRecordOf('video', delivered.video, video),
  ];
  return { kind: 'delivered', delivered, transferRecords };
};
