import { z } from 'zod';
import { languages } from '../messages/languages.ts';
import { deliverySettingsSchema } from './delivery.ts';
import { keyHolderSchema, providerIdSchema } from './model-spec.ts';
import { spendingLimitsSchema } from './spending.ts';

/** By model id: the user's own figure for a second of output, in millionths of a US dollar. */
const ownPricesSchema = z.record(z.string(), z.int().positive());
/** By model id: the provider's current name. */
const remoteNamesSchema = z.record(z.string(), z.string().min(1).max(200));

/**
 * Concurrent runs per provider: the limit of a new account at fal (its page on concurrency limits, read 2026-11-20).
 */
export const defaultConcurrency = 2;
export const maxConcurrency = 100;

export const queueSettingsSchema = z.object({
  /** Paused: no job is started; running jobs continue. */
  isPaused: z.boolean().default(false),
  /** By provider; `defaultConcurrency` where none is set. */
  concurrency: z.partialRecord(providerIdSchema, z.int().min(1).max(maxConcurrency)).default({}),
});
export type QueueSettings = z.infer<typeof queueSettingsSchema>;

/** Retention of the trash, in days; null: until it is emptied. */
const trashDaysSchema = z.int().min(1).max(3650).nullable();

const themeSchema = z.enum(['system', 'light', 'dark']);
/** `check`: newer versions are looked for, and never downloaded without the user. */
const updatesSchema = z.enum(['off', 'check']);
/** When the window is closed while runs are in progress. `keep`: the program continues in the tray. */
const whenClosedSchema = z.enum(['ask', 'keep', 'stop']);
const languageSchema = z.enum(['system', ...languages]);

export const settingsSchema = z.object({
  theme: themeSchema.default('system'),
  language: languageSchema.default('system'),
  /** Full path of the ffmpeg to use; empty: found automatically. */
  ffmpegPath: z.string().default(''),
  ffprobePath: z.string().default(''),
  deliverySetup: deliverySettingsSchema.default(deliverySettingsSchema.parse({})),
  ownPrices: ownPricesSchema.default({}),
  remoteNames: remoteNamesSchema.default({}),
  queue: queueSettingsSchema.default(queueSettingsSchema.parse({})),
  spendingLimits: spendingLimitsSchema.default(spendingLimitsSchema.parse({})),
  trashDays: trashDaysSchema.default(30),
  /** Full path; empty: in the data folder. Changed only by moving the library. */
  libraryFolder: z.string().default(''),
  /** Of the desktop window: a run is done, failed or needs an answer. */
  notifications: z.boolean().default(true),
  updates: updatesSchema.default('check'),
  /** The user agreed to keys that are stored without a system key store. */
  plainKeys: z.boolean().default(false),
  whenClosed: whenClosedSchema.default('ask'),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings. Without defaults, which would reset the omitted ones. */
export const settingsChangeSchema = z.object({
  theme: themeSchema.optional(),
  language: languageSchema.optional(),
  ffmpegPath: z.string().optional(),
  ffprobePath: z.string().optional(),
  deliverySetup: deliverySettingsSchema.optional(),
  ownPrices: ownPricesSchema.optional(),
  remoteNames: remoteNamesSchema.optional(),
  queue: queueSettingsSchema.optional(),
  spendingLimits: spendingLimitsSchema.optional(),
  trashDays: trashDaysSchema.optional(),
  notifications: z.boolean().optional(),
  updates: updatesSchema.optional(),
  plainKeys: z.boolean().optional(),
  whenClosed: whenClosedSchema.optional(),
});

/** Whether a key is set and where it is stored; never the key. */
export const keyStatusSchema = z.object({
  provider: keyHolderSchema,
  isSet: z.boolean(),
  /**
   * `environment` takes precedence over a stored key; `memory` is lost when the program exits; `unprotected` is stored
   * without a key store of the system, as the user agreed.
   */
  keptIn: z.enum(['nowhere', 'system', 'unprotected', 'memory', 'environment']),
});
export type KeyStatus = z.infer<typeof keyStatusSchema>;

/** `balanceMicros`: the balance of the account, in millionths of a US dollar; null: not reported. */
export const keyTestSchema = z.object({ isGood: z.literal(true), balanceMicros: z.int().nullable() });
export type KeyTest = z.infer<typeof keyTestSchema>;

export const aboutSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser', 'terminal']),
  dataFolder: z.string(),
  ffmpeg: z.object({ version: z.string(), origin: z.string() }).nullable(),
  ffprobe: z.object({ version: z.string(), origin: z.string() }).nullable(),
  /** Where an entered key would be stored. */
  keysKeptIn: z.enum(['system', 'memory']),
  /** Whether the setting `plainKeys` has an effect: the system has no protected key store. */
  canKeepPlainKeys: z.boolean(),
  canReveal: z.boolean(),
  canChooseFolder: z.boolean(),
  /** Whether the host can drag a result out of the window; otherwise the browser does it. */
  canDrag: z.boolean(),
});
export type About = z.infer<typeof aboutSchema>;
