/** What was spent, and where a person wants to be asked first. */
import type { Breach } from '#contract/model/spending.ts';

const runs = (count: number): string => (count === 1 ? '1 run' : `${count} runs`);
const ejecuciones = (count: number): string => (count === 1 ? '1 ejecución' : `${count} ejecuciones`);

const en = {
  line: {
    day: 'Today',
    month: 'This month',
    exactly: (amount: string): string => amount,
    about: (amount: string): string => `about ${amount}`,
    of: (amount: string, limit: string): string => `${amount} of ${limit}`,
    past: (amount: string, limit: string): string => `${amount}, past your cap of ${limit}`,
    runs,
    unknown: (count: number): string => (count === 1 ? '1 of unknown price' : `${count} of unknown price`),
    allUnknown: (count: number): string => `${runs(count)} of unknown price`,
    waiting: (amount: string): string => `${amount} waiting`,
    would: {
      run: (wouldBe: string, limit: string): string =>
        `This run is over your cap of ${limit} for one run (${wouldBe}). You are asked first.`,
      day: (wouldBe: string, limit: string): string =>
        `With this run today comes to about ${wouldBe}, past your cap of ${limit}. You are asked first.`,
      month: (wouldBe: string, limit: string): string =>
        `With this run this month comes to about ${wouldBe}, past your cap of ${limit}. You are asked first.`,
    } satisfies Record<Breach['limit'], unknown>,
    wouldUnknown: 'What this run costs is not known, so it may go past a cap. You are asked first.',
  },
  section: {
    title: 'Spending',
    why: 'A run that would go past a cap asks first. What counts is the provider\u2019s bill where it tells one, else our estimate. Days and months are those of this computer\u2019s calendar.',
    spendingLimits: {
      runMicros: 'Most for one run, in dollars',
      dayMicros: 'Most for a day, in dollars',
      monthMicros: 'Most for a month, in dollars',
    },
    none: 'No cap',
    problem: 'Write an amount in dollars, such as 50, or leave it empty for no cap.',
    save: 'Save the caps',
    saved: 'The caps are saved.',
    spent: 'What was spent',
    of: 'Time',
    runs: 'Runs',
    estimate: 'Estimate',
    bill: 'Billed',
    counts: 'Counts',
    unknown: 'Unknown price',
    waiting: (amount: string): string => `${amount} more is agreed to and waits to be sent.`,
  },
  queue: {
    title: 'Queue',
    why: 'How many runs of one provider go on at the same time; the rest waits in its order. fal lets new accounts run 2 at once.',
    field: (provider: string): string => `At once at ${provider}`,
    problem: (max: number): string => `Write a whole number from 1 to ${max}.`,
    save: 'Save the numbers',
    saved: 'The numbers are saved.',
    none: 'No provider here runs anything for money.',
  },
};
export type SpendingMessages = typeof en;

const es: SpendingMessages = {
  line: {
    day: 'Hoy',
    month: 'Este mes',
    exactly: (amount) => amount,
    about: (amount) => `unos ${amount}`,
    of: (amount, limit) => `${amount} de ${limit}`,
    past: (amount, limit) => `${amount}, por encima de tu tope de ${limit}`,
    runs: ejecuciones,
    unknown: (count) => `${count} de precio desconocido`,
    allUnknown: (count) => `${ejecuciones(count)} de precio desconocido`,
    waiting: (amount) => `${amount} en espera`,
    would: {
      run: (wouldBe, limit) =>
        `Esta ejecución supera tu tope de ${limit} por ejecución (${wouldBe}). Antes se te pregunta.`,
      day: (wouldBe, limit) =>
        `Con esta ejecución hoy serían unos ${wouldBe}, más que tu tope de ${limit}. Antes se te pregunta.`,
      month: (wouldBe, limit) =>
        `Con esta ejecución este mes serían unos ${wouldBe}, más que tu tope de ${limit}. Antes se te pregunta.`,
    },
    wouldUnknown:
      'No se sabe lo que cuesta esta ejecución, así que puede superar un tope. Antes se te pregunta.',
  },
  section: {
    title: 'Gasto',
    why: 'Una ejecución que superaría un tope pregunta antes. Cuenta lo cobrado cuando el proveedor lo dice y, si no, nuestra estimación. Los días y los meses son los del calendario de este equipo.',
    spendingLimits: {
      runMicros: 'Máximo por ejecución, en dólares',
      dayMicros: 'Máximo por día, en dólares',
      monthMicros: 'Máximo por mes, en dólares',
    },
    none: 'Sin tope',
    problem: 'Escribe una cantidad en dólares, como 50, o déjalo vacío si no quieres tope.',
    save: 'Guardar los topes',
    saved: 'Los topes están guardados.',
    spent: 'Lo gastado',
    of: 'Tiempo',
    runs: 'Ejecuciones',
    estimate: 'Estimación',
    bill: 'Cobrado',
    counts: 'Cuenta',
    unknown: 'Precio desconocido',
    waiting: (amount) => `Hay ${amount} más ya encargados que esperan para enviarse.`,
  },
  queue: {
    title: 'Cola',
    why: 'Cuántas ejecuciones de un proveedor van a la vez; el resto espera en su orden. fal deja que las cuentas nuevas ejecuten 2 a la vez.',
    field: (provider) => `A la vez en ${provider}`,
    problem: (max) => `Escribe un número entero del 1 al ${max}.`,
    save: 'Guardar los números',
    saved: 'Los números están guardados.',
    none: 'Aquí ningún proveedor cobra por ejecutar.',
  },
};

export const spendingMessages = { en, es };
