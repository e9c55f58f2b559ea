/** Converts texts to the words that the index holds, and the user's search text to an FTS5 query. */
import type { Item } from '#contract/model/item.ts';
import type { Marks } from '#contract/model/marks.ts';

/** Letters that Unicode does not decompose into a plain letter and a mark. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
};

/** Accents, Arabic and Hebrew vowel points, and variation selectors; not the marks that are part of words in other scripts. */
const droppedMarks =
  /[\u0300-\u036f]|[\u0591-\u05c7]|[\u0610-\u061a]|[\u064b-\u0655]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe00-\ufe0f]/gu;
const invisible = /[\u00ad\u061c\u200b-\u200f\u2060\ufeff]/gu;

/** Removes differences of case, accents and width: `Ｆile É` becomes `file e`. */
export const foldText = (text: string): string =>
  text
    .toWellFormed()
    .toLowerCase()
    .normalize('NFKD')
    .replace(droppedMarks, '')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(/[ßæœøđðłıς]/gu, (letter) => plainLetters[letter] ?? letter);

/** Characters that the index treats as part of a word; see `tokenize` in storage/schema.ts. */
const runs = /[\p{L}\p{M}\p{N}\p{Co}\p{So}]+/gu;
/** Scripts written without spaces, and emoji: each character is a word, so that a word is found inside a longer text. */
const alone =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{So}]/u;

type Piece = { readonly text: string; readonly isAlone: boolean };

/** Splits a run where characters that are words meet others: `東京tower` is `東京` and `tower`. */
const piecesOf = (run: string): readonly Piece[] => {
  const pieces: { text: string; isAlone: boolean }[] = [];
  for (const character of run) {
    const isAlone = alone.test(character);
    const last = pieces.at(-1);
    if (last?.isAlone === isAlone) last.text += character;
    else pieces.push({ text: character, isAlone });
  }
  return pieces;
};

const pieces = (text: string): readonly Piece[] =>
  [...foldText(text).matchAll(runs)].flatMap(([run]) => piecesOf(run));

const apart = ({ text, isAlone }: Piece): string => (isAlone ? [...text].join(' ') : text);

/** The words of an item for the index. */
export const wordsOf = (item: Item, marks: Marks): string => {
  const { image, video, modelName, choices } = item;
  const fields = [
    ...[marks.name, ...marks.tags, marks.notes],
    ...[image.name, video.name, modelName, choices.modelId],
    ...[choices.prompt, choices.negativePrompt],
  ];
  return fields.map((field) => pieces(field).map(apart).join(' ')).join('\n');
};

/** SQLite limits the number of terms, and more words would hardly narrow the result. */
const maxWords = 60;

/**
 * An FTS5 query (https://sqlite.org/fts5.html#full_text_query_syntax) that requires all words, each as a prefix;
 * characters that are words have to follow each other. null: the text has no word.
 */
export const ftsQueryOf = (text: string): string | null => {
  const words = pieces(text).map((piece) => `"${apart(piece)}"${piece.isAlone ? '' : '*'}`);
  return words.length === 0 ? null : [...new Set(words)].slice(0, maxWords).join(' ');
};

/** Natural order, case-insensitive: `Video 2` before `video 10`. */
export const sortKey = (text: string): string =>
  foldText(text).replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
