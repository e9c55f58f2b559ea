/** The user's actions on a batch. Sends only runs that the question covered, and never more than was agreed to. */
import { type AppError, ok, type Result } from '#contract/errors.ts';
import type { BatchId, JobId } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import { approvalsFor, coversNow, isDearer, isQuestion } from '#contract/rules/spend-check.ts';
import type { Client } from '../bridge/client.ts';
import { type BatchFiles, createBatchFiles } from './batch-files.ts';
import {
  batchBlocker,
  batchRuns,
  chosenModels,
  isIncluded,
  orderOf,
  readStopAfter,
} from './batch-selectors.ts';
import {
  type BatchDraft,
  type BatchOrder,
  type BatchStore,
  type BatchSubmit,
  createBatchStore,
  emptyBatch,
  isOpenToChange,
  type RepeatChoice,
} from './batch-store.ts';
import type { AppStore } from './store.ts';

export type BatchChange = Partial<
  Pick<BatchDraft, 'modelIds' | 'orientation' | 'prompt' | 'negativePrompt' | 'keepAudio' | 'stopAfter'>
>;

export type BatchActions = {
  readonly files: BatchFiles;
  readonly change: (change: BatchChange) => void;
  /** Excludes one run, or includes it again. */
  readonly toggle: (key: string) => void;
  /** Uses the best parts that scans have found since the question was shown. */
  readonly takeBestParts: () => void;
  /** Runs the spend check for the whole batch and shows the question. */
  readonly ask: () => Promise<void>;
  readonly chooseRepeats: (repeats: RepeatChoice) => void;
  /** Back to the matrix; nothing is sent. */
  readonly leave: () => void;
  /** Sends the runs of the question, with exactly the approvals that it named. */
  readonly send: () => Promise<void>;
  /** Starts a new draft with the same files and choices. */
  readonly again: () => void;
  /** Starts an empty draft. */
  readonly startNew: () => void;
  /** As `startNew`, with these choices. */
  readonly startLike: (choices: BatchChange) => void;
  /** Shows a batch of the queue; null: the draft. */
  readonly show: (batchId: BatchId | null) => void;
};

export type Batch = { readonly store: BatchStore; readonly actions: BatchActions };

type Asking = Extract<BatchSubmit, { kind: 'asking' }>;

const nothingToAsk: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0 };

/** The runs that the current answer would send, and what the spend check reports for them. */
export const agreedOf = ({ order, spendCheck, rest, repeats }: Asking): Asking['rest'] =>
  repeats === 'leave-out' ? rest : { order, spendCheck };

/** The same runs at current prices. */
const pricedToday = (order: BatchOrder, models: readonly ModelSpec[]): BatchOrder => ({
  ...order,
  runs: order.runs.map((run) => {
    const model = models.find(({ id }) => id === run.model.id) ?? run.model;
    return { ...run, model, estimate: estimateCost(model.price, run.plan.expected.outputSec) };
  }),
});

const isAnyDearer = (shown: BatchOrder, today: BatchOrder): boolean =>
  today.runs.some(({ estimate }, index) => {
    const before = shown.runs[index];
    return before !== undefined && isDearer(before.estimate, estimate);
  });

