/** Texts of a run whose outcome is not known yet: how long it may take, and what to do about a lost answer. */
import { inHours, inMinutes, isHours } from '../durations.ts';
import type { UnsureMessages } from '../en/unsure.ts';

export const unsure: UnsureMessages = {
  waiting: {
    left: (sec) => {
      if (isHours(sec)) return `faltan unas ${inHours(sec)} h`;
      if (sec < 60) return 'falta menos de un minuto';
      return inMinutes(sec) === 1 ? 'falta cerca de 1 min' : `faltan unos ${inMinutes(sec)} min`;
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
