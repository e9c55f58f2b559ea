/** In Spanish, the states of a job, and whether it was charged. */
import type { Charged } from '../../errors.ts';
import type { JobStateKind } from '../../model/job.ts';

export const charged: Record<Charged, string> = {
  no: 'No se ha cobrado nada.',
  yes: 'El proveedor ha cobrado este trabajo.',
  unknown: 'Es posible que se haya cobrado.',
};

export const states: Record<JobStateKind, string> = {
  queued: 'En cola',
  preparing: 'Preparando los archivos',
  uploading: 'Subiendo',
  starting: 'Enviando',
  waiting: 'Esperando al proveedor',
  downloading: 'Descargando el resultado',
  done: 'Terminado',
  failed: 'Ha fallado',
  cancelled: 'Cancelado',
  unsure: 'Sin confirmar',
};

/** `at`: ISO time. */
const clockTime = (at: string): string =>
  new Intl.DateTimeFormat('es', { timeStyle: 'short' }).format(new Date(at));

export const busyUntil = (at: string): string =>
  `El proveedor está ocupado; se reintenta a las ${clockTime(at)}`;
