/** What a person says of items: marks, the trash and back, and now and then away for ever. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Item, ItemId } from '#contract/model/item.ts';
import { readItem } from '#main/library/item/item-folder.ts';
import { heard, noWords, type Words } from './expected-marks.ts';
import type { Act, Answer } from './messages.ts';
import type { Program } from './program.ts';
import type { House } from './soak-state.ts';

type Speaking = {
  readonly house: House;
  readonly program: Program;
  readonly act: (act: Act) => Promise<Answer | 'ended'>;
};

/** At most one of so many results is deleted for ever. */
const deleteOneOf = 6;

const itemsOf = ({ house, program }: Speaking): readonly ItemId[] =>
  program
    .jobs()
    .flatMap(({ state }) => (state.kind === 'done' ? [state.itemId] : []))
    .filter((id) => !house.deleted.has(id));

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
const judgeChange = (house: House, said: string, answer: Answer | 'ended'): void => {
  if (answer !== 'ended' && answer.code === null && answer.changed !== 1)
    house.tally.breaches.push(`${said} changed ${answer.changed} items instead of one`);
};

const mark = async ({ house, act }: Speaking, itemId: ItemId, words: Words): Promise<void> => {
  const number = (house.tally.deeds.mark ?? 0) + house.tally.undone.length;
  const notes = `word ${number} of start ${house.tally.starts}`;
  const change = { notes, rating: number % 6, isFavourite: number % 2 === 0, addTags: [`tag ${number % 4}`] };
  const answer = await act({ kind: 'mark', itemId, change: { ...change, removeTags: [] } });
  house.words.set(itemId, { ...words, notes: heard(words.notes, notes, answer) });
  judgeChange(house, `"${notes}"`, answer);
};

const move = async (
  { house, act }: Speaking,
  itemId: ItemId,
  { words, isInTrash }: { readonly words: Words; readonly isInTrash: boolean },
): Promise<void> => {
  const answer = await act({ kind: isInTrash ? 'remove' : 'restore', itemId });
  house.words.set(itemId, { ...words, isInTrash: heard(words.isInTrash, isInTrash, answer) });
};

const deleteForever = async ({ house, act }: Speaking, itemId: ItemId): Promise<void> => {
  const item = await readFrom(house.dataFolder, itemId);
  if (item === null) {
    house.tally.breaches.push(`${itemId} is in the trash and not on the disk`);
    return;
  }
  house.deleted.set(itemId, { item, isSure: false });
  const answer = await act({ kind: 'delete', itemId });
  if (answer !== 'ended' && answer.code === null) house.deleted.set(itemId, { item, isSure: true });
  judgeChange(house, `deleting ${itemId}`, answer);
};

const isSurelyInTrash = ({ isInTrash }: Words): boolean => isInTrash.every((isIt) => isIt);

export const speak = async (speaking: Speaking): Promise<void> => {
  const { house } = speaking;
  const items = itemsOf(speaking);
  const itemId = items[Math.floor(house.random() * items.length)];
  if (itemId === undefined) return;
  const words = house.words.get(itemId) ?? noWords;
  const whim = house.random();
  const mayDelete = (house.deleted.size + 1) * deleteOneOf <= items.length + house.deleted.size;
  if (whim < 0.5) return mark(speaking, itemId, words);
  if (!words.isInTrash.includes(true)) return move(speaking, itemId, { words, isInTrash: true });
  if (whim < 0.8 && mayDelete && isSurelyInTrash(words)) return deleteForever(speaking, itemId);
  return move(speaking, itemId, { words, isInTrash: false });
};
