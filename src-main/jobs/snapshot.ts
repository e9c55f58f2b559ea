/** A stored job and what is known of it just now, as the page sees it: without tickets, links and paths. */
import { assertNever } from '#contract/assert-never.ts';
import type { Job, JobAction, JobState } from '#contract/model/job.ts';
import type { JobRecord, StoredState } from './record.ts';

/** Known only while the program runs. */
export type Live = {
  /** 0..1, or null while nobody can say. */
  readonly fraction: number | null;
  readonly queuePosition: number | null;
  /** Seconds left, by the provider's own guess. */
  readonly etaSec: number | null;
  readonly isOffline: boolean;
};

export const nothingLive: Live = {
  fraction: null,
  queuePosition: null,
  etaSec: null,
  isOffline: false,
};

type View = {
  readonly live: Live;
  /** False while another open program works on it, or while its state is not written down yet: only looked at. */
  readonly isOurs: boolean;
  /** Whether its provider can be asked to cancel a run that it has accepted. */
  readonly canCancelRun: boolean;
  /** Whether its provider can be asked for a request whose answer was lost. */
  readonly canFind: boolean;
};

const stateOf = (state: StoredState, live: Live): JobState => {
  const fraction = live.fraction === null ? null : Math.min(1, Math.max(0, live.fraction));
  switch (state.kind) {
    case 'queued':
    case 'starting':
      return { kind: state.kind };
    case 'preparing':
    case 'uploading':
    case 'downloading':
      return { kind: state.kind, fraction };
    case 'waiting':
      return {
        kind: 'waiting',
        fraction,
        queuePosition: live.queuePosition,
        etaSec: live.etaSec,
        isOffline: live.isOffline,
        isCancelAsked: state.isCancelAsked,
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

const actionsOf = (state: StoredState, view: View): JobAction[] => {
  if (!view.isOurs) return [];
  switch (state.kind) {
    case 'queued':
    case 'preparing':
    case 'uploading':
      return ['cancel'];
    case 'starting':
    // Already paid for: only its result is still missing.
    case 'downloading':
      return [];
    case 'waiting':
      return view.canCancelRun && !state.isCancelAsked ? ['cancel'] : [];
    case 'done':
      return ['dismiss'];
    case 'failed':
      // One call serves both; where it fetches what is paid for, it must not be named as if it paid again.
      return state.download === null ? ['retry', 'dismiss'] : ['retry-download', 'dismiss'];
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
  createdAt: record.createdAt,
  stateSince: record.stateSince,
  imageName: record.image.name,
  videoName: record.video.name,
  choices: record.choices,
  outputSec: record.plan.expected.outputSec,
  estimate: record.estimate,
  receipts: record.receipts,
  state: stateOf(record.state, view.live),
  actions: actionsOf(record.state, view),
});
