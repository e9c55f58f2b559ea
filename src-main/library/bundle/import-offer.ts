/** What somebody offers to the library: folders of items, out of a bundle or from a disk. Nothing in it is believed yet. */
import type { Readable } from 'node:stream';
import type { LeftAlone } from '#contract/model/library-work.ts';

export type OfferedFile = {
  readonly sizeBytes: number;
  /** As the bundle says it is; null: nobody says. */
  readonly sha256: string | null;
  /** A stream of its bytes, which may be other ones, and more. */
  readonly open: () => Promise<Readable>;
};

export type OfferedItem = {
  /** For the report: relative to what is taken in, with forward slashes. */
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
