/** Every provider this program knows, found by its own id or by a model's. */
import type { ModelSpec, ProviderId } from '#contract/model/model-spec.ts';
import type { Provider } from './spec.ts';

export type Registry = {
  /** Those that run, then those that files can be fitted for only. */
  readonly models: readonly ModelSpec[];
  readonly providers: readonly Provider[];
  readonly modelOf: (modelId: string) => ModelSpec | null;
  /** null also for a model that this version cannot run. */
  readonly providerOf: (modelId: string) => { readonly provider: Provider; readonly model: ModelSpec } | null;
  readonly byId: (id: ProviderId) => Provider | null;
};

/** `fitOnly`: models without a provider behind them yet. */
export const createRegistry = (
  providers: readonly Provider[],
  fitOnly: readonly ModelSpec[] = [],
): Registry => {
  const models = [...providers.flatMap((provider) => provider.models), ...fitOnly];
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
