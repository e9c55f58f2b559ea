/** Refreshes prices at the providers that publish them through an API. */
import { exitStatus } from '../exit-status.ts';
import { errorSentence } from '../output.ts';
import type { Command } from './context.ts';

export const refreshPrices: Command = async ({ app, output }) => {
  const refreshed = await app.handlers['prices.refresh']({});
  if (!refreshed.ok) return output.failure(refreshed.error);
  output.answer(
    refreshed.value,
    refreshed.value.map(({ provider, count, error }) =>
      error === null ? `${provider}: ${count} prices updated` : `${provider}: ${errorSentence(error)}`,
    ),
  );
  return exitStatus.done;
};
