import { z } from 'zod';
import { providerIdSchema } from './model-spec.ts';

export const settingsSchema = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  language: z.enum(['system', 'en', 'es']).default('system'),
  /** Full path of the ffmpeg to use; empty: look for one. */
  ffmpegPath: z.string().default(''),
  ffprobePath: z.string().default(''),
});
export type Settings = z.infer<typeof settingsSchema>;

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
