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
