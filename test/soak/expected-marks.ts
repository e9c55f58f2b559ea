/** What a person has said of items, and how sure it is that the program has heard it. Pure. */
import type { Item } from '#contract/model/item.ts';
import type { Answer } from './messages.ts';

/** Each holds all that may be so: one value where the program has answered last. */
export type Messages = {
  readonly notes: readonly string[];
  readonly isInTrash: readonly boolean[];
};

export const noWords: Messages = { notes: [''], isInTrash: [false] };

/** Deleted for ever, by command. `isSure`: the program has said so. */
export type Deleted = { readonly item: Item; readonly isSure: boolean };

/** A word that nobody answered, or that was refused for want of room, may have been written down or not. */
export const heard = <T>(before: readonly T[], said: T, answer: Answer | 'ended'): readonly T[] =>
  answer !== 'ended' && answer.code === null ? [said] : [...new Set([...before, said])];
