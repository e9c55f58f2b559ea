/** What to do where a model has no price: fetch the provider's prices, or enter one's own. */
import { RefreshCw, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { parseUsd, usdInFull, withOwnPrice } from '#contract/rules/cost.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useSettingField } from '../../shared/use-setting-field.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { classNames } from '../../ui/class-names.ts';
import { TextField } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
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
  const messages = useMessages().costs.book;
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
    <div className={classNames('note', styles.refresh)}>
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

/** Asks for the user's own price when the provider publishes none. */
export const CostOwnPrice = ({ model: { id } }: { readonly model: Pick<ModelSpec, 'id'> }) => {
  const messages = useMessages().costs.own;
  const ownPrices = useMirror((mirror) => mirror.settings?.ownPrices ?? {});
  const saved = ownPrices[id];
  const field = useSettingField(saved === undefined ? '' : usdInFull(saved).slice(1));
  const { shown, isTyped, isWrong, error } = field;

  const keep = (microsPerSec: number | null) =>
    field.save({ ownPrices: withOwnPrice(ownPrices, id, microsPerSec) });
  const save = (event: FormEvent) => {
    event.preventDefault();
    const microsPerSec = parseUsd(shown);
    if (microsPerSec === null) field.refuse();
    else void keep(microsPerSec);
  };

  return (
    <form className={styles.own} onSubmit={save}>
      <div className={styles.ownField}>
        <TextField
          label={messages.question}
          inputMode="decimal"
          value={shown}
          placeholder={messages.placeholder}
          problem={isWrong ? messages.problem : null}
          onChange={(event) => field.type(event.currentTarget.value)}
        />
      </div>
      <Button type="submit" disabled={!isTyped || shown.trim() === ''}>
        {messages.save}
      </Button>
      {saved === undefined ? null : (
        <IconButton
          label={messages.clear}
          onClick={({ currentTarget }) => {
            // The button is removed together with the price.
            currentTarget.form?.querySelector('input')?.focus();
            void keep(null);
          }}
        >
          <X size={14} aria-hidden />
        </IconButton>
      )}
      {error ? (
        <div className={styles.ownError}>
          <AppErrorLine error={error} />
        </div>
      ) : null}
    </form>
  );
};
