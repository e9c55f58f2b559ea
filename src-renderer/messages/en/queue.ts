/**
 * Texts of the queue: its order, its batches and its pause; those for a single run are in the page's own messages.
 */
import { counted } from '../phrase.ts';

export type BatchCounts = {
  readonly done: number;
  readonly running: number;
  readonly waiting: number;
  readonly failed: number;
  readonly unsure: number;
  readonly cancelled: number;
};

export const queue = {
  parts: {
    running: 'Running',
    waiting: 'Queued',
    needing: 'Needs attention',
    finished: 'Finished',
  },
  pause: 'Pause all',
  resume: 'Resume',
  paused: 'Paused. Running jobs will finish.',
  pausedNotice: 'Queue paused.',
  resumedNotice: 'Queue resumed.',
  waitingCount: (count: number): string => `${count} queued`,
  failedCount: (count: number): string => `${count} failed`,
  unsureCount: (count: number): string => `${count} unconfirmed`,
  showMore: (count: number): string => `Show ${count} more`,
  showFewer: 'Show fewer',
  dismissFinished: 'Clear finished',
  batch: {
    title: (count: number, at: string): string => `Batch of ${counted(count, 'job', 'jobs')}, ${at}`,
    tag: (at: string): string => `batch, ${at}`,
    counts: ({ done, running, waiting, failed, unsure, cancelled }: BatchCounts): string =>
      [
        ...(done > 0 ? [`${done} done`] : []),
        ...(running > 0 ? [`${running} running`] : []),
        ...(waiting > 0 ? [`${waiting} queued`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(unsure > 0 ? [`${unsure} unconfirmed`] : []),
        ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
      ].join(', '),
    price: (soFar: string, whole: string): string => `about ${soFar} of ${whole} so far`,
    unknown: (count: number): string => `${counted(count, 'job', 'jobs')} of unknown price`,
    cancel: 'Cancel remaining jobs',
    cancelled: (count: number): string =>
      count === 0
        ? 'No job of this batch was still queued.'
        : `${counted(count, 'job', 'jobs')} cancelled and not charged.`,
    show: 'Show the jobs of this batch',
    hide: 'Hide the jobs of this batch',
    waitBelow: 'Queued jobs are listed below.',
    ended: (counts: string): string => `Batch finished: ${counts}.`,
  },
  move: {
    menu: (names: string): string => `Move ${names}`,
    first: 'Move to top',
    up: 'Move up',
    down: 'Move down',
    last: 'Move to bottom',
    /** `place`: from 1. */
    handle: (names: string, place: number, count: number): string => `${names}, ${place} of ${count}`,
    role: 'sortable job',
    how: 'Press Space or Enter to grab the job, the arrow keys to move it, Space or Enter to drop it, Escape to cancel the move.',
    picked: (names: string, place: number, count: number): string =>
      `Grabbed ${names}, ${place} of ${count}.`,
    over: (place: number, count: number): string => `New position: ${place} of ${count}.`,
    left: (names: string): string => `${names} was not moved.`,
    moved: (names: string, place: number, count: number): string => `${names} is now ${place} of ${count}.`,
    failed: 'The job was not moved.',
  },
  overLimit: 'Generate anyway (over limit)',
  changeLimit: 'Change limit',
};
export type QueueMessages = typeof queue;
