/** Texts of the question before a batch: runs that were made before, and duplicates within the batch. */
import type { BatchRepeatMessages } from '../en/batch-repeats.ts';

export const batchRepeats: BatchRepeatMessages = {
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
