/** Texts about money: this run, the comparison of all models, and the price list. */
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { Caveat, Price } from '#contract/model/price.ts';

export type UnknownPrice = Pick<ModelSpec, 'provider' | 'livePrice'> & {
  readonly price: Extract<Price, { kind: 'unknown' }>;
};

export const costs = {
  run: {
    title: 'Cost',
    free: 'Free',
    unknown: 'Unknown',
    basisFree: 'Runs on this computer.',
    basisSeconds: (length: string, price: string): string => `${length} × ${price}/s`,
    basisWholeSeconds: (length: string, price: string): string =>
      `${length} × ${price}/s, rounded up to whole seconds`,
    basisSteps: (count: number, price: string, step: string): string =>
      `${count} × ${price} per ${step} (rounded up)`,
    basisRun: 'One price per generation, at any length.',
    from: (source: string, date: string): string => `From ${source}, as of ${date}.`,
    estimate: 'Estimate. Final price is set by the provider.',
    beyondTable: (provider: string, toSec: string): string =>
      `Estimated beyond ${toSec}, where ${provider}\u2019s price table ends.`,
    ourReading: (provider: string): string => `Estimated from ${provider}\u2019s published prices.`,
    ownFigure: 'Custom price.',
    hint: (shorter: string, saves: string): string => `${shorter} shorter saves ${saves}.`,
    hintByOurReading: (shorter: string, saves: string): string => `${shorter} shorter would save ${saves}.`,
    shorten: 'Shorten',
    shortenBy: (shorter: string): string => `Shorten the selection by ${shorter}`,
  },
  own: {
    question: 'What do you pay per second?',
    placeholder: '$0.112',
    save: 'Save',
    clear: 'Clear custom price',
    problem: 'Enter an amount in dollars, such as 0.112.',
  },
  table: {
    open: 'Compare prices',
    title: 'Price comparison',
    why: 'Each price is for the selection that would be sent. Select a row to set the model.',
    model: 'Model',
    fit: 'Compatibility',
    length: 'Length',
    unitPrice: 'Price',
    cost: 'This video',
    note: 'Notes',
    cheapest: 'Cheapest',
    cheapestKnown: 'Cheapest known price',
    caveats: { 'our-reading': 'estimated', 'own-figure': 'custom price' } satisfies Record<Caveat, string>,
  },
  book: {
    refresh: 'Refresh prices',
    refreshing: 'Refreshing prices',
    refreshWhy: (names: string): string =>
      `Prices can be refreshed at ${names}; not available from other providers.`,
    returned: (provider: string, count: number): string =>
      count === 1
        ? `${provider}: price of one model updated.`
        : `${provider}: prices of ${count} models updated.`,
    returnedNone: (provider: string): string => `${provider} returned no price for these models.`,
    needsKey: (provider: string): string => `${provider} needs an API key to return prices.`,
    failed: (provider: string, what: string): string => `${provider}: ${what}`,
    kept: (count: number): string =>
      count === 1 ? 'The last known price is still used.' : `The last ${count} known prices are still used.`,
    own: 'Custom price',
    ownUnit: '$ per second',
    ownOf: (model: string): string => `Custom price for ${model}, in dollars per second`,
    save: 'Save',
    saveOf: (model: string): string => `Save custom price for ${model}`,
    clearOf: (model: string): string => `Clear custom price for ${model}`,
    names: 'Model IDs',
    namesWhy:
      'Providers sometimes rename their models. If a job is refused because its model is unknown, enter the new ID here.',
    nameOf: (model: string): string => `Model ID of ${model} at the provider`,
    saveNameOf: (model: string): string => `Save the model ID of ${model}`,
    resetName: 'Reset',
    resetNameOf: (model: string): string => `Reset the model ID of ${model}`,
  },
  /** The price of a unit. */
  units: {
    free: 'free',
    perSecond: (price: string) => `${price}/s`,
    perBegunSecond: (price: string) => `${price}/s (rounded up)`,
    perStep: (price: string, step: string) => `${price} per ${step} (rounded up)`,
    perRun: (price: string) => `${price} per generation`,
    unknown: 'price unknown',
  },
  /** Why a price is unknown. The model's own reason is in English. */
  unknownBecause: ({ price }: UnknownPrice): string => price.reason,
};
export type CostMessages = typeof costs;
