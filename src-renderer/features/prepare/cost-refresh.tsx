/** Fetches prices from a provider that offers them over the network, if this model's price is missing. */
import { RefreshCw } from 'lucide-react';
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { costMessages } from '../../messages/costs.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useApp, useMessages } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import styles from './cost.module.css';

type Outcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'busy' }
  /** The provider answered without a price for this model; with one, this component would be unmounted. */
  | { readonly kind: 'no-price' }
  | { readonly kind: 'failed'; readonly error: AppError };

/** `onRefreshed`: called when the button may have been removed. */
export const CostRefresh = ({
  model: { provider },
  onRefreshed,
}: {
  readonly model: Pick<ModelSpec, 'provider'>;
  readonly onRefreshed: () => void;
}) => {
  const { actions } = useApp();
  const messages = costMessages[useMessages().language].book;
  const [outcome, setOutcome] = useState<Outcome>({ kind: 'none' });
  const isBusy = outcome.kind === 'busy';
  const refresh = async () => {
    setOutcome({ kind: 'busy' });
    const answer = await actions.refreshPrices();
    const error = answer.ok
      ? answer.value.find((result) => result.provider === provider)?.error
      : answer.error;
    setOutcome(error ? { kind: 'failed', error } : { kind: 'no-price' });
    if (!error) onRefreshed();
  };
  return (
    <div className={styles.refresh}>
      <Button
        size="small"
        icon={<RefreshCw size={14} aria-hidden />}
        disabled={isBusy}
        onClick={() => void refresh()}
      >
        {isBusy ? messages.refreshing : messages.refresh}
      </Button>
      <div role="status">
        {outcome.kind === 'no-price' ? messages.returnedNone(providerNames[provider]) : null}
      </div>
      {outcome.kind === 'failed' ? <AppErrorLine error={outcome.error} /> : null}
    </div>
  );
};
