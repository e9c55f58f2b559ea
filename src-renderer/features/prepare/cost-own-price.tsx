/** Asks for the user's own price when the provider publishes none. */
import { X } from 'lucide-react';
import type { FormEvent } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { parseUsd, usdInFull, withOwnPrice } from '#contract/rules/cost.ts';
import { costMessages } from '../../messages/costs.ts';
import { AppErrorLine } from '../../shared/app-error-line.tsx';
import { useSettingField } from '../../shared/use-setting-field.ts';
import { useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './cost.module.css';

export const CostOwnPrice = ({ model: { id } }: { readonly model: Pick<ModelSpec, 'id'> }) => {
  const messages = costMessages[useMessages().language].own;
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
