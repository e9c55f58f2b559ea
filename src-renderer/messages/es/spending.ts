/** Texts of what was spent, and of the spending limits. */
import type { SpendingMessages } from '../en/spending.ts';

const ejecuciones = (count: number): string => (count === 1 ? '1 generación' : `${count} generaciones`);

export const spending: SpendingMessages = {
  line: {
    day: 'Hoy',
    month: 'Este mes',
    exactly: (amount) => amount,
    about: (amount) => `unos ${amount}`,
    of: (amount, limit) => `${amount} de ${limit}`,
    past: (amount, limit) => `${amount}, por encima de tu límite de ${limit}`,
    runs: ejecuciones,
    unknown: (count) => `${count} de precio desconocido`,
    allUnknown: (count) => `${ejecuciones(count)} de precio desconocido`,
    waiting: (amount) => `${amount} en cola`,
    would: {
      run: (wouldBe, limit) =>
        `Esta generación (${wouldBe}) supera tu límite de ${limit} por generación. Se te pide confirmación.`,
      day: (wouldBe, limit) =>
        `El total de hoy sería de unos ${wouldBe}, por encima de tu límite de ${limit}. Se te pide confirmación.`,
      month: (wouldBe, limit) =>
        `El total de este mes sería de unos ${wouldBe}, por encima de tu límite de ${limit}. Se te pide confirmación.`,
    },
    wouldUnknown: 'Precio desconocido: no se pueden comprobar los límites de gasto. Se te pide confirmación.',
  },
  section: {
    title: 'Gasto',
    why: 'Se te pide confirmar una generación que supere un límite. Cuenta lo cobrado si el proveedor lo indica; si no, la estimación. Los días y los meses son los del calendario de este equipo.',
    spendingLimits: {
      runMicros: 'Límite por generación (USD)',
      dayMicros: 'Límite diario (USD)',
      monthMicros: 'Límite mensual (USD)',
    },
    none: 'Sin límite',
    problem: 'Escribe una cantidad en dólares, como 50, o déjalo vacío para no poner límite.',
    save: 'Guardar límites',
    saved: 'Límites guardados.',
    spent: 'Gasto',
    of: 'Periodo',
    runs: 'Generaciones',
    estimate: 'Estimación',
    bill: 'Cobrado',
    counts: 'Contado',
    unknown: 'Precio desconocido',
    waiting: (amount) => `Hay ${amount} más en cola, todavía sin enviar.`,
  },
  queue: {
    title: 'Cola',
    why: 'Cuántos trabajos se ejecutan a la vez en cada proveedor; los demás esperan en la cola. fal permite 2 trabajos simultáneos a las cuentas nuevas.',
    field: (provider) => `${provider}: trabajos simultáneos`,
    problem: (max) => `Escribe un número entero del 1 al ${max}.`,
    save: 'Guardar concurrencia',
    saved: 'Concurrencia guardada.',
    none: 'No hay ningún proveedor de pago disponible.',
  },
};
