/** The two videos of a comparison: a result, and beside it its reference or another result. Pure. */
import type { VideoFacts } from '../model/facts.ts';
import type { Item } from '../model/item.ts';

export type Side = 'beside' | 'result';

export type Pair = { readonly [side in Side]: VideoFacts };

/** `other`: the result in the reference's place; null: none. */
export const pairOf = (item: Pick<Item, 'video' | 'result'>, other: Pick<Item, 'result'> | null): Pair => ({
  beside: (other === null ? item.video : other.result).facts,
  result: item.result.facts,
});

/** The names of the models of two results; a number distinguishes two results of one model. */
export const modelNames = (
  item: Pick<Item, 'modelName'>,
  other: Pick<Item, 'modelName'>,
): { readonly [side in Side]: string } =>
  item.modelName === other.modelName
    ? { beside: `${other.modelName} 1`, result: `${item.modelName} 2` }
    : { beside: other.modelName, result: item.modelName };
