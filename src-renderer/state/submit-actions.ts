/** Submits the next run. Where the spend check has a question before it is paid, the user is asked first. */
import type { SubmitInput } from '#contract/calls.ts';
import type { AppError } from '#contract/errors.ts';
import type { Estimate } from '#contract/model/price.ts';
import { type Approvals, noApprovals, type SpendCheck } from '#contract/model/spend-check.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { planFit } from '#contract/rules/plan.ts';
import { approvalsFor, isDearer, isQuestion, saysNothing } from '#contract/rules/spend-check.ts';
import type { Client } from '../bridge/client.ts';
import { isScanPending, selectBlocker, selectImage, selectRequest, selectVideo } from './selectors.ts';
import type { AppState, AppStore, Submit } from './store.ts';

export type SubmitActions = {
  readonly generate: () => Promise<void>;
  /** Sends the run of the question, with the approvals that it named and no others. */
  readonly approve: () => Promise<void>;
  /** The price of the question's run, as it was when the question was shown; null: unknown. */
  readonly shownPrice: (spendCheck: SpendCheck) => Estimate | null;
  /** The run is not sent. */
  readonly leave: () => void;
  /** The pause after a submitted run is over: the next may follow. */
  readonly readyAgain: () => void;
};

/** The run and the price of the question, as they were when it was shown. */
type Question = { readonly request: SubmitInput; readonly price: Estimate | null };

/** The current price of this run; null where its files are no longer open. */
const priceToday = (state: AppState, { imageId, videoId, choices }: SubmitInput): Estimate | null => {
  const image = selectImage(state);
  const video = selectVideo(state);
  const model = state.mirror.models.find(({ id }) => id === choices.modelId);
  if (image?.id !== imageId || video?.id !== videoId || model === undefined) return null;
  const { expected } = planFit({ image: image.facts, video: video.facts, model, choices });
  return estimateCost(model.price, expected.outputSec);
};

/** Holds the part of the video that is shown, from the moment it was touched or Generate was pressed. */
/** Only a scan that has not ended could change the part; the choice of a finished scan is final. */
export const holdTrim = (store: AppStore): void => {
  const state = store.getState();
  if (state.draft.isTrimHeld || !isScanPending(state)) return;
  // Not an edit: the run is unchanged, so a question about it remains valid.
  store.setState(({ draft }) => ({ draft: { ...draft, isTrimHeld: true } }));
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

  /** `refusal`: the error that caused the question; null: another price, which the button shows. */
  const ask = async (question: Question, refusal: AppError | null): Promise<void> => {
    const spendCheck = await client.call('jobs.spendCheck', { requests: [question.request] });
    if (spendCheck.ok && !saysNothing(spendCheck.value)) return put(spendCheck.value, question);
    // If nothing is left to ask, the next press sends the run.
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

  /**
   * The dialog may have been open for hours. What has come up since is refused by the main process when it records
   * the run, and asked.
   */
  const answer = async (shown: SpendCheck, { request, price }: Question): Promise<void> => {
    const today = priceToday(store.getState(), request) ?? price;
    const question = { request, price: today };
    const isPriceCovered = price === null || today === null || !isDearer(price, today);
    if (isPriceCovered) return send(question, approvalsFor(shown));
    setSubmit({ kind: 'sending' });
    await ask(question, null);
  };

  return {
    generate: async () => {
      const state = store.getState();
      const request = selectRequest(state);
      if (request === null || selectBlocker(state) !== null) return;
      const { kind } = state.draft.submit;
      // A second press while the first is being recorded, or asked about, would be a second run.
      if (kind === 'sending' || kind === 'sent' || kind === 'asking') return;
      holdTrim(store);
      await send({ request, price: priceToday(state, request) }, noApprovals);
    },
    approve: async () => {
      const submit = submitNow();
      const question = submit.kind === 'asking' ? questions.get(submit.spendCheck) : undefined;
      if (submit.kind === 'asking' && question) await answer(submit.spendCheck, question);
    },
    shownPrice: (spendCheck) => questions.get(spendCheck)?.price ?? null,
    leave: () => {
      if (submitNow().kind === 'asking') setSubmit({ kind: 'idle' });
    },
    readyAgain: () => {
      if (submitNow().kind === 'sent') setSubmit({ kind: 'idle' });
    },
  };
};
