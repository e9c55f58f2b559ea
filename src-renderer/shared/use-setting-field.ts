/** A field of a setting, or a few that are saved together. */
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import { useApp } from '../state/use-app.ts';

export type SettingField<Typed> = {
  /** What was typed, or else what is set. */
  readonly shown: Typed;
  /** Something was typed that is not saved. */
  readonly isTyped: boolean;
  readonly isWrong: boolean;
  /** It was saved, and nothing was typed since. */
  readonly isSaved: boolean;
  /** Why it was not saved. */
  readonly error: AppError | null;
  readonly type: (typed: Typed) => void;
  /** Says that what is typed cannot be saved. */
  readonly refuse: () => void;
  /** null: saved. */
  readonly save: (change: Partial<Settings>) => Promise<AppError | null>;
};

/** `set`: as it is set now. It shows while nothing is typed, so that a change made elsewhere shows as well. */
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
      // What was typed meanwhile is not saved yet.
      if (failed === null) setTyped((now) => (now === typed ? null : now));
      return failed;
    },
  };
};
