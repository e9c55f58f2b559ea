/**
 * Texts of the queue: its order, its batches and its pause; those for a single run are in the page's own messages.
 */

export type BatchCounts = {
  readonly done: number;
  readonly running: number;
  readonly waiting: number;
  readonly failed: number;
  readonly unsure: number;
  readonly cancelled: number;
};

const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;

const en = {
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
export type QueueMessages = typeof en;

const es: QueueMessages = {
  parts: {
    running: 'En marcha',
    waiting: 'En cola',
    needing: 'Requieren atención',
    finished: 'Terminados',
  },
  pause: 'Pausar todo',
  resume: 'Reanudar',
  paused: 'En pausa. Los trabajos en marcha terminarán.',
  pausedNotice: 'Cola en pausa.',
  resumedNotice: 'Cola reanudada.',
  waitingCount: (count) => `${count} en cola`,
  failedCount: (count) => counted(count, 'fallido', 'fallidos'),
  unsureCount: (count) => `${count} sin confirmar`,
  showMore: (count) => `Mostrar ${count} más`,
  showFewer: 'Mostrar menos',
  dismissFinished: 'Limpiar terminados',
  batch: {
    title: (count, at) => `Lote de ${counted(count, 'trabajo', 'trabajos')}, ${at}`,
    tag: (at) => `lote, ${at}`,
    counts: ({ done, running, waiting, failed, unsure, cancelled }) =>
      [
        ...(done > 0 ? [counted(done, 'terminado', 'terminados')] : []),
        ...(running > 0 ? [`${running} en marcha`] : []),
        ...(waiting > 0 ? [`${waiting} en cola`] : []),
        ...(failed > 0 ? [counted(failed, 'fallido', 'fallidos')] : []),
        ...(unsure > 0 ? [`${unsure} sin confirmar`] : []),
        ...(cancelled > 0 ? [counted(cancelled, 'cancelado', 'cancelados')] : []),
      ].join(', '),
    price: (soFar, whole) => `unos ${soFar} de ${whole} hasta ahora`,
    unknown: (count) => `${counted(count, 'trabajo', 'trabajos')} de precio desconocido`,
    cancel: 'Cancelar los trabajos restantes',
    cancelled: (count) =>
      count === 0
        ? 'No quedaba ningún trabajo de este lote en cola.'
        : count === 1
          ? '1 trabajo cancelado, sin coste.'
          : `${count} trabajos cancelados, sin coste.`,
    show: 'Mostrar los trabajos de este lote',
    hide: 'Ocultar los trabajos de este lote',
    waitBelow: 'Los trabajos en cola están más abajo.',
    ended: (counts) => `Lote terminado: ${counts}.`,
  },
  move: {
    menu: (names) => `Mover ${names}`,
    first: 'Mover al principio',
    up: 'Subir',
    down: 'Bajar',
    last: 'Mover al final',
    handle: (names, place, count) => `${names}, ${place} de ${count}`,
    role: 'trabajo ordenable',
    how: 'Pulsa Espacio o Intro para coger el trabajo, las flechas para moverlo, otra vez Espacio o Intro para soltarlo y Escape para cancelar.',
    picked: (names, place, count) => `Has cogido ${names}, ${place} de ${count}.`,
    over: (place, count) => `Nueva posición: ${place} de ${count}.`,
    left: (names) => `${names} no se ha movido.`,
    moved: (names, place, count) => `${names} ocupa ahora la posición ${place} de ${count}.`,
    failed: 'El trabajo no se ha movido.',
  },
  overLimit: 'Generar de todos modos (supera el límite)',
  changeLimit: 'Cambiar el límite',
};

export const queueMessages = { en, es };
