/** Sentences of the dialogs about crashes of the desktop window: what happened, and what the user can do. */
import type { CrashMessages } from '../en/crashes.ts';

export const crashes: CrashMessages = {
  pageGone: 'La página de la ventana ha fallado varias veces.',
  pageUnresponsive: 'La página de la ventana no responde.',
  exception: 'Se ha producido un error inesperado en Understudy.',
  pageWayOut:
    'Recarga la página. Los trabajos continúan mientras tanto y nada se envía ni se cobra otra vez.',
  exceptionWayOut:
    'Cierra Understudy y vuelve a abrirlo. Los trabajos enviados se reanudan entonces y nada se cobra otra vez.',
  reload: 'Recargar la página',
  wait: 'Esperar',
  quit: 'Salir',
  resume: 'Continuar',
};
