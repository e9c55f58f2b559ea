/** What the account book is kept from, and what comes out of it. */
import type { Item, ItemId } from '#contract/model/item.ts';
import type { Disk } from './disk.ts';
import type { Messages } from './expected-marks.ts';
import type { LedgerFacts } from './ledger-facts.ts';
import type { Batch } from './submissions.ts';

export type Facts = {
  /** What was allowed to go wrong. */
  readonly hasFaults: boolean;
  readonly isSmallDisk: boolean;
  /** Each may be sent for once. `agreedMicros`: the price that was told first; null: nobody knows it. */
  readonly approvals: readonly {
    readonly prompt: string;
    readonly provider: string;
    readonly agreedMicros: number | null;
  }[];
  readonly batches: readonly Batch[];
  readonly ledger: LedgerFacts;
  readonly disk: Disk;
  /** Names of what lies in the bucket. */
  readonly objects: readonly string[];
  /** What a person has said of items. */
  readonly words: ReadonlyMap<ItemId, Messages>;
  /** Items that a person has had deleted for ever, as they were. `isSure`: the program has said so. */
  readonly deleted: readonly { readonly item: Item; readonly isSure: boolean }[];
};

export type Audit = {
  readonly counts: Readonly<Record<string, number>>;
  /** Sentences; none is how it should be. */
  readonly breaches: readonly string[];
};
