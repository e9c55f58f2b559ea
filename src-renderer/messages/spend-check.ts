/** What is said before a run is paid for that was made before, or that goes past a cap. */
import type { Breach } from '#contract/model/spending.ts';

const en = {
  titles: {
    repeat: 'This run was made before',
    limit: 'This run goes past your cap',
    unknown: 'Nobody knows whether this run keeps to your caps',
    both: 'This run was made before, and goes past your cap',
  },
  nothingYet: 'Nothing has been sent yet.',
  repeat: {
    title: 'The earlier run',
    item: (at: string): string =>
      `The same picture and clip with the same choices gave a result on ${at}. It is in your library.`,
    job: (at: string, state: string): string =>
      `The same picture and clip with the same choices were ordered on ${at}. State: ${state}.`,
    jobUnknown: (at: string): string =>
      `The same picture and clip with the same choices were ordered on ${at}.`,
    thisOrder: 'The same run stands twice in this order.',
    again: 'Sent again, the provider makes it anew, a little different, and charges it again.',
    billed: (price: string): string => `It cost ${price}.`,
    estimated: (price: string): string => `It cost about ${price}.`,
    costUnknown: 'What it cost is not known.',
    reading: 'Reading the earlier result',
    unread: 'It cannot be shown just now.',
    open: 'Open it',
    toQueue: 'See it in the queue',
    poster: (character: string, motion: string): string => `${character} moving as ${motion}`,
  },
  spendingLimits: {
    title: 'The caps',
    breach: {
      run: (wouldBe: string, limit: string): string =>
        `This run would cost about ${wouldBe}; your cap for one run is ${limit}.`,
      day: (wouldBe: string, limit: string): string =>
        `Today would come to about ${wouldBe}; your cap for a day is ${limit}.`,
      month: (wouldBe: string, limit: string): string =>
        `This month would come to about ${wouldBe}; your cap for a month is ${limit}.`,
    } satisfies Record<Breach['limit'], unknown>,
    unknown: 'Nobody has published what this run costs, so nobody can say whether it keeps to your caps.',
    counts: 'What was agreed to and is still waiting counts, too.',
    change: 'Change the cap',
  },
  leave: 'Do not send it',
  send: {
    repeat: 'Send it again and pay again',
    limit: 'Send it past the cap',
    unknown: 'Send it at an unknown price',
    both: 'Send it again, past the cap',
  },
  sendFor: (messages: string, price: string): string => `${messages} \u00b7 ${price}`,
};
export type SpendCheckMessages = typeof en;

const es: SpendCheckMessages = {
  titles: {
    repeat: 'Esta ejecución ya se hizo',
    limit: 'Esta ejecución supera tu tope',
    unknown: 'Nadie sabe si esta ejecución respeta tus topes',
    both: 'Esta ejecución ya se hizo y supera tu tope',
  },
  nothingYet: 'Todavía no se ha enviado nada.',
  repeat: {
    title: 'La ejecución anterior',
    item: (at) =>
      `La misma imagen y el mismo vídeo con las mismas opciones dieron un resultado el ${at}. Está en tu biblioteca.`,
    job: (at, state) =>
      `La misma imagen y el mismo vídeo con las mismas opciones se encargaron el ${at}. Estado: ${state}.`,
    jobUnknown: (at) => `La misma imagen y el mismo vídeo con las mismas opciones se encargaron el ${at}.`,
    thisOrder: 'La misma ejecución está dos veces en este encargo.',
    again: 'Si se envía otra vez, el proveedor la hace de nuevo, algo distinta, y la cobra otra vez.',
    billed: (price) => `Costó ${price}.`,
    estimated: (price) => `Costó unos ${price}.`,
    costUnknown: 'No se sabe lo que costó.',
    reading: 'Leyendo el resultado anterior',
    unread: 'Ahora mismo no se puede mostrar.',
    open: 'Abrirlo',
    toQueue: 'Verla en la cola',
    poster: (character, motion) => `${character} con el movimiento de ${motion}`,
  },
  spendingLimits: {
    title: 'Los topes',
    breach: {
      run: (wouldBe, limit) => `Esta ejecución costaría unos ${wouldBe}; tu tope por ejecución es ${limit}.`,
      day: (wouldBe, limit) => `Hoy serían unos ${wouldBe}; tu tope por día es ${limit}.`,
      month: (wouldBe, limit) => `Este mes serían unos ${wouldBe}; tu tope por mes es ${limit}.`,
    },
    unknown:
      'Nadie ha publicado lo que cuesta esta ejecución, así que nadie puede decir si respeta tus topes.',
    counts: 'También cuenta lo que ya se encargó y todavía espera.',
    change: 'Cambiar el tope',
  },
  leave: 'No enviarla',
  send: {
    repeat: 'Enviarla otra vez y pagarla otra vez',
    limit: 'Enviarla por encima del tope',
    unknown: 'Enviarla a un precio desconocido',
    both: 'Enviarla otra vez, por encima del tope',
  },
  sendFor: (messages, price) => `${messages} \u00b7 ${price}`,
};

export const spendCheckMessages = { en, es };
