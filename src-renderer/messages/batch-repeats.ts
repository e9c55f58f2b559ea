/** What the question before a batch says of runs that were made before, and of duplicates within it. */

const en = {
  'leave-out': {
    earlier: (count: number): string =>
      count === 1
        ? '1 run was made before and is left out.'
        : `${count} runs were made before and are left out.`,
    duplicate: (count: number): string =>
      count === 1
        ? '1 run is a duplicate within this batch and is left out.'
        : `${count} runs are duplicates within this batch and are left out.`,
  },
  'send-again': {
    earlier: (count: number): string =>
      count === 1 ? '1 of these runs was made before.' : `${count} of these runs were made before.`,
    duplicate: (count: number): string =>
      count === 1
        ? '1 of these runs is a duplicate within this batch.'
        : `${count} of these runs are duplicates within this batch.`,
  },
};

const es: typeof en = {
  'leave-out': {
    earlier: (count) =>
      count === 1
        ? '1 ejecución ya se hizo y se deja fuera.'
        : `${count} ejecuciones ya se hicieron y se dejan fuera.`,
    duplicate: (count) =>
      count === 1
        ? '1 ejecución está repetida en este lote y se deja fuera.'
        : `${count} ejecuciones están repetidas en este lote y se dejan fuera.`,
  },
  'send-again': {
    earlier: (count) =>
      count === 1 ? '1 de estas ejecuciones ya se hizo.' : `${count} de estas ejecuciones ya se hicieron.`,
    duplicate: (count) =>
      count === 1
        ? '1 de estas ejecuciones está repetida en este lote.'
        : `${count} de estas ejecuciones están repetidas en este lote.`,
  },
};

export const batchRepeats = { en, es };
