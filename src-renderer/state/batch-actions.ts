/** What a person can do with a batch. Nothing is sent that was not asked about, and never more than was agreed to. */
import { type AppError, ok, type Result } from '#contract/errors.ts';
import type { BatchId } from '#contract/model/batch.ts';
import type { JobId } from '#contract/model/job.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { SpendCheck } from '#contract/model/spend-check.ts';
import { approvalsFor, coversNow, isDearer, isQuestion } from '#contract/rules/agreement.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import type { Client } from '../bridge/client.ts';
import { type BatchFiles, createBatchFiles } from './batch-files.ts';
import {
  batchBlocker,
  batchRuns,
  chosenModels,
  isWanted,
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
  /** Switches one run off, or on again. */
  readonly toggle: (key: string) => void;
  /** Takes the best parts that scans have found since the batch was asked about. */
  readonly takeBestParts: () => void;
  /** Asks what a person should hear before all this is sent, and shows it. */
  readonly ask: () => Promise<void>;
  readonly chooseRepeats: (repeats: RepeatChoice) => void;
  /** Back to the matrix; nothing was sent. */
  readonly leave: () => void;
  /** Sends what was asked about, with exactly the approvals that the question named. */
  readonly send: () => Promise<void>;
  /** The same files and choices, to be changed and sent anew. */
  readonly again: () => void;
  /** Nothing of the last one. */
  readonly startNew: () => void;
  /** As `startNew`, with these choices. */
  readonly startLike: (choices: BatchChange) => void;
  /** A batch that is in the queue; null: the one that is being put together. */
  readonly show: (batchId: BatchId | null) => void;
};

export type Batch = { readonly store: BatchStore; readonly actions: BatchActions };

type Asking = Extract<BatchSubmit, { kind: 'asking' }>;

const nothingToSay: SpendCheck = { repeats: [], breaches: [], unknownCosts: 0 };

/** What would be sent by the present answer, and what is to be said of that. */
export const agreedOf = ({ order, spendCheck, rest, repeats }: Asking): Asking['rest'] =>
  repeats === 'leave-out' ? rest : { order, spendCheck };

/** The same runs by today's prices. */
const pricedToday = (order: BatchOrder, models: readonly ModelSpec[]): BatchOrder => ({
  ...order,
  runs: order.runs.map((run) => {
    const model = models.find(({ id }) => id === run.model.id) ?? run.model;
    return { ...run, model, estimate: estimateCost(model.price, run.plan.expected.outputSec) };
  }),
});

const isAnyDearer = (asked: BatchOrder, today: BatchOrder): boolean =>
  today.runs.some(({ estimate }, index) => {
    const before = asked.runs[index];
    return before !== undefined && isDearer(before.estimate, estimate);
  });

export const createBatch = ({ client, store }: { client: Client; store: AppStore }): Batch => {
  const batch = createBatchStore();
  const submit = (state: BatchSubmit) => batch.setState({ submit: state });
  const show = (batchId: BatchId | null) =>
    batch.setState({ shown: batchId === null ? { kind: 'draft' } : { kind: 'batch', batchId } });
  // A refusal was about the batch as it was.
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
    requests.length === 0 ? ok(nothingToSay) : client.call('jobs.guard', { requests: [...requests] });

  const wantedOrder = (): BatchOrder | null => {
    const { mirror } = store.getState();
    const { draft } = batch.getState();
    const models = chosenModels(mirror, draft);
    const wanted = batchRuns(draft, models).filter((run) => isWanted(run, draft.off));
    const stopAfter = readStopAfter(draft.stopAfter);
    const isBlocked = batchBlocker({ mirror, draft, models, wanted }) !== null;
    return isBlocked || stopAfter === undefined ? null : orderOf(wanted, stopAfter);
  };

  /** The same question about fewer runs has other answers: a cap may hold without them. */
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

  /** What is asked about stays as it is shown, also where the person goes back and asks again. */
  const holdParts = ({ runs }: BatchOrder) =>
    batch.setState(({ draft }) => {
      const pending = runs.map(({ video }) => video.id).filter((id) => draft.looks[id]?.kind === 'working');
      return { draft: { ...draft, heldParts: new Set([...draft.heldParts, ...pending]) } };
    });

  const ask = async (): Promise<void> => {
    const order = isOpenToChange(batch.getState()) ? wantedOrder() : null;
    if (order === null) return;
    submit({ kind: 'checking' });
    holdParts(order);
    const asking = await askAbout(order);
    submit(asking.ok ? { kind: 'asking', ...asking.value } : { kind: 'refused', error: asking.error });
  };

  /** Another agreement than the one that was read: it is read first. `refusal`: what told so; null: the prices. */
  const putAnew = async (asked: Asking, refusal: AppError | null): Promise<void> => {
    const found = await askAbout(pricedToday(asked.order, store.getState().mirror.models));
    if (!found.ok) return submit({ kind: 'refused', error: found.error });
    const asking: Asking = { kind: 'asking', ...found.value, repeats: asked.repeats };
    // Meanwhile there may be nothing more to say than was read; then the next press will do.
    const isAsRead = coversNow(agreedOf(asked).spendCheck, agreedOf(asking).spendCheck);
    submit(refusal !== null && isAsRead ? { kind: 'refused', error: refusal } : asking);
  };

  const send = async (): Promise<void> => {
    const { submit: asking, draft } = batch.getState();
    if (asking.kind !== 'asking' || asking.isSending) return;
    const { order, spendCheck } = agreedOf(asking);
    if (order.requests.length === 0) return;
    submit({ ...asking, isSending: true });
    const { models } = store.getState().mirror;
    if (isAnyDearer(order, pricedToday(order, models))) return putAnew(asking, null);
    const sent = await client.call('jobs.submitBatch', {
      requests: [...order.requests],
      stopAfter: order.stopAfter,
      approvals: { ...approvalsFor(spendCheck), repeat: asking.repeats === 'send-again' },
    });
    // What has come up since it was read is refused where it is written down.
    if (!sent.ok && isQuestion(sent.error)) return putAnew(asking, sent.error);
    if (!sent.ok) return submit({ kind: 'refused', error: sent.error });
    const { batchId, jobs } = sent.value;
    const jobIds = new Map<string, JobId>();
    for (const [index, { key }] of order.runs.entries()) {
      const job = jobs[index];
      if (job) jobIds.set(key, job.id);
    }
    const sentRuns = new Map(order.runs.map((run) => [run.key, run]));
    // What was sent stays as it was sent, even where a better part of a clip has been found since.
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
