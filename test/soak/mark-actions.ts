/** What a person says of items: marks, the trash and back, and now and then away for ever. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item, ItemId } from '#contract/model/item.ts';
import { readItem } from '#main/library/item/item-folder.ts';
import { heard, type Messages, noWords } from './expected-marks.ts';
import type { Act, Answer } from './messages.ts';
import type { Program } from './program.ts';
import type { Soak } from './soak-state.ts';

type MarkActions = {
  readonly soak: Soak;
  readonly program: Program;
  readonly act: (act: Act) => Promise<Answer | 'ended'>;
};

/** At most one of so many results is deleted for ever. */
const deleteOneOf = 6;

const itemsOf = ({ soak, program }: MarkActions): readonly ItemId[] =>
  program
    .jobs()
    .flatMap(({ state }) => (state.kind === 'done' ? [state.itemId] : []))
    .filter((id) => !soak.deleted.has(id));

/** As it lies in the library: once it is deleted nobody can read it any more. */
const readFrom = async (dataFolder: string, itemId: ItemId): Promise<Item | null> => {
  const library = join(dataFolder, 'library');
  for (const month of await readdir(library)) {
    const item = await readItem(join(library, month, itemId));
    if (item !== null) return item;
  }
  return null;
};

/** What is said for the first time changes something. */
const judgeChange = (soak: Soak, said: string, answer: Answer | 'ended'): void => {
  if (answer !== 'ended' && answer.code === null && answer.changed !== 1)
    soak.tally.breaches.push(`${said} changed ${answer.changed} items instead of one`);
};

const mark = async ({ soak, act }: MarkActions, itemId: ItemId, words: Messages): Promise<void> => {
  const number = (soak.tally.itemActions.mark ?? 0) + soak.tally.undone.length;
  const notes = `word ${number} of start ${soak.tally.starts}`;
  const change = { notes, rating: number % 6, isFavourite: number % 2 === 0, addTags: [`tag ${number % 4}`] };
  const answer = await act({ kind: 'mark', itemId, change: { ...change, removeTags: [] } });
  soak.words.set(itemId, { ...words, notes: heard(words.notes, notes, answer) });
  judgeChange(soak, `"${notes}"`, answer);
};

const move = async (
  { soak, act }: MarkActions,
  itemId: ItemId,
  { words, isInTrash }: { readonly words: Messages; readonly isInTrash: boolean },
): Promise<void> => {
  const answer = await act({ kind: isInTrash ? 'remove' : 'restore', itemId });
  soak.words.set(itemId, { ...words, isInTrash: heard(words.isInTrash, isInTrash, answer) });
};

const deleteForever = async ({ soak, act }: MarkActions, itemId: ItemId): Promise<void> => {
  const item = await readFrom(soak.dataFolder, itemId);
  if (item === null) {
    soak.tally.breaches.push(`${itemId} is in the trash and not on the disk`);
    return;
  }
  soak.deleted.set(itemId, { item, isSure: false });
  const answer = await act({ kind: 'delete', itemId });
  if (answer !== 'ended' && answer.code === null) soak.deleted.set(itemId, { item, isSure: true });
  judgeChange(soak, `deleting ${itemId}`, answer);
};

const isSurelyInTrash = ({ isInTrash }: Messages): boolean => isInTrash.every((isIt) => isIt);

export const applyMarks = async (markActions: MarkActions): Promise<void> => {
  const { soak } = markActions;
  const items = itemsOf(markActions);
  const itemId = items[Math.floor(soak.random() * items.length)];
  if (itemId === undefined) return;
  const words = soak.words.get(itemId) ?? noWords;
  const whim = soak.random();
  const mayDelete = (soak.deleted.size + 1) * deleteOneOf <= items.length + soak.deleted.size;
  if (whim < 0.5) return mark(markActions, itemId, words);
  if (!words.isInTrash.includes(true)) return move(markActions, itemId, { words, isInTrash: true });
  if (whim < 0.8 && mayDelete && isSurelyInTrash(words)) return deleteForever(markActions, itemId);
  return move(markActions, itemId, { words, isInTrash: false });
};
