/** A stored job and its live progress as the page sees them: without tickets, links and paths. */
import { assertNever } from '#contract/assert-never.ts';
import type { AppError } from '#contract/errors.ts';
import type { Job, JobAction, JobState } from '#contract/model/job.ts';
import { isOpenQuestion, isWorthPolling } from './machine.ts';
import type { JobRecord, StoredState } from './record.ts';

/** Known only while the program runs. */
export type Live = {
  /** 0..1; null: unknown. */
  readonly fraction: number | null;
  readonly queuePosition: number | null;
  /** Seconds left, estimated by the provider. */
  readonly etaSec: number | null;
  /** Why polls or downloads fail just now. */
  readonly trouble: AppError | null;
};

export const nothingLive: Live = {
  fraction: null,
  queuePosition: null,
  etaSec: null,
  trouble: null,
};

type View = {
  readonly live: Live;
  readonly place: number;
  /** False while its state is not stored yet: no action is possible. */
  readonly isSaved: boolean;
  /** Whether its provider can cancel an accepted run. */
  readonly canCancelRun: boolean;
  /** Whether its provider can find a request whose answer was lost. */
  readonly canFind: boolean;
};

const stateOf = ({ state, busy }: JobRecord, live: Live): JobState => {
  const fraction = live.fraction === null ? null : Math.min(1, Math.max(0, live.fraction));
  switch (state.kind) {
    case 'queued':
    case 'starting':
      return { kind: state.kind };
    case 'preparing':
      return { kind: 'preparing', fraction };
    case 'uploading':
      // Progress means that uploading has resumed.
      return busy === null || fraction !== null
        ? { kind: 'uploading', fraction }
        : { kind: 'uploading', fraction, busyUntil: busy.until };
    case 'downloading':
      return { kind: 'downloading', fraction, trouble: live.trouble };
    case 'waiting':
      return {
        kind: 'waiting',
        fraction,
        queuePosition: live.queuePosition,
        etaSec: live.etaSec,
        trouble: live.trouble,
        isCancelRequested: state.isCancelRequested,
      };
    case 'done':
      return { kind: 'done', itemId: state.itemId };
    case 'failed':
    case 'unsure':
      return { kind: state.kind, error: state.error };
    case 'cancelled':
      return { kind: 'cancelled', charged: state.charged };
    default:
      return assertNever(state);
  }
};

/** One call serves all of them; the free actions have names of their own, so that the page does not present them as paid. */
const failedActions = (
  { error, download, run }: Extract<StoredState, { kind: 'failed' }>,
  { canFind }: View,
): JobAction[] => {
  if (download !== null) return ['retry-download', 'dismiss'];
  const ask: JobAction[] = isWorthPolling(error) && run !== null && run.ticket !== null ? ['poll-again'] : [];
  // Sending again is part of `resolve`, whose dialog warns that both runs may be charged.
  if (isOpenQuestion(error)) return [...ask, ...(canFind ? (['find'] as const) : []), 'resolve', 'dismiss'];
  return ask.length > 0 ? [...ask, 'dismiss'] : ['retry', 'dismiss'];
};

const actionsOf = (state: StoredState, view: View): JobAction[] => {
  if (!view.isSaved) return [];
  switch (state.kind) {
    case 'queued':
    case 'preparing':
    case 'uploading':
      return ['cancel'];
    case 'starting':
      return [];
    // Already paid for: only its result is missing.
    case 'downloading':
      return ['stop-polling'];
    case 'waiting':
      return view.canCancelRun && !state.isCancelRequested ? ['cancel', 'stop-polling'] : ['stop-polling'];
    case 'done':
      return ['dismiss'];
    case 'failed':
      return failedActions(state, view);
    case 'cancelled':
      return ['retry', 'dismiss'];
    case 'unsure':
      return view.canFind ? ['find', 'resolve'] : ['resolve'];
    default:
      return assertNever(state);
  }
};

export const snapshotOf = (record: JobRecord, view: View): Job => ({
  id: record.id,
  parentId: record.parentId,
  batchId: record.batchId,
  place: view.place,
  createdAt: record.createdAt,
  stateSince: record.stateSince,
  imageName: record.image.name,
  videoName: record.video.name,
  choices: record.choices,
  outputSec: record.plan.expected.outputSec,
  estimate: record.estimate,
  transferRecords: record.transferRecords,
  state: stateOf(record, view.live),
  actions: actionsOf(record.state, view),
});
