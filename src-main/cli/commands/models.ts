import type { Price } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import { exitStatus } from '../exit-status.ts';
import type { Command } from './context.ts';

const priceWords = (price: Price): string => {
  if (price.kind === 'unknown') return `price unknown: ${price.reason}`;
  if (price.kind === 'free') return 'free';
  return `${usd(price.microsPerSec)}/s (${price.source}, ${price.asOf})`;
};

export const models: Command = async ({ app, output }) => {
  const list = await app.handlers['models.list']({});
  const keys = await app.handlers['keys.status']({});
  if (!list.ok) return output.failure(list.error);
  if (!keys.ok) return output.failure(keys.error);
  const rows = list.value.map((model) => {
    const key = keys.value.find((status) => status.provider === model.provider);
    // What cannot be sent to has no key either; the offline model alone needs none.
    if (!model.canRun) return { ...model, needsKey: true, isKeySet: false };
    return { ...model, needsKey: key !== undefined, isKeySet: key === undefined || key.isSet };
  });
  const sentences = rows.map((row) => {
    const key = row.needsKey ? (row.isKeySet ? 'key set' : 'no key set') : 'needs no key';
    return `${row.id}  ${row.name}; ${priceWords(row.price)}; ${row.canRun ? key : 'files can be fitted, not sent'}`;
  });
  output.answer(rows, sentences);
  return exitStatus.done;
};
