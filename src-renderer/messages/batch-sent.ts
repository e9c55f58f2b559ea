/** Texts of a submitted batch: its progress, its jobs in the queue, and what can be done with it. */

export const runsEn = (count: number): string => (count === 1 ? '1 generation' : `${count} generations`);
export const runsEs = (count: number): string => (count === 1 ? '1 generación' : `${count} generaciones`);

const en = {
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
  batch: (runs: number, at: string): string => `${runsEn(runs)}, ${at}`,
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
    `The files of these ${runsEn(runs)} make more cells than can be shown here. Open the queue to see them.`,
  at: (word: string, percent: string): string => `${word} ${percent} %`,
  progress: (name: string, word: string): string => `${name}: ${word}`,
  announce: (done: number, all: number): string => `${done} of ${all} generations of the batch are done.`,
  announceKnown: (done: number, all: number): string =>
    `${done} of the ${all} known generations of the batch are done.`,
};

const es: typeof en = {
  title: 'Este lote',
  counts: {
    done: 'terminadas',
    kept: 'en la biblioteca',
    moving: 'en marcha',
    queued: 'en cola',
    failed: 'fallidas',
    unsure: 'sin confirmar',
    cancelled: 'canceladas',
    gone: 'descartadas',
  },
  of: (price) => `Total: ${price}.`,
  ofQueue: (at, price) => `Enviado el ${at}. Sus trabajos en la cola: ${price}.`,
  choose: 'Lotes en la cola',
  batch: (runs, at) => `${runsEs(runs)}, ${at}`,
  running: 'en marcha',
  hasEnded: 'terminado',
  oneRunning: 'Un lote enviado todavía está en marcha.',
  oneHasEnded: 'El último lote sigue en la cola.',
  showIt: 'Mostrar lote',
  cancelRest: 'Cancelar los trabajos restantes',
  cancelMeans: 'Los trabajos aún no enviados se cancelan, sin coste. Los que están en marcha terminarán.',
  again: 'Usar otra vez los mismos archivos',
  sameChoices: 'Usar otra vez los mismos ajustes',
  filesClosed:
    'Los archivos de este lote ya no están abiertos. Añádelos otra vez para generar más con los mismos ajustes; un resultado suelto se puede volver a usar desde la biblioteca.',
  startNew: 'Lote nuevo',
  toDraft: 'Volver al lote nuevo',
  toQueue: 'Abrir la cola',
  toRow: 'Mostrar en la cola',
  unsure: 'Puede que se haya enviado y cobrado. Resuélvelo en la cola.',
  gone: 'Descartada de la cola',
  kept: 'En la biblioteca',
  'not-sent': 'No enviada',
  absent: 'No está en la cola',
  absentMeans: 'Las generaciones que no están en la cola se excluyeron del lote o se descartaron después.',
  tooMany: (runs) =>
    `Los archivos de estas ${runsEs(runs)} dan más casillas de las que caben aquí. Abre la cola para verlas.`,
  at: (word, percent) => `${word}: ${percent} %`,
  progress: (name, word) => `${name}: ${word}`,
  announce: (done, all) => `${done} de ${all} generaciones del lote están terminadas.`,
  announceKnown: (done, all) => `${done} de las ${all} generaciones conocidas del lote están terminadas.`,
};

export const batchSent = { en, es };
