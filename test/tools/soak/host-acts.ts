/** User actions in the program under test, through its handlers. */
import type { SubmitInput } from '#contract/calls.ts';
import { ok, type Result } from '#contract/errors.ts';
import { noPastedLinks } from '#contract/model/delivery.ts';
import type { CommandApp } from '#main/cli/commands/command.ts';
import type { Act, Answer, Approval } from './messages.ts';

/** Approves repeats, so that only the pay-once protocol prevents a second charge. */
const approvals = { repeat: true, overLimit: false };

const requestFor = async (
  app: Pick<CommandApp, 'handlers'>,
  approval: Approval,
): Promise<Result<SubmitInput>> => {
  const image = await app.handlers['media.open']({ path: approval.imagePath });
  if (!image.ok) return image;
  const video = await app.handlers['media.open']({ path: approval.videoPath });
  if (!video.ok) return video;
  const choices = { ...approval.choices, prompt: approval.prompt };
  return ok({ imageId: image.value.id, videoId: video.value.id, choices, links: noPastedLinks });
};

const submit = async (app: Pick<CommandApp, 'handlers'>, approval: Approval): Promise<Result<unknown>> => {
  const request = await requestFor(app, approval);
  return request.ok ? app.handlers['jobs.submit']({ ...request.value, approvals }) : request;
};

const submitBatch = async (
  app: Pick<CommandApp, 'handlers'>,
  batch: Extract<Act, { readonly kind: 'submit-batch' }>,
): Promise<Result<unknown>> => {
  const requests: SubmitInput[] = [];
  for (const approval of batch.approvals) {
    const request = await requestFor(app, approval);
    if (!request.ok) return request;
    requests.push(request.value);
  }
  return app.handlers['jobs.submitBatch']({ requests, stopAfter: batch.stopAfter, approvals });
};

const pause = async (app: Pick<CommandApp, 'handlers'>, isPaused: boolean): Promise<Result<unknown>> => {
  const settings = await app.handlers['settings.get']({});
  return settings.ok
    ? app.handlers['settings.set']({ queue: { ...settings.value.queue, isPaused } })
    : settings;
};

const toAnswer = (result: Result<unknown>): Answer => ({
  code: result.ok ? null : result.error.code,
  changed: null,
});
const toItemsAnswer = (result: Result<{ readonly changed: number }>): Answer =>
  result.ok ? { code: null, changed: result.value.changed } : toAnswer(result);

export const doAct = async (app: Pick<CommandApp, 'handlers'>, act: Act): Promise<Answer> => {
  const { handlers } = app;
  switch (act.kind) {
    case 'submit':
      return toAnswer(await submit(app, act.approval));
    case 'submit-batch':
      return toAnswer(await submitBatch(app, act));
    case 'retry':
      return toAnswer(await handlers['jobs.retry']({ jobId: act.jobId, allowOverLimit: false }));
    case 'reorder':
      return toAnswer(await handlers['jobs.reorder']({ jobId: act.jobId, beforeId: act.beforeId }));
    case 'pause':
      return toAnswer(await pause(app, act.isPaused));
    case 'mark':
      return toItemsAnswer(await handlers['library.mark']({ itemIds: [act.itemId], change: act.change }));
    case 'remove':
      return toItemsAnswer(await handlers['library.remove']({ itemIds: [act.itemId] }));
    case 'restore':
      return toItemsAnswer(await handlers['library.restore']({ itemIds: [act.itemId] }));
    case 'delete':
      return toItemsAnswer(await handlers['library.deleteForever']({ itemIds: [act.itemId] }));
  }
};
