/** The messages that the page shows, in the language of the settings; each language is loaded when it is chosen. */
import { createStore } from 'zustand/vanilla';
import { type Language, languageOf, languages } from '#contract/messages/languages.ts';
import type { PageMessages } from '../messages/en/messages.ts';
import type { AppStore } from './store.ts';

/** Rejects if the language cannot be loaded. */
export type LoadMessages = (language: Language) => Promise<PageMessages>;

export type ShownMessages = {
  readonly messages: PageMessages;
  /** The chosen language, if it could not be loaded: the previous one stays. */
  readonly failed: Language | null;
};

/** The requested language; if its script cannot be loaded, another one. Rejects if there is none at all. */
export const loadFirst = async (requested: Language, load: LoadMessages): Promise<PageMessages> => {
  const others = languages.filter((language) => language !== requested);
  return others.reduce((first, other) => first.catch(() => load(other)), load(requested));
};

export const createPageMessages = (first: PageMessages, load: LoadMessages) => {
  const store = createStore<ShownMessages>(() => ({ messages: first, failed: null }));
  let requested = first.language;
  /** Shows a language as soon as it is loaded, unless another one was chosen meanwhile. */
  const show = async (language: Language): Promise<void> => {
    requested = language;
    const keep = (change: Partial<ShownMessages>) => {
      if (requested === language) store.setState(change);
    };
    if (store.getState().messages.language === language) return keep({ failed: null });
    await load(language).then(
      (messages) => keep({ messages, failed: null }),
      () => keep({ failed: language }),
    );
  };
  return { get: store.getState, subscribe: store.subscribe, show };
};
export type MessagesOfPage = ReturnType<typeof createPageMessages>;

/** Shows the language of the settings, now and after each change. */
export const followLanguage = (
  { store, messages }: { readonly store: AppStore; readonly messages: Pick<MessagesOfPage, 'show'> },
  remember: (language: Language) => void,
): void => {
  let last: Language | null = null;
  const follow = ({ mirror }: Pick<ReturnType<AppStore['getState']>, 'mirror'>): void => {
    if (mirror.settings === null) return;
    const language = languageOf(mirror.settings.language, navigator.language);
    if (language === last) return;
    last = language;
    remember(language);
    void messages.show(language);
  };
  follow(store.getState());
  store.subscribe(follow);
};
