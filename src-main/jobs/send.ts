/** The steps up to the provider's answer. Only `startRun` spends money, and each job calls it once. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { Delivered } from '../artifacts.ts';
import type { StartOutcome } from '../providers/spec.ts';
import type { JobEvent } from './machine.ts';
import { nextSendInMs } from './poller.ts';
import { uploadsOf } from './ports.ts';
import type { JobRecord } from './record.ts';
import { fitInputs, honest, type StateOf, type StepContext } from './step-context.ts';
import { transferRecordOf } from './transfer-records.ts';

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

/** null: it has been refused as one request too many for long enough. */
const rateLimited = ({ ports, record }: StepContext, retryAfterSec: number | null): JobEvent | null => {
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

export const startEvent = (outcome: StartOutcome, context: StepContext): JobEvent => {
  const { ports, model, provider, record } = context;
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'accepted', ticket: outcome.ticket, at: ports.clock.now().toISOString() };
    case 'refused':
      return { kind: 'refused', error: honest(outcome.error, model) };
    case 'not-sent':
      return { kind: 'not-sent', error: { ...outcome.error, charged: 'no' } };
    case 'busy': {
      const error: AppError = { ...outcome.error, charged: 'no' };
      const later = rateLimited(context, outcome.retryAfterSec);
      ports.log.info('a provider takes no more requests just now', { jobId: record.id, error });
      return later ?? { kind: 'refused', error };
    }
    case 'unsure': {
      const detail = outcome.error.detail ?? outcome.error.code;
      const error = fail('answer-lost', { charged: 'unknown', subject: provider.id, detail }).error;
      return { kind: 'unsure', error: honest(error, model) };
    }
    default:
      return assertNever(outcome);
  }
};

/** Only the line in the log comes between writing `starting` down and this: without it nothing is sent. */
export const startRun = async (state: StateOf<'starting'>, context: StepContext): Promise<JobEvent> => {
  const { ports, provider, record, model, giveUp } = context;
  const logged = ports.sentRequests.sending(record);
  if (!logged.ok) return startEvent({ kind: 'not-sent', error: logged.error }, context);
  const outcome = await provider.start(
    {
      requestId: record.id,
      modelId: model.id,
      remoteName: record.remoteName ?? model.remoteName,
      ...state.delivered,
      orientation: record.choices.orientation,
      prompt: record.choices.prompt,
      negativePrompt: record.choices.negativePrompt,
      keepAudio: record.choices.keepAudio,
      outputSec: record.plan.expected.outputSec,
    },
    { signal: giveUp },
  );
  ports.sentRequests.answered(record, outcome);
  if (outcome.kind === 'refused' && outcome.error.code === 'input-unreadable-there')
    ports.forgetUploads(uploadsOf(state.fitted));
  return startEvent(outcome, context);
};
