import { assertNever } from '#contract/assert-never.ts';
import type { Price } from '#contract/model/price.ts';
import { usd } from '#contract/rules/cost.ts';
import { exitStatus } from '../exit-status.ts';
import { json } from '../options.ts';
import type { AddCommand, FileCommand } from './command.ts';

const priceText = (price: Price): string => {
  switch (price.kind) {
    case 'unknown':
      return `price unknown: ${price.reason}`;
    case 'free':
      return 'free';
    case 'per-second': {
      const rounding = price.rounding === 'second' ? ', rounded up to whole seconds' : '';
      return `${usd(price.microsPerSec)}/s${rounding} (${price.source}, ${price.asOf})`;
    }
    case 'per-step':
      return `${usd(price.microsPerStep)} per ${price.stepSec} s, rounded up (${price.source}, ${price.asOf})`;
    case 'per-run':
      return `${usd(price.microsPerRun)} per generation (${price.source}, ${price.asOf})`;
    default:
      return assertNever(price);
  }
};

const models: FileCommand = async ({ app, output }) => {
  const list = await app.handlers['models.list']({});
  const keys = await app.handlers['keys.status']({});
  if (!list.ok) return output.failure(list.error);
  if (!keys.ok) return output.failure(keys.error);
  const rows = list.value.map((model) => {
    const key = keys.value.find((status) => status.provider === model.provider);
    return { ...model, needsKey: key !== undefined, isKeySet: key === undefined || key.isSet };
  });
  const sentences = rows.map((row) => {
    const key = row.needsKey ? (row.isKeySet ? 'key set' : 'no key set') : 'no key needed';
    return `${row.id}  ${row.name}; ${priceText(row.price)}; ${key}`;
  });
  output.answer(rows, sentences);
  return exitStatus.done;
};

export const addModels: AddCommand = (cli, pick) =>
  cli
    .command('models')
    .description('list the models: limits, price, sources, and whether a key is set')
    .addOption(json())
    .action((options) => pick.filesAndModels(options, models));
