import { z } from 'zod';
import { providerIdSchema } from './model-spec.ts';

const themeSchema = z.enum(['system', 'light', 'dark']);
const languageSchema = z.enum(['system', 'en', 'es']);

export const settingsSchema = z.object({
  theme: themeSchema.default('system'),
  language: languageSchema.default('system'),
  /** Full path of the ffmpeg to use; empty: look for one. */
  ffmpegPath: z.string().default(''),
  ffprobePath: z.string().default(''),
});
export type Settings = z.infer<typeof settingsSchema>;

/** A change of some settings. Without defaults, which would put back what is left out. */
export const settingsChangeSchema = z.object({
  theme: themeSchema.optional(),
  language: languageSchema.optional(),
  ffmpegPath: z.string().optional(),
  ffprobePath: z.string().optional(),
});

/** Whether a key is there and where it rests; never the key. */
export const keyStatusSchema = z.object({
  provider: providerIdSchema,
  isSet: z.boolean(),
  /** `environment` wins over what was typed in; `memory` is forgotten when the program ends. */
  keptIn: z.enum(['nowhere', 'system', 'memory', 'environment']),
});
export type KeyStatus = z.infer<typeof keyStatusSchema>;

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
