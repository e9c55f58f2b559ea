/** Input and result of the audit. */
import type { Item, ItemId } from '#contract/model/item.ts';
import type { Disk } from './disk.ts';
import type { ExpectedMarks } from './expected-marks.ts';
import type { LedgerFacts } from './ledger-facts.ts';
import type { Batch } from './submissions.ts';

export type Facts = {
  /** The faults that were injected. */
  readonly hasFaults: boolean;
  readonly isSmallDisk: boolean;
  /** Each may be submitted once. `agreedMicros`: the first price shown; null: unknown. */
  readonly approvals: readonly {
    readonly prompt: string;
    readonly provider: string;
    readonly agreedMicros: number | null;
  }[];
  readonly batches: readonly Batch[];
  readonly ledger: LedgerFacts;
  readonly disk: Disk;
  /** Names of the objects in the bucket. */
  readonly objects: readonly string[];
  /** The marks set by the soak's actions. */
  readonly expectedMarks: ReadonlyMap<ItemId, ExpectedMarks>;
  /** Items before their deletion. `isSure`: the program confirmed the deletion. */
  readonly deleted: readonly { readonly item: Item; readonly isSure: boolean }[];
};

export type Audit = {
  readonly counts: Readonly<Record<string, number>>;
  /** Sentences; empty if the audit passes. */
  readonly breaches: readonly string[];
};
