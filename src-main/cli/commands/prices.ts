/** `prices refresh`: refreshes prices at the providers that publish them through an API. */
import { json } from '../options.ts';
import { errorSentence } from '../output.ts';
import type { AddCommand, Command } from './command.ts';

const refreshPrices: Command = async ({ app, output }) =>
  output.result(await app.handlers['prices.refresh']({}), (refreshed) =>
    refreshed.map(({ provider, count, error }) =>
      error === null ? `${provider}: ${count} prices updated` : `${provider}: ${errorSentence(error)}`,
    ),
  );

export const addPrices: AddCommand = (cli, pick) =>
  cli
    .command('prices')
    .description('model prices')
    .command('refresh')
    .description('refresh prices at the providers that publish them through an API')
    .addOption(json())
    .action((options) => pick.data(options, refreshPrices));
