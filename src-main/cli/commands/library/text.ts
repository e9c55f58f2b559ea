/** Terminal text for results and the library. */
import type { KeptItem } from '#contract/model/item.ts';
import type { LeftAlone, LibraryStorage } from '#contract/model/library-work.ts';
import { bytesInWords } from '#contract/rules/limits.ts';

const dayAndTime = (at: string): string => at.slice(0, 16).replace('T', ' ');

const marksText = ({ marks }: Pick<KeptItem, 'marks'>): readonly string[] => [
  ...(marks.name === '' ? [] : [`"${marks.name}"`]),
  ...(marks.isFavourite ? ['favourite'] : []),
  ...(marks.rating === 0 ? [] : [`${marks.rating} of 5`]),
  ...marks.tags.map((tag) => `#${tag}`),
];

export const itemSentence = (item: KeptItem): string =>
  [
    item.id,
    dayAndTime(item.createdAt),
    item.modelName,
    `${item.image.name} + ${item.video.name}`,
    `${item.result.facts.durationSec.toFixed(2)} s`,
    ...marksText(item),
  ].join('  ');

/** The list line, then the details. */
export const itemSentences = (item: KeptItem): readonly string[] => {
  const { prompt } = item.choices;
  const { notes, removedAt } = item.marks;
  return [
    itemSentence(item),
    ...(prompt === '' ? [] : [`  Prompt: ${prompt}`]),
    ...(notes === '' ? [] : [`  Notes: ${notes}`]),
    ...(removedAt === null ? [] : [`  In the trash since ${dayAndTime(removedAt)}.`]),
  ];
};

const skipReasons: Record<LeftAlone['why'], string> = {
  senseless: 'not a result, or damaged',
  newer: 'made by a newer version of Understudy',
  'same-id': 'another folder contains a result with the same id',
  misplaced: 'folder name does not match, or it links outside the library',
  empty: 'its files are empty; a sync service may not have downloaded them',
};

export const leftAloneSentence = ({ folder, why }: LeftAlone): string =>
  `  Skipped: ${folder}: ${skipReasons[why]}`;

export const sizeText = (bytes: number): string =>
  bytes >= 1_000_000_000 ? `${(bytes / 1_000_000_000).toFixed(1)} GB` : bytesInWords(bytes);

const locationSentence = ({ folder, isDefault, isThere, isWritable }: LibraryStorage): string => {
  const whose = isDefault ? 'in the data folder' : 'chosen by you';
  if (!isThere) return `${folder} (${whose}): not available. No result can be saved until it is back.`;
  return `${folder} (${whose})${isWritable ? '' : ': read-only'}`;
};

const oldCopySentence = ({ folder, sizeBytes }: LibraryStorage['oldCopies'][number]): string =>
  sizeBytes === null
    ? `old copy: ${folder}: not available`
    : `old copy: ${folder}, ${sizeText(sizeBytes)}; to delete it: understudy library move --delete-old`;

export const storageSentences = (storage: LibraryStorage): readonly string[] => [
  locationSentence(storage),
  `results: ${storage.items}, ${sizeText(storage.libraryBytes)}`,
  `trash: ${sizeText(storage.trashBytes)}`,
  `work files, recreated when needed: ${sizeText(storage.workBytes)}`,
  storage.freeBytes === null ? 'free: unknown' : `free: ${sizeText(storage.freeBytes)}`,
  ...storage.oldCopies.map(oldCopySentence),
];
