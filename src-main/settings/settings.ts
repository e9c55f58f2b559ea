/** The user's settings: invalid stored values fall back to defaults; writes are validated. */
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

/** Keeps valid values and replaces invalid ones by their defaults. */
const parseWithDefaults = (stored: unknown, log: Log): Settings => {
  const whole = settingsSchema.safeParse(stored);
  if (whole.success) return whole.data;
  const invalid = new Set(whole.error.issues.map((issue) => issue.path[0]));
  log.warn('invalid settings replaced by defaults', { settings: [...invalid] });
  const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
  const rest = settingsSchema.safeParse(Object.fromEntries(entries.filter(([key]) => !invalid.has(key))));
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
      return parseWithDefaults(withPresentNames(store.read()), log);
    } catch (cause) {
      log.warn('settings not readable, defaults used', { cause });
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
