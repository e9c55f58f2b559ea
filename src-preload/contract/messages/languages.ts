/**
 * The languages of the program. A language is a folder of its name here and one in the page's messages, whose sentences
 * have the types of the English ones; the page loads only the one in use (docs/decisions/messages.md).
 */

/** By the name of the folder: the name of the language, in that language. */
export const languageNames = {
  en: 'English',
  es: 'Español',
} as const;

export type Language = keyof typeof languageNames;

// The keys of the table are the languages; the type of Object.keys does not say so.
export const languages = Object.keys(languageNames) as readonly Language[];

/** `locale`: of the system, such as `es-ES`; decides where the user has not chosen. */
export const languageOf = (chosen: 'system' | Language, locale: string): Language =>
  chosen === 'system' ? (languages.find((language) => locale.split('-')[0] === language) ?? 'en') : chosen;
