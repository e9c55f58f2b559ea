/** `<data>/prices.json`: the live prices of providers, by model id. */
import { join } from 'node:path';
import { z } from 'zod';
import { type Price, priceSchema } from '#contract/model/price.ts';
import type { Log } from '../ports.ts';
import { createJsonFile } from '../storage/json-file.ts';

/**
 * `remoteName`: the provider's name of the model when the price was read; under another name the price may differ.
 */
const livePriceSchema = z.object({ remoteName: z.string(), price: priceSchema });
const livePricesSchema = z.record(z.string(), livePriceSchema);
export type LivePrice = { readonly remoteName: string; readonly price: Price };
export type LivePrices = Readonly<Record<string, LivePrice>>;

export type PriceFile = {
  readonly read: () => LivePrices;
  /** Throws errors of the file system. */
  readonly write: (prices: LivePrices) => void;
};

export const createPriceFile = (deps: { readonly dataFolder: string; readonly log: Log }): PriceFile => {
  const file = createJsonFile({
    path: join(deps.dataFolder, 'prices.json'),
    schema: livePricesSchema,
    name: 'prices.json',
    log: deps.log,
  });
  // A missing or malformed file counts as empty; a refresh reads the prices again.
  return { read: () => file.read({}), write: file.write };
};
