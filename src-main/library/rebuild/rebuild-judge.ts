/** What is to be done about a folder of the library, by what lies in it and what the catalogue knows. */
import { assertNever } from '#contract/assert-never.ts';
import type { Item } from '#contract/model/item.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Description } from '../item/item-folder.ts';
import type { MarksFile } from '../item/marks-file.ts';

/** Two folders of one id differ in the month above them. */
export const idOf = (folder: string): string => folder.split('/').at(-1) ?? folder;

/** Where two folders bear one id, the first that holds an item is taken: the one that the list names, else the older. */
export const inOrder = (
  folders: readonly string[],
  listed: ReadonlyMap<string, { readonly folder: string }>,
): readonly string[] => {
  const isListed = (folder: string) => listed.get(idOf(folder))?.folder === folder;
  return [...folders.filter(isListed), ...folders.filter((folder) => !isListed(folder))];
};

export type Looked = {
  readonly folder: string;
  readonly description: Description;
  readonly marksFile: MarksFile;
  /** What the list knows of it, asked only where the folder does not tell; null: nothing, or of another folder. */
  readonly knownItem: () => Item | null;
  readonly knownMarks: Marks | null;
};

export type Verdict =
  | { readonly kind: 'left-alone'; readonly why: LeftAlone['why'] }
  | {
      readonly kind: 'item';
      readonly item: Item;
      readonly marks: Marks;
      /** Gone or garbled in the folder, and still known to the list. */
      readonly lostFiles: readonly ('item' | 'marks')[];
    };

const isMarked = (marks: Marks): boolean => JSON.stringify(marks) !== JSON.stringify(noMarks);

/** Marks in the folder count, unless they are gone or garbled and the list still knows them. */
const judgeMarks = ({
  marksFile,
  knownMarks,
}: Looked): { readonly marks: Marks; readonly isLost: boolean } => {
  if (marksFile.kind === 'marks') return { marks: marksFile.marks, isLost: false };
  const marks = knownMarks ?? noMarks;
  const isNothing = marksFile.kind === 'missing' || marksFile.kind === 'empty';
  return { marks, isLost: marksFile.kind === 'garbled' || (isNothing && isMarked(marks)) };
};

const keptAs = (item: Item, looked: Looked, isItemLost: boolean): Verdict => {
  const { marks, isLost } = judgeMarks(looked);
  return {
    kind: 'item',
    item,
    marks,
    lostFiles: [...(isItemLost ? ['item' as const] : []), ...(isLost ? ['marks' as const] : [])],
  };
};

/** `isTaken`: whether another folder was taken for this id. */
export const judge = (looked: Looked, isTaken: boolean): Verdict => {
  const { description, knownItem, folder } = looked;
  switch (description.kind) {
    case 'item':
      if (description.item.id !== idOf(folder)) return { kind: 'left-alone', why: 'misplaced' };
      return isTaken ? { kind: 'left-alone', why: 'same-id' } : keptAs(description.item, looked, false);
    case 'newer':
      return { kind: 'left-alone', why: 'newer' };
    case 'missing':
    case 'empty':
    case 'garbled': {
      const item = knownItem();
      if (item !== null) return keptAs(item, looked, true);
      return { kind: 'left-alone', why: description.kind === 'empty' ? 'empty' : 'senseless' };
    }
    case 'unfit':
      return { kind: 'left-alone', why: 'senseless' };
    default:
      return assertNever(description);
  }
};
