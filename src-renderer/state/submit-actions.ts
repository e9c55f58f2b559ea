/** Sends the next run. Where the program has something to say before it is paid for, the person is asked first. */

import type { SubmitInput } from '#contract/calls.ts';
import type { AppError } from '#contract/errors.ts';
import type { Estimate } from '#contract/model/price.ts';
import { type Approvals, noApprovals, type SpendCheck } from '#contract/model/spend-check.ts';
import { approvalsFor, isDearer, isQuestion, saysNothing } from '#contract/rules/agreement.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import type { Client } from '../bridge/client.ts';
import { selectBlocker, selectImage, selectRequest, selectVideo } from './selectors.ts';
import type { AppState, AppStore, Submit } from './store.ts';
import { holdTrim } from './trim-hold.ts';

export type SubmitActions = {
  readonly generate: () => Promise<void>;
  /** Sends the run that was asked about, with what the question named and nothing else. */
  readonly approve: () => Promise<void>;
  /** What the run that this question is about would cost, as it was when it was asked; null: nobody knows. */
  readonly askedPrice: (spendCheck: SpendCheck) => Estimate | null;
  /** The run is not sent. */
  readonly leave: () => void;
  /** The moment after a run was sent is over: the next may follow. */
  readonly readyAgain: () => void;
};

/** What a person was asked about: the run and its price as they were then, whatever the page has found out since. */
type Question = { readonly request: SubmitInput; readonly price: Estimate | null };

/** What this very run costs today; null where its files are no longer open. */
const priceToday = (state: AppState, { imageId, videoId, choices }: SubmitInput): Estimate | null => {
  const image = selectImage(state);
  const video = selectVideo(state);
  const model = state.mirror.models.find(({ id }) => id === choices.modelId);
  if (image?.id !== imageId || video?.id !== videoId || model === undefined) return null;
  const { expected } = planFit({ image: image.facts, video: video.facts, model, choices });
  return estimateCost(model.price, expected.outputSec);
};

export const createSubmitActions = ({
  store,
  client,
}: {
  store: AppStore;
  client: Client;
}): SubmitActions => {
  const questions = new WeakMap<SpendCheck, Question>();
  const setSubmit = (submit: Submit) => store.setState(({ draft }) => ({ draft: { ...draft, submit } }));
  const submitNow = () => store.getState().draft.submit;

  const put = (spendCheck: SpendCheck, question: Question): void => {
    questions.set(spendCheck, question);
    setSubmit({ kind: 'asking', spendCheck });
  };

  /** `refusal`: what it is asked for; null: for another price, which the button itself says. */
  const ask = async (question: Question, refusal: AppError | null): Promise<void> => {
    const spendCheck = await client.call('jobs.guard', { requests: [question.request] });
    if (spendCheck.ok && !saysNothing(spendCheck.value)) return put(spendCheck.value, question);
    // Meanwhile there may be nothing to say any more; then the next press will do.
    const error = refusal ?? (spendCheck.ok ? null : spendCheck.error);
    setSubmit(error === null ? { kind: 'idle' } : { kind: 'refused', error });
  };

  const send = async (question: Question, approvals: Approvals): Promise<void> => {
    setSubmit({ kind: 'sending' });
    const job = await client.call('jobs.submit', { ...question.request, approvals });
    if (job.ok) return setSubmit({ kind: 'sent' });
    if (isQuestion(job.error)) return ask(question, job.error);
    setSubmit({ kind: 'refused', error: job.error });
  };

  /** The dialog may have stood open for hours. What has come up since is refused where it is written down, and asked. */
  const answer = async (asked: SpendCheck, { request, price }: Question): Promise<void> => {
    const today = priceToday(store.getState(), request) ?? price;
    const question = { request, price: today };
    const isAsAsked = price === null || today === null || !isDearer(price, today);
    if (isAsAsked) return send(question, approvalsFor(asked));
    setSubmit({ kind: 'sending' });
    await ask(question, null);
  };

  return {
    generate: async () => {
      const state = store.getState();
      const request = selectRequest(state);
      if (request === null || selectBlocker(state) !== null) return;
      const { kind } = state.draft.submit;
      // A second press while the first is being written down, or asked about, would be a second run.
      if (kind === 'sending' || kind === 'sent' || kind === 'asking') return;
      holdTrim(store);
      await send({ request, price: priceToday(state, request) }, noApprovals);
    },
    approve: async () => {
      const submit = submitNow();
      const question = submit.kind === 'asking' ? questions.get(submit.spendCheck) : undefined;
      if (submit.kind === 'asking' && question) await answer(submit.spendCheck, question);
    },
    askedPrice: (spendCheck) => questions.get(spendCheck)?.price ?? null,
    leave: () => {
      if (submitNow().kind === 'asking') setSubmit({ kind: 'idle' });
    },
    readyAgain: () => {
      if (submitNow().kind === 'sent') setSubmit({ kind: 'idle' });
    },
  };
};
