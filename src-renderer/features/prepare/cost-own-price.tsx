/** Where a provider publishes no price, the person's own figure makes the estimate. */
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { parseUsd, usdInFull, withOwnPrice } from '#contract/rules/cost.ts';
import { AppErrorLine } from '../../app/app-error-line.tsx';
import { costMessages } from '../../messages/costs.ts';
import { useApp, useMessages, useMirror } from '../../state/use-app.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { IconButton } from '../../ui/icon-button.tsx';
import styles from './cost.module.css';

export const CostOwnPrice = ({ model: { id } }: { readonly model: Pick<ModelSpec, 'id'> }) => {
  const { actions } = useApp();
  const messages = costMessages[useMessages().language].own;
  const ownPrices = useMirror((mirror) => mirror.settings?.ownPrices ?? {});
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setIsWrong] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const saved = ownPrices[id];
  const shown = typed ?? (saved === undefined ? '' : usdInFull(saved).slice(1));

  const keep = async (microsPerSec: number | null) => {
    const failed = await actions.saveSettings({ ownPrices: withOwnPrice(ownPrices, id, microsPerSec) });
    setError(failed);
    // What was typed meanwhile is not saved yet.
    if (failed === null) setTyped((now) => (now === typed ? null : now));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const microsPerSec = parseUsd(shown);
    setIsWrong(microsPerSec === null);
    if (microsPerSec !== null) void keep(microsPerSec);
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
          onChange={(event) => {
            setTyped(event.currentTarget.value);
            setIsWrong(false);
          }}
        />
      </div>
      <Button type="submit" disabled={typed === null || typed.trim() === ''}>
        {messages.save}
      </Button>
      {saved === undefined ? null : (
        <IconButton
          label={messages.clear}
          onClick={({ currentTarget }) => {
            // The button goes with the figure.
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
