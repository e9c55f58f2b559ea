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
    .description('list the models: limits, price, sources, and whether a key is set')
    .addOption(json())
    .action((options) => pick(models, options));
};

const addMoney = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('prices')
    .description('model prices')
    .command('refresh')
    .description('refresh prices at the providers that publish them through an API')
    .addOption(json())
    .action((options) => pick(refreshPrices, options));
  const spending = cli.command('spending').description('spending and spending limits');
  spending
    .command('show', { isDefault: true })
    .description('show the spending of today and this month, queued jobs and limits')
    .addOption(json())
    .action((options) => pick(showSpending, options));
  spending
    .command('limit')
    .description('set the spending limits; above them a job needs your confirmation')
    .option('--run <usd>', 'limit per generation in USD, or none', amountOrNone)
    .option('--day <usd>', 'daily limit in USD, or none', amountOrNone)
    .option('--month <usd>', 'monthly limit in USD, or none', amountOrNone)
    .addOption(json())
    .action((options) => pick(setLimits(options), options));
};

const addAccess = (cli: Cli, pick: PickCommand): void => {
  const keys = cli.command('keys').description('provider keys; set reads the key from standard input');
  keys
    .command('status', { isDefault: true })
    .description('show which keys are set')
    .addOption(json())
    .action((options) => pick(keyStatus, options));
  const verbs = { set: 'set a key', clear: 'clear a key', test: 'test a key at its provider' } as const;
  for (const verb of ['set', 'clear', 'test'] as const)
    keys
      .command(verb)
      .description(verbs[verb])
      .addArgument(new Argument('<provider>'))
      .addOption(json())
      .action((provider, options) => pick(changeKey(verb, provider), options));
  const deliverySetup = cli
    .command('delivery')
    .description('file hosting: how providers get a link to a local file');
  deliverySetup
    .command('status', { isDefault: true })
    .description('show the hosts and which one is preferred')
    .addOption(json())
    .action((options) => pick(deliveryStatus, options));
  deliverySetup
    .command('test')
    .description('test your bucket: upload, read and delete a small file')
    .addOption(json())
    .action((options) => pick(testBucket, options));
};

export const addServiceCommands = (cli: Cli, pick: PickCommand): void => {
  addAccess(cli, pick);
  addMoney(cli, pick);
};
