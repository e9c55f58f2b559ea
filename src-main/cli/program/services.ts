/** The commands for models, keys, delivery and spending. */
import { Argument, type Command as Cli } from 'commander';
import { loaded, type PickCommand } from './chosen.ts';
import { amountOrNone, json } from './option-values.ts';

export const addModels = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('models')
    .description('list the models: limits, price, sources, and whether a key is set')
    .addOption(json())
    .action((options) =>
      pick.filesAndModels(
        loaded(
          () => import('../commands/models.ts'),
          (module) => module.models,
        ),
        options,
      ),
    );
};

const addMoney = (cli: Cli, pick: PickCommand): void => {
  cli
    .command('prices')
    .description('model prices')
    .command('refresh')
    .description('refresh prices at the providers that publish them through an API')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/prices.ts'),
          (module) => module.refreshPrices,
        ),
        options,
      ),
    );
  const spending = cli.command('spending').description('spending and spending limits');
  spending
    .command('show', { isDefault: true })
    .description('show the spending of today and this month, queued jobs and limits')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/spending.ts'),
          (module) => module.showSpending,
        ),
        options,
      ),
    );
  spending
    .command('limit')
    .description('set the spending limits; above them a job needs your confirmation')
    .option('--run <usd>', 'limit per generation in USD, or none', amountOrNone)
    .option('--day <usd>', 'daily limit in USD, or none', amountOrNone)
    .option('--month <usd>', 'monthly limit in USD, or none', amountOrNone)
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/spending.ts'),
          (module) => module.setLimits(options),
        ),
        options,
      ),
    );
};

const addAccess = (cli: Cli, pick: PickCommand): void => {
  const keys = cli.command('keys').description('provider keys; set reads the key from standard input');
  keys
    .command('status', { isDefault: true })
    .description('show which keys are set')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/keys.ts'),
          (module) => module.keyStatus,
        ),
        options,
      ),
    );
  const verbs = { set: 'set a key', clear: 'clear a key', test: 'test a key at its provider' } as const;
  for (const verb of ['set', 'clear', 'test'] as const)
    keys
      .command(verb)
      .description(verbs[verb])
      .addArgument(new Argument('<provider>'))
      .addOption(json())
      .action((provider, options) =>
        pick.data(
          loaded(
            () => import('../commands/keys.ts'),
            (module) => module.changeKey(verb, provider),
          ),
          options,
        ),
      );
  const deliverySetup = cli
    .command('delivery')
    .description('file delivery: how providers get a link to a local file');
  deliverySetup
    .command('status', { isDefault: true })
    .description('show the hosts and which one is preferred')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/delivery.ts'),
          (module) => module.deliveryStatus,
        ),
        options,
      ),
    );
  deliverySetup
    .command('test')
    .description('test your bucket: upload, read and delete a small file')
    .addOption(json())
    .action((options) =>
      pick.data(
        loaded(
          () => import('../commands/delivery.ts'),
          (module) => module.testBucket,
        ),
        options,
      ),
    );
};

export const addServiceCommands = (cli: Cli, pick: PickCommand): void => {
  addAccess(cli, pick);
  addMoney(cli, pick);
};
