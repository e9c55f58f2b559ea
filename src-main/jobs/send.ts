/** The steps up to the provider's answer. Only `startRun` spends money, and each job calls it once. */
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, fail, type Result } from '#contract/errors.ts';
import type { Handed, StartOutcome } from '../providers/spec.ts';
import type { JobEvent } from './machine.ts';
import { uploadsOf } from './ports.ts';
import { receiptOf } from './receipts.ts';
import type { JobRecord } from './record.ts';
import { fitInputs, honest, type StateOf, type StepContext } from './step-context.ts';

export const prepareFailed = (error: AppError): JobEvent => ({
  kind: 'prepare-failed',
  error: { ...error, charged: 'no' },
});

export const begin = ({ ports, provider }: StepContext): JobEvent =>
  provider.needsKey && !ports.hasKey(provider)
    ? prepareFailed(fail('key-missing', { subject: provider.id }).error)
    : { kind: 'prepare' };

export const fitBoth = async (context: StepContext): Promise<JobEvent> => {
  const fitted = await fitInputs(context);
  return fitted.ok ? { kind: 'fitted', fitted: fitted.value } : prepareFailed(fitted.error);
};

/** Room for the result, at a bit rate above what any of the models makes (20 Mbit/s), and a little to work with. */
const neededBytes = (record: JobRecord): number => record.plan.expected.outputSec * 2_500_000 + 10_000_000;

export const handBoth = async (state: StateOf<'uploading'>, context: StepContext): Promise<JobEvent> => {
  const { ports, model, record, signal, folder, onLive } = context;
  const { image, video } = state.fitted;
  const totalBytes = image.sizeBytes + video.sizeBytes;
  const handOne = (file: 'image' | 'video', bytesBefore: number): Promise<Result<Handed>> => {
    const local = state.fitted[file];
    return ports.hand(
      { jobId: record.id, file, local, model, pastedUrl: record.links[file] },
      {
        signal,
        onProgress: (fraction) =>
          onLive({ fraction: (bytesBefore + fraction * local.sizeBytes) / totalBytes }),
      },
    );
  };
  const handedImage = await handOne('image', 0);
  if (!handedImage.ok) return prepareFailed(handedImage.error);
  const handedVideo = await handOne('video', image.sizeBytes);
  if (!handedVideo.ok) return prepareFailed(handedVideo.error);
  // Nobody should pay for a result that has no place to go.
  const free = await ports.freeBytes(folder);
  if (free !== null && free < neededBytes(record)) return prepareFailed(fail('disk-full').error);
  const handed = { image: handedImage.value, video: handedVideo.value };
  const receipts = [receiptOf('image', handed.image, image), receiptOf('video', handed.video, video)];
  return { kind: 'handed', handed, receipts };
};

export const startEvent = (outcome: StartOutcome, { ports, model, provider }: StepContext): JobEvent => {
  switch (outcome.kind) {
    case 'accepted':
      return { kind: 'accepted', ticket: outcome.ticket, at: ports.clock.now().toISOString() };
    case 'refused':
      return { kind: 'refused', error: honest(outcome.error, model) };
    case 'not-sent':
      return { kind: 'not-sent', error: { ...outcome.error, charged: 'no' } };
    case 'unsure': {
      const detail = outcome.error.detail ?? outcome.error.code;
      const error = fail('answer-lost', { charged: 'unknown', subject: provider.id, detail }).error;
      return { kind: 'unsure', error: honest(error, model) };
    }
    default:
      return assertNever(outcome);
  }
};

/** Sent at once: nothing may come between writing `starting` down and this. */
export const startRun = async (state: StateOf<'starting'>, context: StepContext): Promise<JobEvent> => {
  const { ports, provider, record, model, giveUp } = context;
  const outcome = await provider.start(
    {
      requestId: record.id,
      modelId: model.id,
      remoteName: record.remoteName ?? model.remoteName,
      ...state.handed,
      orientation: record.choices.orientation,
      prompt: record.choices.prompt,
      negativePrompt: record.choices.negativePrompt,
      keepSound: record.choices.keepSound,
      outputSec: record.plan.expected.outputSec,
    },
    { signal: giveUp },
  );
  if (outcome.kind === 'refused' && outcome.error.code === 'input-unreadable-there')
    ports.forgetUploads(uploadsOf(state.fitted));
  return startEvent(outcome, context);
};
