/** Sentences stand one after another, and a part of some of them came from elsewhere: each ends with a full stop. */
export const ended = (sentence: string): string =>
  /[.!?\u2026]["'\u00bb\u201d)]?$/.test(sentence) ? sentence : `${sentence}.`;

export const endedWords = <T extends { readonly what: string; readonly wayOut: string }>(words: T): T => ({
  ...words,
  what: ended(words.what),
  wayOut: ended(words.wayOut),
});
