/** Texts of a run whose outcome is not known yet: how long it may take, and what to do about a lost answer. */

/** Seconds rounded to minutes. */
const minutes = (sec: number): number => Math.round(sec / 60);
const hours = (sec: number): number => Math.round(sec / 3600);
const isHours = (sec: number): boolean => sec >= 5400;

const en = {
  waiting: {
    left: (sec: number): string => {
      if (isHours(sec)) return `about ${hours(sec)} h left`;
      return sec < 60 ? 'less than a minute left' : `about ${minutes(sec)} min left`;
    },
    cancelRequested: 'Cancel requested. The job may still run and be charged; its result is then kept.',
  },
  details: { show: 'Cost and transfers', hide: 'Hide details' },
  title: 'Did this job start?',
  lost: (provider: string): string =>
    `The request was sent to ${provider}, but the response was lost. The job may be running there and may be charged. Understudy does not send it again by itself.`,
  known: 'Details',
  model: 'Model',
  lostAt: 'Response lost',
  stake: 'Possible charge',
  stakeOf: (price: string): string => `about ${price}`,
  stakeUnknown: 'price unknown',
  find: 'Look up the job',
  findMeans: (provider: string): string => `Asks ${provider} whether it has this request. Free of charge.`,
  finding: (provider: string): string => `Asking ${provider}`,
  absent: (provider: string): string =>
    `${provider} does not list the request yet; a running job may be listed later. Check your account there before you answer \u201cNo, not found\u201d.`,
  open: (provider: string): string => `Open your jobs at ${provider}`,
  openMeans: (at: string): string => `Look for a job submitted at about ${at}.`,
  sentMeans: 'The job is running or has finished, and is charged.',
  requestId: 'Request ID',
  requestIdHint:
    'With the ID, the result is downloaded when it is finished. Without it, download the result from the provider yourself.',
  sent: 'Yes, it started',
  notSentMeans: 'The job ends here as not submitted. Nothing is charged.',
  notSent: 'No, not found',
  againMeans: 'A new job is submitted. Both may be charged.',
  again: 'Generate again anyway',
  againAsks: (price: string | null): string =>
    price === null
      ? 'It may be charged twice. Nothing is submitted until you press the button below.'
      : `It may be charged twice, about ${price} each time. Nothing is submitted until you press the button below.`,
  againSure: 'Generate again (may be charged twice)',
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
      'Cancelación solicitada. Puede que el trabajo se ejecute y se cobre de todos modos; en ese caso se guarda su resultado.',
  },
  details: { show: 'Coste y transferencias', hide: 'Ocultar detalles' },
  title: '¿Se inició este trabajo?',
  lost: (provider) =>
    `La solicitud se envió a ${provider}, pero se perdió la respuesta. Puede que el trabajo esté en marcha allí y se cobre. Understudy no lo reenvía automáticamente.`,
  known: 'Detalles',
  model: 'Modelo',
  lostAt: 'Respuesta perdida',
  stake: 'Posible cargo',
  stakeOf: (price) => `unos ${price}`,
  stakeUnknown: 'precio desconocido',
  find: 'Buscar el trabajo',
  findMeans: (provider) => `Consulta a ${provider} si tiene esta solicitud. Sin coste.`,
  finding: (provider) => `Consultando a ${provider}`,
  absent: (provider) =>
    `${provider} todavía no muestra la solicitud; un trabajo en marcha puede tardar en aparecer. Consulta tu cuenta allí antes de responder «No, no aparece».`,
  open: (provider) => `Abrir tus trabajos en ${provider}`,
  openMeans: (at) => `Busca un trabajo enviado hacia el ${at}.`,
  sentMeans: 'El trabajo está en marcha o ha terminado, y se cobra.',
  requestId: 'ID de la solicitud',
  requestIdHint:
    'Con el ID, el resultado se descarga cuando esté listo. Sin él, descárgalo tú desde la web del proveedor.',
  sent: 'Sí, se inició',
  notSentMeans: 'El trabajo termina aquí como no enviado. No se cobra nada.',
  notSent: 'No, no aparece',
  againMeans: 'Se envía un trabajo nuevo. Puede que se cobren los dos.',
  again: 'Generar de nuevo de todos modos',
  againAsks: (price) =>
    price === null
      ? 'Puede que se cobre dos veces. No se envía nada hasta que pulses el botón de abajo.'
      : `Puede que se cobre dos veces, unos ${price} cada vez. No se envía nada hasta que pulses el botón de abajo.`,
  againSure: 'Generar de nuevo (puede cobrarse dos veces)',
  leave: 'Decidir más tarde',
};

export const unsureMessages = { en, es };
