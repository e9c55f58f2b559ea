/** Texts of the settings. */
import type { About, KeyStatus, Settings } from '#contract/model/settings.ts';
import { sentence } from '../phrase.ts';

export const settings = {
  title: 'Settings',
  loading: 'Reading the settings',
  sections: 'Settings sections',
  keys: {
    title: 'Provider keys',
    why: {
      system:
        'You pay each provider directly, with your own key. Keys are encrypted by the operating system, go only to their own provider, and are never shown again.',
      memory:
        'You pay each provider directly, with your own key. Encryption is not available here, so a key is kept in memory only until Understudy closes. It is never written to disk unencrypted.',
      unprotected:
        'You pay each provider directly, with your own key. This system has no protected key store: as you agreed, keys are stored in a file that only your account can read, and that other programs of your account can decrypt.',
    } satisfies Record<About['keysKeptIn'] | 'unprotected', string>,
    keepPlain: 'Store keys without a protected key store',
    none: 'No provider needs a key.',
    status: {
      nowhere: 'Not set',
      system: 'Set, encrypted by the system',
      unprotected: 'Set, stored without protection by the system',
      memory: 'Set, in memory until you quit',
      environment: 'Set by environment variable',
    } satisfies Record<KeyStatus['keptIn'], string>,
    fromEnvironment: 'Set by environment variable (overrides this field).',
    field: (provider: string): string => `Key of ${provider}`,
    placeholder: 'Paste a key',
    replacePlaceholder: 'Paste another key to replace it',
    save: 'Save',
    saveOf: (provider: string): string => `Save the key of ${provider}`,
    saved: 'Key saved.',
    clear: 'Clear',
    clearOf: (provider: string): string => `Clear the key of ${provider}`,
    cleared: 'Key cleared.',
    test: 'Test',
    testOf: (provider: string): string => `Test the key of ${provider}`,
    testing: 'Testing the key',
    /** `balance`: balance of the account; null: the provider does not report it. */
    good: (provider: string, balance: string | null): string =>
      balance === null ? `${provider}: key is valid.` : `${provider}: key is valid; ${balance} left.`,
    get: (provider: string): string => `Get a key at ${provider}`,
  },
  appearance: {
    title: 'Appearance',
    theme: 'Theme',
    themes: { system: 'System', light: 'Light', dark: 'Dark' } satisfies Record<Settings['theme'], string>,
    language: 'Language',
    systemLanguage: 'System',
  },
  tools: {
    title: 'Tools',
    why: 'ffmpeg converts the files, ffprobe reads them. Both are detected automatically; enter a path only to use other builds.',
    found: (version: string, origin: string): string => `${version} (${origin})`,
    missing: 'Not found. Install ffmpeg, or enter its full path here.',
    path: (tool: string): string => `Path of ${tool}`,
    placeholder: 'Auto-detected',
    save: 'Save',
    savePathOf: (tool: string): string => `Save the path of ${tool}`,
    saved: 'Saved.',
  },
  data: {
    title: 'Data',
    folder: 'Data folder',
    folderWhy: 'The library in it consists of plain files: one folder per result.',
    version: 'Version',
    host: 'Runs in',
    hosts: {
      desktop: 'its own window',
      browser: 'this browser',
      terminal: 'a terminal',
    } satisfies Record<About['host'], string>,
  },
  models: {
    title: 'Prices and limits',
    why: 'What each model takes and costs. The numbers link to the source and date of each figure; figures that are not published are unknown.',
    caption: 'Prices and limits of every model',
    sources: 'Sources',
    source: (source: string, date: string): string => sentence(`${source}, as of ${date}`),
    sourceLink: (number: number): string => `Source ${number}`,
    model: 'Model',
    price: 'Price',
    length: 'Length used',
    lengthImage: (max: string): string => `up to ${max} (Match image)`,
    lengthVideo: (max: string): string => `up to ${max} (Match video)`,
    lengthMin: (min: string): string => `at least ${min}`,
    image: 'Image',
    video: 'Video',
    size: (max: string): string => `up to ${max}`,
    sides: (min: string, max: string): string => `sides ${min} to ${max} px`,
    sideMin: (min: string): string => `sides from ${min} px`,
    sideMax: (max: string): string => `sides up to ${max} px`,
    shape: (min: string, max: string): string => `aspect ratio ${min} to ${max}`,
    prompt: 'Prompt',
    promptMax: (max: string): string => `up to ${max} characters`,
    promptNone: 'Not supported',
    negativeMax: (max: string): string => `negative prompt: up to ${max} characters`,
  },
};
export type SettingsMessages = typeof settings;
