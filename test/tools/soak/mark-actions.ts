/** Random marks on items: notes, trash, restore, and sometimes permanent deletion. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item, ItemId } from '#contract/model/item.ts';
import { readItem } from '#main/library/item/item-folder.ts';
import { type ExpectedMarks, possibleAfter, unmarked } from './expected-marks.ts';
import type { Act, Answer } from './messages.ts';
import type { Program } from './program.ts';
import type { Soak } from './soak-state.ts';

type MarkActions = {
  readonly soak: Soak;
  readonly program: Program;
  readonly act: (act: Act) => Promise<Answer | 'ended'>;
};

/** At most one of this many results is deleted permanently. */
const deleteOneOf = 6;

const itemsOf = ({ soak, program }: MarkActions): readonly ItemId[] =>
  program
    .jobs()
    .flatMap(({ state }) => (state.kind === 'done' ? [state.itemId] : []))
    .filter((id) => !soak.deleted.has(id));

/** Reads the item before its deletion. */
const readFrom = async (dataFolder: string, itemId: ItemId): Promise<Item | null> => {
  const library = join(dataFolder, 'library');
  for (const month of await readdir(library)) {
    const item = await readItem(join(library, month, itemId));
    if (item !== null) return item;
  }
  return null;
};

/** A confirmed first change must change exactly one item. */
const checkChange = (soak: Soak, action: string, answer: Answer | 'ended'): void => {
  if (answer !== 'ended' && answer.code === null && answer.changed !== 1)
    soak.tally.breaches.push(`${action} changed ${answer.changed} items instead of one`);
};

const mark = async ({ soak, act }: MarkActions, itemId: ItemId, marks: ExpectedMarks): Promise<void> => {
  const number = (soak.tally.itemActions.mark ?? 0) + soak.tally.refusedActions.length;
  const notes = `note ${number} of start ${soak.tally.starts}`;
  const change = { notes, rating: number % 6, isFavourite: number % 2 === 0, addTags: [`tag ${number % 4}`] };
  const answer = await act({ kind: 'mark', itemId, change: { ...change, removeTags: [] } });
  soak.expectedMarks.set(itemId, { ...marks, notes: possibleAfter(marks.notes, notes, answer) });
  checkChange(soak, `"${notes}"`, answer);
};

const move = async (
  { soak, act }: MarkActions,
  itemId: ItemId,
  { marks, isInTrash }: { readonly marks: ExpectedMarks; readonly isInTrash: boolean },
): Promise<void> => {
  const answer = await act({ kind: isInTrash ? 'remove' : 'restore', itemId });
  soak.expectedMarks.set(itemId, {
    ...marks,
    isInTrash: possibleAfter(marks.isInTrash, isInTrash, answer),
  });
};

const deleteForever = async ({ soak, act }: MarkActions, itemId: ItemId): Promise<void> => {
  const item = await readFrom(soak.dataFolder, itemId);
  if (item === null) {
    soak.tally.breaches.push(`${itemId} is in the trash and not on disk`);
    return;
  }
  soak.deleted.set(itemId, { item, isSure: false });
  const answer = await act({ kind: 'delete', itemId });
  if (answer !== 'ended' && answer.code === null) soak.deleted.set(itemId, { item, isSure: true });
  checkChange(soak, `deleting ${itemId}`, answer);
};

const isSurelyInTrash = ({ isInTrash }: ExpectedMarks): boolean => isInTrash.every((isIt) => isIt);

export const applyMarks = async (markActions: MarkActions): Promise<void> => {
  const { soak } = markActions;
  const items = itemsOf(markActions);
  const itemId = items[Math.floor(soak.random() * items.length)];
  if (itemId === undefined) return;
  const marks = soak.expectedMarks.get(itemId) ?? unmarked;
  const choice = soak.random();
  const mayDelete = (soak.deleted.size + 1) * deleteOneOf <= items.length + soak.deleted.size;
  if (choice < 0.5) return mark(markActions, itemId, marks);
  if (!marks.isInTrash.includes(true)) return move(markActions, itemId, { marks, isInTrash: true });
  if (choice < 0.8 && mayDelete && isSurelyInTrash(marks)) return deleteForever(markActions, itemId);
  return move(markActions, itemId, { marks, isInTrash: false });
};
