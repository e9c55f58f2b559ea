/**
 * Names and notes as they are typed: saved after a pause in typing and on leaving the field; text that could not be
 * saved stays here.
 */
import type { StoreApi } from 'zustand/vanilla';
import type { AppError } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { LibraryActions } from './library-actions.ts';
import type { LibraryView } from './library-view.ts';

/** Debounce of typing before a save, in milliseconds. */
export const textRestMs = 600;

export type TextField = 'name' | 'notes';
export type TextPlace = { readonly itemId: ItemId; readonly field: TextField };

export type MarkTexts = {
  readonly type: (place: TextPlace, text: string) => void;
  /** Saves unsaved text now. */
  readonly save: (place: TextPlace) => Promise<void>;
  /** The library holds the saved text: its value is shown from here on. */
  readonly settle: (place: TextPlace, saved: string) => void;
};

export const textKey = ({ itemId, field }: TextPlace): string => `${itemId} ${field}`;

/** A name is stored trimmed. */
const isSame = ({ field }: TextPlace, typed: string, saved: string): boolean =>
  field === 'name' ? typed.trim() === saved : typed === saved;

export const createMarkTexts = (deps: {
  readonly view: StoreApi<LibraryView>;
  readonly mark: LibraryActions['mark'];
}): MarkTexts => {
  const { view, mark } = deps;
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const sent = new Map<string, string>();
  const put = (key: string, text: string, error: AppError | null) =>
    view.setState(({ typed }) => ({ typed: { ...typed, [key]: { text, error } } }));

  const save = async (place: TextPlace): Promise<void> => {
    const key = textKey(place);
    clearTimeout(timers.get(key));
    timers.delete(key);
    const text = view.getState().typed[key]?.text;
    if (text === undefined || sent.get(key) === text) return;
    sent.set(key, text);
    const failed = await mark([place.itemId], { [place.field]: text });
    if (failed !== null && sent.get(key) === text) sent.delete(key);
    const now = view.getState().typed[key]?.text;
    if (now !== undefined) put(key, now, failed);
  };

  return {
    type: (place, text) => {
      const key = textKey(place);
      put(key, text, null);
      clearTimeout(timers.get(key));
      timers.set(
        key,
        setTimeout(() => void save(place), textRestMs),
      );
    },
    save,
    settle: (place, saved) => {
      const key = textKey(place);
      const known = view.getState().typed[key];
      if (known === undefined || timers.has(key) || !isSame(place, known.text, saved)) return;
      sent.delete(key);
      view.setState(({ typed }) => {
        const { [key]: _, ...rest } = typed;
        return { typed: rest };
      });
    },
  };
};
