/** Texts of the question before a batch: runs that were made before, and duplicates within the batch. */

const en = {
  'leave-out': {
    earlier: (count: number): string =>
      count === 1
        ? '1 generation already exists and is excluded.'
        : `${count} generations already exist and are excluded.`,
    duplicate: (count: number): string =>
      count === 1
        ? '1 generation is a duplicate in this batch and is excluded.'
        : `${count} generations are duplicates in this batch and are excluded.`,
  },
  'send-again': {
    earlier: (count: number): string =>
      count === 1 ? '1 of these generations already exists.' : `${count} of these generations already exist.`,
    duplicate: (count: number): string =>
      count === 1
        ? '1 of these generations is a duplicate in this batch.'
        : `${count} of these generations are duplicates in this batch.`,
  },
};

const es: typeof en = {
  'leave-out': {
    earlier: (count) =>
      count === 1
        ? '1 generación ya existe y se excluye.'
        : `${count} generaciones ya existen y se excluyen.`,
    duplicate: (count) =>
      count === 1
        ? '1 generación está duplicada en este lote y se excluye.'
        : `${count} generaciones están duplicadas en este lote y se excluyen.`,
  },
  'send-again': {
    earlier: (count) =>
      count === 1 ? '1 de estas generaciones ya existe.' : `${count} de estas generaciones ya existen.`,
    duplicate: (count) =>
      count === 1
        ? '1 de estas generaciones está duplicada en este lote.'
        : `${count} de estas generaciones están duplicadas en este lote.`,
  },
};

export const batchRepeats = { en, es };
