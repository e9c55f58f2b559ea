/** What the queue says of a run whose end is not known yet: how long it may take, and what to do about a lost answer. */

/** Seconds as a person guesses them. */
const minutes = (sec: number): number => Math.round(sec / 60);
const hours = (sec: number): number => Math.round(sec / 3600);
const isHours = (sec: number): boolean => sec >= 5400;

const en = {
  waiting: {
    left: (sec: number): string => {
      if (isHours(sec)) return `about ${hours(sec)} h left`;
      return sec < 60 ? 'less than a minute left' : `about ${minutes(sec)} min left`;
    },
    cancelRequested: 'Asked to stop; it may still be run and charged, then its result is kept.',
  },
  details: { show: 'Cost, and where the files went', hide: 'Hide the details' },
  title: 'What became of this run?',
  lost: (provider: string): string =>
    `The request went out to ${provider}, but its answer was lost. It may be running there, and be paid. Nothing is sent again by itself.`,
  known: 'What is known',
  model: 'Model',
  lostAt: 'Answer lost',
  stake: 'At stake',
  stakeOf: (price: string): string => `about ${price}`,
  stakeUnknown: 'the price is not known',
  find: 'Find it',
  findMeans: (provider: string): string =>
    `${provider} can be asked whether it knows the request. That costs nothing.`,
  finding: (provider: string): string => `Asking ${provider}`,
  absent: (provider: string): string =>
    `${provider} does not list the request so far; a run that is still going may not be listed yet. Look there yourself before you say that it was not sent.`,
  open: (provider: string): string => `Open your runs at ${provider}`,
  openMeans: (at: string): string => `Look for a run of about ${at}.`,
  sentMeans: 'It is there: it runs, or ran, and is paid.',
  requestId: 'Its id there',
  requestIdHint:
    'With the id the result is fetched once it is finished; without it, fetch it from there yourself.',
  sent: 'It is there',
  notSentMeans: 'You are sure that it is not there: the run ends here, as one that was not sent.',
  notSent: 'It is not there',
  againMeans: 'You do not want to find out: a new run is sent, and both may be paid.',
  again: 'Send it again',
  againAsks: (price: string | null): string =>
    price === null
      ? 'It may be paid twice. Nothing is sent before you press the button below.'
      : `It may be paid twice, about ${price} each time. Nothing is sent before you press the button below.`,
  againSure: 'Send it again, knowing it may be paid twice',
  leave: 'Decide later',
};
export type UnsureMessages = typeof en;

const es: UnsureMessages = {
  waiting: {
    left: (sec) => {
      if (isHours(sec)) return `faltan unas ${hours(sec)} h`;
      if (sec < 60) return 'falta menos de un minuto';
      return minutes(sec) === 1 ? 'falta cerca de 1 min' : `faltan unos ${minutes(sec)} min`;
    },
    cancelRequested:
      'Se ha pedido parar; puede que aun así se ejecute y se cobre, y entonces se guarda su resultado.',
  },
  details: { show: 'El coste y adónde fueron los archivos', hide: 'Ocultar los detalles' },
  title: '¿Qué fue de esta ejecución?',
  lost: (provider) =>
    `La solicitud salió hacia ${provider}, pero su respuesta se perdió. Puede que allí esté en marcha y se pague. Nada se reenvía por sí solo.`,
  known: 'Lo que se sabe',
  model: 'Modelo',
  lostAt: 'Respuesta perdida',
  stake: 'En juego',
  stakeOf: (price) => `unos ${price}`,
  stakeUnknown: 'no se conoce el precio',
  find: 'Buscarla',
  findMeans: (provider) => `Se puede preguntar a ${provider} si conoce la solicitud. No cuesta nada.`,
  finding: (provider) => `Preguntando a ${provider}`,
  absent: (provider) =>
    `${provider} todavía no muestra la solicitud; un trabajo en marcha puede tardar en aparecer. Míralo allí antes de decir que no se envió.`,
  open: (provider) => `Abrir tus ejecuciones en ${provider}`,
  openMeans: (at) => `Busca una ejecución de hacia ${at}.`,
  sentMeans: 'Está allí: está en marcha, o lo estuvo, y se paga.',
  requestId: 'Su id allí',
  requestIdHint:
    'Con el id, el resultado se descarga en cuanto esté listo; sin él, descárgalo tú desde allí.',
  sent: 'Está allí',
  notSentMeans: 'Es seguro que no está allí: la ejecución termina aquí, como una que no se envió.',
  notSent: 'No está allí',
  againMeans: 'No quieres averiguarlo: se envía una nueva ejecución, y puede que se paguen las dos.',
  again: 'Enviarla otra vez',
  againAsks: (price) =>
    price === null
      ? 'Puede que se pague dos veces. No se envía nada hasta que pulses el botón de abajo.'
      : `Puede que se pague dos veces, unos ${price} cada vez. No se envía nada hasta que pulses el botón de abajo.`,
  againSure: 'Enviarla otra vez, sabiendo que puede pagarse dos veces',
  leave: 'Decidir más tarde',
};

export const unsureMessages = { en, es };
