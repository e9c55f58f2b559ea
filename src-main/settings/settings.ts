/** The user's settings: tolerant when reading from disk and strict when writing. */
import { ok, type Result } from '#contract/errors.ts';
import { type Settings, settingsSchema } from '#contract/model/settings.ts';
import type { Log, SettingsStore } from '../ports.ts';
import { toFileError } from '../storage/file-error.ts';
import { withPresentNames } from '../storage/renamed-fields.ts';

export type SettingsModule = {
  readonly get: () => Settings;
  /** Omitted fields stay unchanged. */
  readonly set: (change: { readonly [K in keyof Settings]?: Settings[K] | undefined }) => Result<Settings>;
};

/** Keeps each valid value, and replaces each invalid one by its default. */
const parseKindly = (stored: unknown, log: Log): Settings => {
  const whole = settingsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const wrong = new Set(whole.error.issues.map((issue) => issue.path[0]));
  log.warn('some settings make no sense and are taken at their defaults', { settings: [...wrong] });
  const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  const rest = settingsSchema.safeParse(Object.fromEntries(entries.filter(([key]) => !wrong.has(key))));
  return rest.success ? rest.data : settingsSchema.parse({});
};

export const createSettings = (deps: {
  readonly store: SettingsStore;
  readonly log: Log;
  readonly onChange: (settings: Settings) => void;
}): SettingsModule => {
  const { store, log, onChange } = deps;
  const readStore = (): Settings => {
    try {
      return parseKindly(withPresentNames(store.read()), log);
    } catch (cause) {
      log.warn('the settings cannot be read and are taken at their defaults', { cause });
      return settingsSchema.parse({});
    }
  };
  let settings = readStore();
  return {
    get: () => settings,
    set: (change) => {
      const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
      const changed = settingsSchema.parse({ ...settings, ...given });
      try {
        store.write(changed);
      } catch (cause) {
        return { ok: false, error: toFileError(cause, 'settings.json') };
      }
      settings = changed;
      onChange(settings);
      return ok(settings);
    },
  };
};
