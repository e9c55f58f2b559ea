/**
 * Texts of the queue: its order, its batches and its pause; those for a single run are in the page's own messages.
 */

import type { QueueMessages } from '../en/queue.ts';
import { counted } from '../phrase.ts';

export const queue: QueueMessages = {
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
