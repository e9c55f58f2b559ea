/** The language in which the page starts: the settings arrive after its messages have been loaded. */
import { type Language, languageOf, languages } from '#contract/messages/languages.ts';
import { createRemembered } from './remembered.ts';

const memory = createRemembered('understudy-language');

/** The language that this browser showed last; before the first time, that of the system. */
export const rememberedLanguage = (): Language => {
  const remembered = memory.read();
  return languages.find((language) => language === remembered) ?? languageOf('system', navigator.language);
};

export const rememberLanguage = (language: Language): void => memory.write(language);
