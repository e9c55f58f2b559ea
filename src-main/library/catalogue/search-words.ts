/** Texts to the words that the index holds, and what a person types to a question for it. */
import type { Item } from '#contract/model/item.ts';
import type { Marks } from '#contract/model/marks.ts';

/** Letters that Unicode does not take apart into a plain letter and a mark. */
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

/** Accents, Arabic and Hebrew vowel points, and what only says how to draw; not the marks without which other scripts lose their words. */
const droppedMarks =
  /[\u0300-\u036f]|[\u0591-\u05c7]|[\u0610-\u061a]|[\u064b-\u0655]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe00-\ufe0f]/gu;
const invisible = /[\u00ad\u061c\u200b-\u200f\u2060\ufeff]/gu;

/** Capitals, accents and widths make no difference: `Ｆile É` is `file e`. */
export const foldText = (text: string): string =>
  text
    .toWellFormed()
    .toLowerCase()
    .normalize('NFKD')
    .replace(droppedMarks, '')
    .replace(invisible, '')
    .normalize('NFC')
    .replace(/[ßæœøđðłıς]/gu, (letter) => plainLetters[letter] ?? letter);

/** What the index takes for part of a word; see `tokenize` in files/schema.ts. */
const runs = /[\p{L}\p{M}\p{N}\p{Co}\p{So}]+/gu;
/** Scripts written without spaces, and emoji: each character is a word of its own, so that a word is found inside a longer one. */
const alone =
  /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}\p{So}]/u;

type Piece = { readonly text: string; readonly isAlone: boolean };

/** A run, cut where characters that stand alone meet others: `東京tower` is `東京` and `tower`. */
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

/** What the index is given of an item. */
export const wordsOf = (item: Item, marks: Marks): string => {
  const { image, video, modelName, choices } = item;
  const fields = [
    ...[marks.name, ...marks.tags, marks.notes],
    ...[image.name, video.name, modelName, choices.modelId],
    ...[choices.prompt, choices.negativePrompt],
  ];
  return fields.map((field) => pieces(field).map(apart).join(' ')).join('\n');
};

/** More would not narrow anything down any further, and SQLite has a limit. */
const maxWords = 60;

/**
 * A question in the language of FTS5 (https://sqlite.org/fts5.html#full_text_query_syntax) for all words at once, each
 * the beginning of one; characters that stand alone have to follow each other. null: no word in it.
 */
export const questionOf = (text: string): string | null => {
  const words = pieces(text).map((piece) => `"${apart(piece)}"${piece.isAlone ? '' : '*'}`);
  return words.length === 0 ? null : [...new Set(words)].slice(0, maxWords).join(' ');
};

/** Sorts as people do: `Clip 2` before `clip 10`. */
export const sortKey = (text: string): string =>
  foldText(text).replace(/\d+/g, (digits) => digits.replace(/^0+(?=\d)/, '').padStart(12, '0'));
