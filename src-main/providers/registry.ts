/** All providers, by their own id or by a model's. */
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Provider } from './spec.ts';

export type Registry = {
  readonly models: readonly ModelSpec[];
  readonly providers: readonly Provider[];
  readonly modelOf: (modelId: string) => ModelSpec | null;
  readonly providerOf: (modelId: string) => { readonly provider: Provider; readonly model: ModelSpec } | null;
  readonly byId: (id: ProviderId) => Provider | null;
};

export const createRegistry = (providers: readonly Provider[]): Registry => {
  const models = providers.flatMap((provider) => provider.models);
  return {
    models,
    providers,
    modelOf: (modelId) => models.find((model) => model.id === modelId) ?? null,
    providerOf: (modelId) => {
      for (const provider of providers) {
        const model = provider.models.find((candidate) => candidate.id === modelId);
        if (model) return { provider, model };
      }
      return null;
    },
    byId: (id) => providers.find((provider) => provider.id === id) ?? null,
  };
};
