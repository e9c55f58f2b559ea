/** What the person knows a second to cost at one model; it wins over whatever else is known. */
import { X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { parseUsd, usdInFull, withOwnPrice } from '#contract/rules/cost.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import type { CostMessages } from '#renderer/messages/costs.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import styles from './prices.module.css';

export const OwnPrice = ({
  model,
  messages,
}: {
  readonly model: Pick<ModelSpec, 'id' | 'name'>;
  readonly messages: CostMessages;
}) => {
  const { actions } = useApp();
  const ownPrices = useMirror((mirror) => mirror.settings?.ownPrices ?? {});
  // null: nothing typed, so that a change made elsewhere shows.
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setIsWrong] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const saved = ownPrices[model.id];
  const shown = typed ?? (saved === undefined ? '' : usdInFull(saved).slice(1));

  const keep = async (microsPerSec: number | null) => {
    setIsWrong(false);
    const failed = await actions.saveSettings({ ownPrices: withOwnPrice(ownPrices, model.id, microsPerSec) });
    setError(failed);
    // What was typed meanwhile is not saved yet.
    if (failed === null) setTyped((now) => (now === typed ? null : now));
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    const microsPerSec = parseUsd(shown);
    if (microsPerSec === null) setIsWrong(true);
    else void keep(microsPerSec);
  };

  return (
    <>
      <form className={styles.own} onSubmit={save}>
        <div className={styles.ownField}>
          <TextField
            label={messages.book.ownOf(model.name)}
            isLabelHidden
            inputMode="decimal"
            value={shown}
            problem={isWrong ? messages.own.problem : null}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setIsWrong(false);
            }}
          />
        </div>
        <Button
          type="submit"
          disabled={typed === null || typed.trim() === ''}
          aria-label={messages.book.saveOf(model.name)}
        >
          {messages.book.save}
        </Button>
        {saved === undefined ? null : (
          <IconButton
            label={messages.book.clearOf(model.name)}
            onClick={({ currentTarget }) => {
              // The button goes with the figure.
              currentTarget.form?.querySelector('input')?.focus();
              void keep(null);
            }}
          >
            <X size={14} aria-hidden />
          </IconButton>
        )}
      </form>
      {error ? <AppErrorLine error={error} /> : null}
    </>
  );
};
