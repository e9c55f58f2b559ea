/** The items that an import offers to the library, from a bundle or a folder. Nothing in them is verified yet. */
import type { Readable } from 'node:stream';
import type { LeftAlone } from '#contract/model/library-work.ts';

export type OfferedFile = {
  readonly sizeBytes: number;
  /** As the bundle's manifest states it; null: there is no manifest. */
  readonly sha256: string | null;
  /** A stream of its bytes; they may differ from the stated size and hash. */
  readonly open: () => Promise<Readable>;
};

export type OfferedItem = {
  /** For the report: relative to the imported bundle or folder, with forward slashes. */
  readonly folder: string;
  readonly files: ReadonlyMap<string, OfferedFile>;
};

export type Offer = {
  readonly items: readonly OfferedItem[];
  readonly leftOut: readonly LeftAlone[];
  readonly close: () => void;
};

export const bytesOf = ({ files }: OfferedItem): number =>
  [...files.values()].reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
