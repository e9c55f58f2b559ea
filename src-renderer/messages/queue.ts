/** What the queue says of its order, its batches and its rest; the words for a single run are the page's own. */

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
    running: 'Under way',
    waiting: 'Waiting, in this order',
    needing: 'To look at',
    finished: 'Finished',
  },
  pause: 'Pause all',
  goOn: 'Go on',
  paused: 'Paused: nothing new is begun. What is under way goes on.',
  saidPaused: 'The queue is paused.',
  saidGoesOn: 'The queue goes on.',
  waitingCount: (count: number): string => `${count} waiting`,
  failedCount: (count: number): string => `${count} failed`,
  unsureCount: (count: number): string => `${count} unsure`,
  showMore: (count: number): string => `Show ${count} more`,
  showFewer: 'Show fewer',
  dismissFinished: 'Put away all finished',
  batch: {
    title: (count: number, at: string): string => `Batch of ${counted(count, 'run', 'runs')}, ${at}`,
    tag: (at: string): string => `batch, ${at}`,
    counts: ({ done, running, waiting, failed, unsure, cancelled }: BatchCounts): string =>
      [
        ...(done > 0 ? [`${done} done`] : []),
        ...(running > 0 ? [`${running} running`] : []),
        ...(waiting > 0 ? [`${waiting} waiting`] : []),
        ...(failed > 0 ? [`${failed} failed`] : []),
        ...(unsure > 0 ? [`${unsure} unsure`] : []),
        ...(cancelled > 0 ? [`${cancelled} cancelled`] : []),
      ].join(', '),
    price: (soFar: string, whole: string): string => `about ${soFar} of ${whole} so far`,
    unknown: (count: number): string => `${counted(count, 'run', 'runs')} of unknown price`,
    cancel: 'Cancel the rest',
    cancelled: (count: number): string =>
      count === 0
        ? 'Nothing of the batch was waiting any more.'
        : `${counted(count, 'run was', 'runs were')} called off; nothing was charged for ${count === 1 ? 'it' : 'them'}.`,
    show: 'Show the runs of this batch',
    hide: 'Hide the runs of this batch',
    waitBelow: 'Its waiting runs stand below, in the order of all.',
    ended: (counts: string): string => `The batch has ended: ${counts}.`,
  },
  move: {
    menu: (names: string): string => `Move ${names}`,
    first: 'To the front',
    up: 'One earlier',
    down: 'One later',
    last: 'To the end',
    /** `place`: from 1. */
    handle: (names: string, place: number, count: number): string => `${names}, ${place} of ${count}`,
    role: 'run that can be moved',
    how: 'Press Space or Enter to pick the run up, the arrow keys to move it, Space or Enter again to put it down, Escape to leave it where it was.',
    picked: (names: string, place: number, count: number): string =>
      `Picked up ${names}, ${place} of ${count}.`,
    over: (place: number, count: number): string => `Would be ${place} of ${count}.`,
    left: (names: string): string => `${names} stays where it was.`,
    moved: (names: string, place: number, count: number): string => `${names} is now ${place} of ${count}.`,
    failed: 'It was not moved.',
  },
  overLimit: 'Send it past the cap and pay',
  changeLimit: 'Change the cap',
};
export type QueueMessages = typeof en;

const es: QueueMessages = {
  parts: {
    running: 'En marcha',
    waiting: 'En espera, en este orden',
    needing: 'Por mirar',
    finished: 'Terminadas',
  },
  pause: 'Pausar todo',
  goOn: 'Seguir',
  paused: 'En pausa: no empieza nada nuevo. Lo que está en marcha sigue.',
  saidPaused: 'La cola está en pausa.',
  saidGoesOn: 'La cola sigue.',
  waitingCount: (count) => `${count} en espera`,
  failedCount: (count) => counted(count, 'fallida', 'fallidas'),
  unsureCount: (count) => counted(count, 'dudosa', 'dudosas'),
  showMore: (count) => `Mostrar ${count} más`,
  showFewer: 'Mostrar menos',
  dismissFinished: 'Quitar todas las terminadas',
  batch: {
    title: (count, at) => `Lote de ${counted(count, 'ejecución', 'ejecuciones')}, ${at}`,
    tag: (at) => `lote, ${at}`,
    counts: ({ done, running, waiting, failed, unsure, cancelled }) =>
      [
        ...(done > 0 ? [counted(done, 'hecha', 'hechas')] : []),
        ...(running > 0 ? [`${running} en marcha`] : []),
        ...(waiting > 0 ? [`${waiting} en espera`] : []),
        ...(failed > 0 ? [counted(failed, 'fallida', 'fallidas')] : []),
        ...(unsure > 0 ? [counted(unsure, 'dudosa', 'dudosas')] : []),
        ...(cancelled > 0 ? [counted(cancelled, 'cancelada', 'canceladas')] : []),
      ].join(', '),
    price: (soFar, whole) => `unos ${soFar} de ${whole} hasta ahora`,
    unknown: (count) => `${counted(count, 'ejecución', 'ejecuciones')} de precio desconocido`,
    cancel: 'Cancelar el resto',
    cancelled: (count) =>
      count === 0
        ? 'Ya no quedaba nada del lote en espera.'
        : count === 1
          ? 'Se ha cancelado 1 ejecución; no se ha cobrado nada por ella.'
          : `Se han cancelado ${count} ejecuciones; no se ha cobrado nada por ellas.`,
    show: 'Mostrar las ejecuciones de este lote',
    hide: 'Ocultar las ejecuciones de este lote',
    waitBelow: 'Las que esperan están abajo, en el orden de todas.',
    ended: (counts) => `El lote ha terminado: ${counts}.`,
  },
  move: {
    menu: (names) => `Mover ${names}`,
    first: 'Al principio',
    up: 'Un puesto antes',
    down: 'Un puesto después',
    last: 'Al final',
    handle: (names, place, count) => `${names}, ${place} de ${count}`,
    role: 'ejecución que se puede mover',
    how: 'Pulsa Espacio o Intro para tomar la ejecución, las flechas para moverla, otra vez Espacio o Intro para soltarla, Escape para dejarla donde estaba.',
    picked: (names, place, count) => `${names}, ${place} de ${count}, está tomada.`,
    over: (place, count) => `Quedaría ${place} de ${count}.`,
    left: (names) => `${names} se queda donde estaba.`,
    moved: (names, place, count) => `${names} es ahora ${place} de ${count}.`,
    failed: 'No se ha movido.',
  },
  overLimit: 'Enviarla por encima del tope y pagar',
  changeLimit: 'Cambiar el tope',
};

export const queueMessages = { en, es };
