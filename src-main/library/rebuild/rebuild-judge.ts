/** Decides what to do with a folder of the library, from its contents and the catalogue. Pure. */
import { assertNever } from '#contract/assert-never.ts';
import type { Item } from '#contract/model/item.ts';
import type { LeftAlone } from '#contract/model/library-work.ts';
import { type Marks, noMarks } from '#contract/model/marks.ts';
import type { Description } from '../item/item-folder.ts';
import type { MarksFile } from '../item/marks-file.ts';

/** Folders with equal ids differ in their month folder. */
export const idOf = (folder: string): string => folder.split('/').at(-1) ?? folder;

/** Of several folders with one id, the first that holds an item is used: the one in the catalogue, else the older. */
export const inOrder = (
  folders: readonly string[],
  listed: ReadonlyMap<string, { readonly folder: string }>,
): readonly string[] => {
  const isListed = (folder: string) => listed.get(idOf(folder))?.folder === folder;
  return [...folders.filter(isListed), ...folders.filter((folder) => !isListed(folder))];
};

export type FolderContents = {
  readonly folder: string;
  readonly description: Description;
  readonly marksFile: MarksFile;
  /** The item in the catalogue, read only where the folder has no readable description; null: none, or of another folder. */
  readonly knownItem: () => Item | null;
  readonly knownMarks: Marks | null;
};

export type Verdict =
  | { readonly kind: 'left-alone'; readonly why: LeftAlone['why'] }
  | {
      readonly kind: 'item';
      readonly item: Item;
      readonly marks: Marks;
      /** Missing or malformed in the folder, and known to the catalogue. */
      readonly lostFiles: readonly ('item' | 'marks')[];
    };

const isMarked = (marks: Marks): boolean => JSON.stringify(marks) !== JSON.stringify(noMarks);

/** Marks in the folder take precedence, unless they are missing or malformed and the catalogue knows them. */
const judgeMarks = ({
  marksFile,
  knownMarks,
}: FolderContents): { readonly marks: Marks; readonly isLost: boolean } => {
  if (marksFile.kind === 'marks') return { marks: marksFile.marks, isLost: false };
  const marks = knownMarks ?? noMarks;
  const isNothing = marksFile.kind === 'missing' || marksFile.kind === 'empty';
  return { marks, isLost: marksFile.kind === 'garbled' || (isNothing && isMarked(marks)) };
};

const keptAs = (item: Item, contents: FolderContents, isItemLost: boolean): Verdict => {
  const { marks, isLost } = judgeMarks(contents);
  return {
    kind: 'item',
    item,
    marks,
    lostFiles: [...(isItemLost ? ['item' as const] : []), ...(isLost ? ['marks' as const] : [])],
  };
};

/** `isTaken`: whether another folder is already used for this id. */
export const judge = (contents: FolderContents, isTaken: boolean): Verdict => {
  const { description, knownItem, folder } = contents;
  switch (description.kind) {
    case 'item':
      if (description.item.id !== idOf(folder)) return { kind: 'left-alone', why: 'misplaced' };
      return isTaken ? { kind: 'left-alone', why: 'same-id' } : keptAs(description.item, contents, false);
    case 'newer':
      return { kind: 'left-alone', why: 'newer' };
    case 'missing':
    case 'empty':
    case 'garbled': {
      const item = knownItem();
      if (item !== null) return keptAs(item, contents, true);
      return { kind: 'left-alone', why: description.kind === 'empty' ? 'empty' : 'senseless' };
    }
    case 'unfit':
      return { kind: 'left-alone', why: 'senseless' };
    default:
      return assertNever(description);
  }
};
