/** Each language of the page is a script of its own, which is loaded when it is chosen. */
import type { Language } from '#contract/messages/languages.ts';
import type { PageMessages } from './en/messages.ts';

const loaders: Readonly<Record<Language, () => Promise<{ readonly messages: PageMessages }>>> = {
  en: () => import('./en/messages.ts'),
  es: () => import('./es/messages.ts'),
};

/** Rejects if the script of the language cannot be loaded. */
export const loadMessages = async (language: Language): Promise<PageMessages> =>
  (await loaders[language]()).messages;
