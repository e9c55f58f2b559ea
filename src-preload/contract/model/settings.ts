import { z } from 'zod';
import { hostingSettingsSchema } from './hosting.ts';
import { keyHolderSchema } from './model-spec.ts';

/** By model id: what the person knows a second of output to cost, in millionths of a US dollar. */
const ownPricesSchema = z.record(z.string(), z.int().positive());
/** By model id: what the provider calls it today. */
const remoteNamesSchema = z.record(z.string(), z.string().min(1).max(200));

const themeSchema = z.enum(['system', 'light', 'dark']);
const languageSchema = z.enum(['system', 'en', 'es']);

export const settingsSchema = z.object({
  theme: themeSchema.default('system'),
  language: languageSchema.default('system'),
  /** Full path of the ffmpeg to use; empty: look for one. */
  ffmpegPath: z.string().default(''),
  ffprobePath: z.string().default(''),
  hosting: hostingSettingsSchema.default(hostingSettingsSchema.parse({})),
  ownPrices: ownPricesSchema.default({}),
  remoteNames: remoteNamesSchema.default({}),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings. Without defaults, which would put back what is left out. */
export const settingsChangeSchema = z.object({
  theme: themeSchema.optional(),
  language: languageSchema.optional(),
  ffmpegPath: z.string().optional(),
  ffprobePath: z.string().optional(),
  hosting: hostingSettingsSchema.optional(),
  ownPrices: ownPricesSchema.optional(),
  remoteNames: remoteNamesSchema.optional(),
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
});
export type About = z.infer<typeof aboutSchema>;
