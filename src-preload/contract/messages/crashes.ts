/** Sentences of the dialogs about crashes of the desktop window: what happened, and what the user can do. */

export type CrashMessages = {
  /** The page crashed several times within a minute. */
  readonly pageGone: string;
  readonly pageUnresponsive: string;
  readonly exception: string;
  readonly pageWayOut: string;
  readonly exceptionWayOut: string;
  readonly reload: string;
  readonly wait: string;
  readonly quit: string;
  readonly resume: string;
};

export const crashMessages = {
  en: {
    pageGone: 'The page of the window has crashed several times.',
    pageUnresponsive: 'The page of the window does not respond.',
    exception: 'An unexpected error occurred in Understudy.',
    pageWayOut: 'Reload the page. Jobs continue meanwhile, and nothing is sent or charged again.',
    exceptionWayOut:
      'Quit and start Understudy again. Jobs that were sent are resumed then, and nothing is charged again.',
    reload: 'Reload page',
    wait: 'Wait',
    quit: 'Quit',
    resume: 'Continue',
  },
  es: {
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
  },
} as const satisfies Record<'en' | 'es', CrashMessages>;