export const createBatch = ({ client, store }: { client: Client; store: AppStore }): Batch => {
  const batch = createBatchStore();
  const submit = (state: BatchSubmit) => batch.setState({ submit: state });
  const show = (batchId: BatchId | null) =>
    batch.setState({ shown: batchId === null ? { kind: 'draft' } : { kind: 'batch', batchId } });
  // An error was about the batch before the change.
  const changed = () => {
    if (batch.getState().submit.kind === 'refused') submit({ kind: 'idle' });
  };
  const files = createBatchFiles({ client, store, batch, changed });
  const edit = (change: Partial<BatchDraft>) => {
    if (!isOpenToChange(batch.getState())) return;
    changed();
    batch.setState(({ draft }) => ({ draft: { ...draft, ...change } }));
  };

  const askSpendCheck = async ({ requests }: BatchOrder): Promise<Result<SpendCheck>> =>
    requests.length === 0 ? ok(nothingToAsk) : client.call('jobs.spendCheck', { requests: [...requests] });

  const includedOrder = (): BatchOrder | null => {
    const { mirror } = store.getState();
    const { draft } = batch.getState();
    const models = chosenModels(mirror, draft);
    const included = batchRuns(draft, models).filter((run) => isIncluded(run, draft.off));
    const stopAfter = readStopAfter(draft.stopAfter);
    const isBlocked = batchBlocker({ mirror, draft, models, included }) !== null;
    return isBlocked || stopAfter === undefined ? null : orderOf(included, stopAfter);
  };

  /** Fewer runs need a spend check of their own: they may keep within a limit. */
  const askAbout = async (order: BatchOrder): Promise<Result<Omit<Asking, 'kind'>>> => {
    const spendCheck = await askSpendCheck(order);
    if (!spendCheck.ok) return spendCheck;
    const repeated = new Set(spendCheck.value.repeats.map(({ index }) => index));
    const others = orderOf(
      order.runs.filter((_, index) => !repeated.has(index)),
      order.stopAfter,
    );
    const ofOthers = repeated.size === 0 ? spendCheck : await askSpendCheck(others);
    if (!ofOthers.ok) return ofOthers;
    const rest = { order: others, spendCheck: ofOthers.value };
    return ok({ order, spendCheck: spendCheck.value, rest, repeats: 'leave-out', isSending: false });
  };

  /** The parts stay as shown in the question, also where the user returns to the matrix and asks again. */
  const holdParts = ({ runs }: BatchOrder) =>
    batch.setState(({ draft }) => {
      const pending = runs.map(({ video }) => video.id).filter((id) => draft.scans[id]?.kind === 'working');
      return { draft: { ...draft, heldParts: new Set([...draft.heldParts, ...pending]) } };
    });

  const ask = async (): Promise<void> => {
    const order = isOpenToChange(batch.getState()) ? includedOrder() : null;
    if (order === null) return;
    submit({ kind: 'checking' });
    holdParts(order);
    const asking = await askAbout(order);
    submit(asking.ok ? { kind: 'asking', ...asking.value } : { kind: 'refused', error: asking.error });
  };

  /**
   * Shows the question again where the agreement has to be another one. `refusal`: the error that caused it; null:
   * the prices.
   */
  const askAgain = async (before: Asking, refusal: AppError | null): Promise<void> => {
    const found = await askAbout(pricedToday(before.order, store.getState().mirror.models));
    if (!found.ok) return submit({ kind: 'refused', error: found.error });
    const asking: Asking = { kind: 'asking', ...found.value, repeats: before.repeats };
    // If nothing is left to ask, the next press sends the batch.
    const isAsRead = coversNow(agreedOf(before).spendCheck, agreedOf(asking).spendCheck);
    submit(refusal !== null && isAsRead ? { kind: 'refused', error: refusal } : asking);
  };

  const send = async (): Promise<void> => {
    const { submit: asking, draft } = batch.getState();
    if (asking.kind !== 'asking' || asking.isSending) return;
    const { order, spendCheck } = agreedOf(asking);
    if (order.requests.length === 0) return;
    submit({ ...asking, isSending: true });
    const { models } = store.getState().mirror;
    if (isAnyDearer(order, pricedToday(order, models))) return askAgain(asking, null);
    const sent = await client.call('jobs.submitBatch', {
      requests: [...order.requests],
      stopAfter: order.stopAfter,
      approvals: { ...approvalsFor(spendCheck), repeat: asking.repeats === 'send-again' },
    });
    // What has come up since the question is refused by the main process when it records the batch.
    if (!sent.ok && isQuestion(sent.error)) return askAgain(asking, sent.error);
    if (!sent.ok) return submit({ kind: 'refused', error: sent.error });
    const { batchId, jobs } = sent.value;
    const jobIds = new Map<string, JobId>();
    for (const [index, { key }] of order.runs.entries()) {
      const job = jobs[index];
      if (job) jobIds.set(key, job.id);
    }
    const sentRuns = new Map(order.runs.map((run) => [run.key, run]));
    // The runs stay as sent, even where a better part of a video has been found since.
    const runs = batchRuns(draft, chosenModels(store.getState().mirror, draft)).map(
      (run) => sentRuns.get(run.key) ?? run,
    );
    const createdAt = jobs[0]?.createdAt ?? '';
    submit({ kind: 'sent', batchId, createdAt, runs, jobIds });
    show(batchId);
  };

  const startNew = () => {
    if (batch.getState().submit.kind === 'sent') {
      files.removeAll();
      submit(emptyBatch.submit);
    }
    show(null);
  };

  return {
    store: batch,
    actions: {
      files,
      change: edit,
      toggle: (key) => {
        const off = new Set(batch.getState().draft.off);
        if (!off.delete(key)) off.add(key);
        edit({ off });
      },
      takeBestParts: () => edit({ heldParts: emptyBatch.draft.heldParts }),
      ask,
      chooseRepeats: (repeats) => {
        const { submit: asking } = batch.getState();
        if (asking.kind === 'asking' && !asking.isSending) submit({ ...asking, repeats });
      },
      leave: () => {
        const { submit: asking } = batch.getState();
        if (asking.kind === 'asking' && !asking.isSending) submit({ kind: 'idle' });
      },
      send,
      again: () => {
        if (batch.getState().submit.kind === 'sent') submit({ kind: 'idle' });
        show(null);
      },
      startNew,
      startLike: (choices) => {
        startNew();
        edit(choices);
      },
      show,
    },
  };
};
