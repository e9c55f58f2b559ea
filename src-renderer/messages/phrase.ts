/** Parts of sentences, for every language. */

/** Capitalises a phrase that is used inside a sentence elsewhere. */
export const sentence = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** `1 job`, `3 jobs`. */
export const counted = (count: number, one: string, many: string): string =>
  count === 1 ? `1 ${one}` : `${count} ${many}`;
