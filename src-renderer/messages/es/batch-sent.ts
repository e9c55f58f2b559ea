/** Texts of a submitted batch: its progress, its jobs in the queue, and what can be done with it. */
import type { BatchSentMessages } from '../en/batch-sent.ts';

export const generations = (count: number): string =>
  count === 1 ? '1 generación' : `${count} generaciones`;

export const batchSent: BatchSentMessages = {
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
  batch: (runs, at) => `${generations(runs)}, ${at}`,
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
    `Los archivos de estas ${generations(runs)} dan más casillas de las que caben aquí. Abre la cola para verlas.`,
  at: (word, percent) => `${word}: ${percent} %`,
  progress: (name, word) => `${name}: ${word}`,
  announce: (done, all) => `${done} de ${all} generaciones del lote están terminadas.`,
  announceKnown: (done, all) => `${done} de las ${all} generaciones conocidas del lote están terminadas.`,
};
