/** Names of companies, the same in every language. */
import { type ProviderId, providerIdSchema } from '../model/model-spec.ts';

export const providerNames: Record<ProviderId, string> = {
  demo: 'Understudy',
  fal: 'fal',
  novita: 'Novita',
  aimlapi: 'AIMLAPI',
  runpod: 'RunPod',
};

/** The name of a provider; any other subject (a file, a tool, a model) unchanged. */
export const nameOf = (subject: string): string => {
  const provider = providerIdSchema.safeParse(subject);
  return provider.success ? providerNames[provider.data] : subject;
};

/** What a sentence is about: the subject of an error, or other words where it has none. */
export const about = ({ subject }: { readonly subject?: string | undefined }, otherwise: string): string =>
  subject === undefined ? otherwise : nameOf(subject);

/** Image libraries that are shipped with the program. */
export const isImageLibrary = (subject: string | undefined): boolean =>
  subject === 'sharp' || subject === 'libheif-js';
