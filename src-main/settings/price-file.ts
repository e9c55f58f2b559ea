/** `<data>/prices.json`: prices read from providers over the network, by model id. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Price, priceSchema } from '#contract/model/price.ts';
import type { Log } from '../ports.ts';
import { replaceFile } from '../storage/atomic.ts';
import { errnoOf } from '../storage/file-error.ts';

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
  const path = join(deps.dataFolder, 'prices.json');
  return {
    /** A missing or broken file holds no prices; they can be read again. */
    read: () => {
      try {
        return toldPricesSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
      } catch (cause) {
        if (errnoOf(cause) !== 'ENOENT') deps.log.warn('prices.json cannot be read and counts as empty');
        return {};
      }
    },
    write: (prices) => {
      mkdirSync(deps.dataFolder, { recursive: true });
      replaceFile(path, JSON.stringify(prices), 0o600);
    },
  };
};
