/** `<data>/prices.json`: what providers told of their prices over the network, by model id. */
import { join } from 'node:path';
import { z } from 'zod';
import { type Price, priceSchema } from '#contract/model/price.ts';
import type { Log } from '../ports.ts';
import { createJsonFile } from '../storage/json-file.ts';

/**
 * `remoteName`: the provider's name of the model when the price was read; under another name the price may differ.
 */
const toldPriceSchema = z.object({ remoteName: z.string(), price: priceSchema });
const toldPricesSchema = z.record(z.string(), toldPriceSchema);
export type ToldPrice = { readonly remoteName: string; readonly price: Price };
export type ToldPrices = Readonly<Record<string, ToldPrice>>;

export type PriceFile = {
  readonly read: () => ToldPrices;
  /** Throws errors of the file system. */
  readonly write: (prices: ToldPrices) => void;
};

export const createPriceFile = (deps: { readonly dataFolder: string; readonly log: Log }): PriceFile => {
  const file = createJsonFile({
    path: join(deps.dataFolder, 'prices.json'),
    schema: toldPricesSchema,
    name: 'prices.json',
    log: deps.log,
  });
  // A missing or broken file holds no prices; they can be asked for again.
  return { read: () => file.read({}), write: file.write };
};
