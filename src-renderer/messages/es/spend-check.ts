/** Texts of the spend check: a run repeats an earlier one, or exceeds a spending limit. */
import type { SpendCheckMessages } from '../en/spend-check.ts';

export const spendCheck: SpendCheckMessages = {
  titles: {
    repeat: 'Ya has generado esto',
    limit: 'Supera tu límite de gasto',
    unknown: 'Precio desconocido: no se puede comprobar el límite de gasto',
    both: 'Ya generado, y supera tu límite de gasto',
  },
  nothingYet: 'Todavía no se ha enviado ni cobrado nada.',
  repeat: {
    title: 'Generación anterior',
    item: (at) =>
      `La misma imagen y el mismo vídeo con los mismos ajustes dieron un resultado el ${at}. Está en tu biblioteca.`,
    job: (at, state) =>
      `La misma imagen y el mismo vídeo con los mismos ajustes se enviaron el ${at}. Estado: ${state}.`,
    jobUnknown: (at) => `La misma imagen y el mismo vídeo con los mismos ajustes se enviaron el ${at}.`,
    thisOrder: 'Duplicada en este lote.',
    again: 'Generar de nuevo da un resultado algo distinto y se cobra otra vez.',
    billed: (price) => `Costó ${price}.`,
    estimated: (price) => `Costó unos ${price}.`,
    costUnknown: 'No se conoce su coste.',
    reading: 'Cargando el resultado anterior',
    unread: 'No se puede mostrar el resultado anterior.',
    open: 'Ver resultado',
    toQueue: 'Mostrar en la cola',
    poster: (character, motion) => `${character} + ${motion}`,
  },
  spendingLimits: {
    title: 'Límites de gasto',
    breach: {
      run: (wouldBe, limit) =>
        `Esta generación costaría unos ${wouldBe}; tu límite por generación es ${limit}.`,
      day: (wouldBe, limit) => `El total de hoy sería de unos ${wouldBe}; tu límite diario es ${limit}.`,
      month: (wouldBe, limit) =>
        `El total de este mes sería de unos ${wouldBe}; tu límite mensual es ${limit}.`,
    },
    unknown:
      'No hay precio publicado para esta generación, así que no se pueden comprobar tus límites de gasto.',
    counts: 'Los trabajos en cola también cuentan.',
    change: 'Cambiar el límite',
  },
  leave: 'Cancelar',
  send: {
    repeat: 'Generar de nuevo',
    limit: 'Generar de todos modos (supera el límite)',
    unknown: 'Generar con precio desconocido',
    both: 'Generar de nuevo (supera el límite)',
  },
  sendFor: (messages, price) => `${messages} \u00b7 ${price}`,
};
