/** State of a form field for one setting, or for a few that are saved together. */
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import { useApp } from '../state/use-app.ts';

export type SettingField<Typed> = {
  /** The typed value, otherwise the saved one. */
  readonly shown: Typed;
  /** The typed value is not saved. */
  readonly isTyped: boolean;
  readonly isWrong: boolean;
  /** The value was saved and has not been changed since. */
  readonly isSaved: boolean;
  /** Why saving failed. */
  readonly error: AppError | null;
  readonly type: (typed: Typed) => void;
  /** Marks the typed value as invalid. */
  readonly refuse: () => void;
  /** null: saved. */
  readonly save: (change: Partial<Settings>) => Promise<AppError | null>;
};

/** `set`: the current setting. Shown while nothing is typed, so that changes made elsewhere are shown as well. */
export const useSettingField = <Typed>(set: Typed): SettingField<Typed> => {
  const { actions } = useApp();
  const [typed, setTyped] = useState<{ readonly value: Typed } | null>(null);
  const [isWrong, setIsWrong] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  return {
    shown: typed === null ? set : typed.value,
    isTyped: typed !== null,
    isWrong,
    isSaved: isSaved && typed === null,
    error,
    type: (value) => {
      setTyped({ value });
      setIsWrong(false);
      setIsSaved(false);
    },
    refuse: () => setIsWrong(true),
    save: async (change) => {
      setIsWrong(false);
      const failed = await actions.saveSettings(change);
      setError(failed);
      setIsSaved(failed === null);
      // A value typed during the save is not saved yet.
      if (failed === null) setTyped((now) => (now === typed ? null : now));
      return failed;
    },
  };
};
