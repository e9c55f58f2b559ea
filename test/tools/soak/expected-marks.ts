/** The marks that items should have after the soak's actions. Pure. */
import type { Item } from '#contract/model/item.ts';
import type { Answer } from './messages.ts';

/** All possible values of each mark: one value after a confirmed change. */
export type ExpectedMarks = {
  readonly notes: readonly string[];
  readonly isInTrash: readonly boolean[];
};

export const unmarked: ExpectedMarks = { notes: [''], isInTrash: [false] };

/** An item with a requested deletion. `isSure`: the program confirmed it. */
export type Deleted = { readonly item: Item; readonly isSure: boolean };

/** The possible values after a change. A change without a reply, or refused on a full disk, may be saved or not. */
export const possibleAfter = <T>(before: readonly T[], changed: T, answer: Answer | 'ended'): readonly T[] =>
  answer !== 'ended' && answer.code === null ? [changed] : [...new Set([...before, changed])];
