/** Fetches prices from the providers that offer them over the network, and reports the outcome of each. */
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { PriceRefresh as Refreshed } from '#contract/calls.ts';
import type { AppError } from '#contract/errors.ts';
import type { Messages } from '#contract/messages/en.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { CostMessages } from '#renderer/messages/costs.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import styles from './prices.module.css';

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'answered'; readonly lines: readonly Refreshed[] }
  | { readonly kind: 'failed'; readonly error: AppError };

const sentence = (
  { provider, count, error }: Refreshed,
  messages: CostMessages['book'],
  domain: Messages,
): string => {
  const name = providerNames[provider];
  if (error === null) return count === 0 ? messages.returnedNone(name) : messages.returned(name, count);
  const why =
    error.code === 'key-missing' ? messages.needsKey(name) : messages.failed(name, domain.error(error).what);
  return count === 0 ? why : `${why} ${messages.kept(count)}`;
};

export const PriceRefresh = ({ messages }: { readonly messages: CostMessages['book'] }) => {
  const { actions } = useApp();
  const { domain, language } = useMessages();
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const tellers = useMirror(({ models }) => [
    ...new Set(models.filter(({ livePrice }) => livePrice !== 'none').map(({ provider }) => provider)),
  ]);
  if (tellers.length === 0) return null;
  const names = new Intl.ListFormat(language).format(tellers.map((provider) => providerNames[provider]));
  const refresh = async () => {
    setOutcome({ kind: 'busy' });
    const answer = await actions.refreshPrices();
    setOutcome(
      answer.ok ? { kind: 'answered', lines: answer.value } : { kind: 'failed', error: answer.error },
    );
  };
  return (
    <div className={styles.refresh}>
      <Button
        icon={<RefreshCw size={14} aria-hidden />}
        disabled={outcome.kind === 'busy'}
        onClick={() => void refresh()}
      >
        {messages.refresh}
      </Button>
      <div className={styles.outcome} role="status">
        {outcome.kind === 'none' ? <p>{messages.refreshWhy(names)}</p> : null}
        {outcome.kind === 'busy' ? <p>{messages.refreshing}</p> : null}
        {outcome.kind === 'answered'
          ? outcome.lines.map((line) => <p key={line.provider}>{sentence(line, messages, domain)}</p>)
          : null}
        {outcome.kind === 'failed' ? <AppErrorLine error={outcome.error} /> : null}
      </div>
    </div>
  );
};
