/** Texts of a submitted batch: its progress, its jobs in the queue, and what can be done with it. */

export const generations = (count: number): string => (count === 1 ? '1 generation' : `${count} generations`);

export const batchSent = {
  title: 'This batch',
  counts: {
    done: 'done',
    kept: 'in the library',
    moving: 'running',
    queued: 'queued',
    failed: 'failed',
    unsure: 'unconfirmed',
    cancelled: 'cancelled',
    gone: 'dismissed',
  },
  of: (price: string): string => `Total: ${price}.`,
  ofQueue: (at: string, price: string): string => `Submitted on ${at}. Its jobs in the queue: ${price}.`,
  choose: 'Batches in the queue',
  batch: (runs: number, at: string): string => `${generations(runs)}, ${at}`,
  running: 'running',
  hasEnded: 'finished',
  oneRunning: 'A submitted batch is still running.',
  oneHasEnded: 'The last batch is still in the queue.',
  showIt: 'Show batch',
  cancelRest: 'Cancel remaining jobs',
  cancelMeans: 'Jobs not yet submitted are cancelled and not charged. Running jobs will finish.',
  again: 'Use the same files again',
  sameChoices: 'Use the same settings again',
  filesClosed:
    'The files of this batch are no longer open. Add them again to generate more with the same settings; a single result can be used again from the library.',
  startNew: 'New batch',
  toDraft: 'Back to the new batch',
  toQueue: 'Open the queue',
  toRow: 'Show in the queue',
  unsure: 'It may have been submitted and charged. Resolve it in the queue.',
  gone: 'Dismissed from the queue',
  kept: 'In the library',
  'not-sent': 'Not submitted',
  absent: 'Not in the queue',
  absentMeans: 'Generations that are not in the queue were excluded from the batch or dismissed later.',
  tooMany: (runs: number): string =>
    `The files of these ${generations(runs)} make more cells than can be shown here. Open the queue to see them.`,
  at: (word: string, percent: string): string => `${word} ${percent} %`,
  progress: (name: string, word: string): string => `${name}: ${word}`,
  announce: (done: number, all: number): string => `${done} of ${all} generations of the batch are done.`,
  announceKnown: (done: number, all: number): string =>
    `${done} of the ${all} known generations of the batch are done.`,
};
export type BatchSentMessages = typeof batchSent;
