/** The commands about models, keys, hosting and money. */
import { Argument, type Command as Cli } from 'commander';
import { deliveryStatus, testBucket } from '../commands/delivery.ts';
import { changeKey, keyStatus } from '../commands/keys.ts';
import { models } from '../commands/models.ts';
import { refreshPrices } from '../commands/prices.ts';
import { setLimits, showSpending } from '../commands/spending.ts';
import type { PickCommand } from './chosen.ts';
import { amountOrNone, json } from './option-values.ts';

export const addModels = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('models')
    .description('every model: limits, price, where each figure was read, whether a key is set')
    .addOption(json())
    .action((options) => pick(models, options));
};

const addMoney = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('prices')
    .description('the prices of models')
    .command('refresh')
    .description('asks the providers that tell them over the network')
    .addOption(json())
    .action((options) => pick(refreshPrices, options));
  const spending = cli.command('spending').description('what was spent, and the caps on it');
  spending
    .command('show', { isDefault: true })
    .description('what was spent today and this month, what is waiting, and the caps')
    .addOption(json())
    .action((options) => pick(showSpending, options));
  spending
    .command('limit')
    .description('the amounts above which a run is not sent without a word from you')
    .option('--run <usd>', 'for one run, in dollars, or none', amountOrNone)
    .option('--day <usd>', 'for a day, in dollars, or none', amountOrNone)
    .option('--month <usd>', 'for a month, in dollars, or none', amountOrNone)
    .addOption(json())
    .action((options) => pick(setLimits(options), options));
};

const addAccess = (cli: Cli, pick: PickCommand): void => {
  const keys = cli
    .command('keys')
    .description('the keys of the providers; set reads the key from standard input');
  keys
    .command('status', { isDefault: true })
    .addOption(json())
    .action((options) => pick(keyStatus, options));
  for (const verb of ['set', 'clear', 'test'] as const)
    keys
      .command(verb)
      .addArgument(new Argument('<provider>'))
      .addOption(json())
      .action((provider, options) => pick(changeKey(verb, provider), options));
  const deliverySetup = cli
    .command('delivery')
    .description('how a local file gets a link that providers can read');
  deliverySetup
    .command('status', { isDefault: true })
    .addOption(json())
    .action((options) => pick(deliveryStatus, options));
  deliverySetup
    .command('test')
    .description('tries your bucket: puts, reads and deletes a small file')
    .addOption(json())
    .action((options) => pick(testBucket, options));
};

export const addServiceCommands = (cli: Cli, pick: PickCommand): void => {
  addAccess(cli, pick);
  addMoney(cli, pick);
};
