/** Names of companies, the same in every language. */
import { type ProviderId, providerIdSchema } from '../model/model-spec.ts';

export const providerNames: Record<ProviderId, string> = {
  demo: 'Understudy',
  fal: 'fal',
  novita: 'Novita',
  aimlapi: 'AIMLAPI',
  runpod: 'RunPod',
};

/** A provider by its name, anything else (a file, a tool, a model) as it is. */
export const nameOf = (subject: string): string => {
  const provider = providerIdSchema.safeParse(subject);
  return provider.success ? providerNames[provider.data] : subject;
};
