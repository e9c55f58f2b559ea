/** Texts of the question before a batch: runs that were made before, and duplicates within the batch. */

export const batchRepeats = {
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
export type BatchRepeatMessages = typeof batchRepeats;
