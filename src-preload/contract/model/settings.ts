import { z } from 'zod';
import { deliverySettingsSchema } from './delivery-setup.ts';
import { keyHolderSchema, providerIdSchema } from './model-spec.ts';
import { spendingLimitsSchema } from './spending.ts';

/** By model id: what the person knows a second of output to cost, in millionths of a US dollar. */
const ownPricesSchema = z.record(z.string(), z.int().positive());
/** By model id: what the provider calls it today. */
const remoteNamesSchema = z.record(z.string(), z.string().min(1).max(200));

/** How many runs of one provider go on at the same time: what fal lets a new account have (its page on concurrency limits, read 2026-11-20). */
export const defaultConcurrency = 2;
export const maxConcurrency = 100;

export const queueSettingsSchema = z.object({
  /** Nothing new is begun; what is under way goes on. */
  isPaused: z.boolean().default(false),
  /** By provider; `defaultConcurrency` where none is set. */
  concurrency: z.partialRecord(providerIdSchema, z.int().min(1).max(maxConcurrency)).default({}),
});
export type QueueSettings = z.infer<typeof queueSettingsSchema>;

/** How long the trash keeps what was removed, in days; null: until it is emptied. */
const trashDaysSchema = z.int().min(1).max(3650).nullable();

const themeSchema = z.enum(['system', 'light', 'dark']);
const languageSchema = z.enum(['system', 'en', 'es']);

export const settingsSchema = z.object({
  theme: themeSchema.default('system'),
  language: languageSchema.default('system'),
  /** Full path of the ffmpeg to use; empty: look for one. */
  ffmpegPath: z.string().default(''),
  ffprobePath: z.string().default(''),
  deliverySetup: deliverySettingsSchema.default(deliverySettingsSchema.parse({})),
  ownPrices: ownPricesSchema.default({}),
  remoteNames: remoteNamesSchema.default({}),
  queue: queueSettingsSchema.default(queueSettingsSchema.parse({})),
  spendingLimits: spendingLimitsSchema.default(spendingLimitsSchema.parse({})),
  trashDays: trashDaysSchema.default(30),
  /** Full path; empty: in the data folder. Changed by moving the library only. */
  libraryFolder: z.string().default(''),
  /** Full path of where the library was moved from, while anything may still be left there; empty: nowhere. */
  libraryLeftBehind: z.string().default(''),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings. Without defaults, which would put back what is left out. */
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
});

/** Whether a key is there and where it rests; never the key. */
export const keyStatusSchema = z.object({
  provider: keyHolderSchema,
  isSet: z.boolean(),
  /** `environment` wins over what was typed in; `memory` is forgotten when the program ends. */
  keptIn: z.enum(['nowhere', 'system', 'memory', 'environment']),
});
export type KeyStatus = z.infer<typeof keyStatusSchema>;

/** `balanceMicros`: what the account holds, in millionths of a US dollar; null where the provider does not tell. */
export const keyTestSchema = z.object({ isGood: z.literal(true), balanceMicros: z.int().nullable() });
export type KeyTest = z.infer<typeof keyTestSchema>;

export const aboutSchema = z.object({
  version: z.string(),
  host: z.enum(['desktop', 'browser', 'terminal']),
  dataFolder: z.string(),
  ffmpeg: z.object({ version: z.string(), origin: z.string() }).nullable(),
  ffprobe: z.object({ version: z.string(), origin: z.string() }).nullable(),
  /** Where a key typed in would be kept. */
  keysKeptIn: z.enum(['system', 'memory']),
  canReveal: z.boolean(),
  canChooseFolder: z.boolean(),
  /** Whether a result can be dragged out by the host itself; elsewhere the browser does it. */
  canDrag: z.boolean(),
});
export type About = z.infer<typeof aboutSchema>;
