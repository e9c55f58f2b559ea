/** What the user can replace for a model: its price per second, and the provider's name of it. */

import { X } from 'lucide-react';
import type { FormEvent } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { parseUsd, usdInFull, withOwnPrice } from '#contract/rules/cost.ts';
import type { CostMessages } from '#renderer/messages/en/costs.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { IconButton } from '#renderer/ui/icon-button.tsx';
import styles from './prices.module.css';
import { TextForm } from './settings-forms.tsx';

/** The user's own price; it takes precedence over all other sources. */
export const OwnPrice = ({
  model,
  messages,
}: {
  readonly model: Pick<ModelSpec, 'id' | 'name'>;
  readonly messages: CostMessages;
}) => {
  const ownPrices = useMirror((mirror) => mirror.settings?.ownPrices ?? {});
  const saved = ownPrices[model.id];
  const field = useSettingField(saved === undefined ? '' : usdInFull(saved).slice(1));
  const { shown, isTyped, isWrong, error } = field;

  const keep = (microsPerSec: number | null) =>
    field.save({ ownPrices: withOwnPrice(ownPrices, model.id, microsPerSec) });
  const save = (event: FormEvent) => {
    event.preventDefault();
    const microsPerSec = parseUsd(shown);
    if (microsPerSec === null) field.refuse();
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
            onChange={(event) => field.type(event.currentTarget.value)}
          />
        </div>
        <Button
          type="submit"
          disabled={!isTyped || shown.trim() === ''}
          aria-label={messages.book.saveOf(model.name)}
        >
          {messages.book.save}
        </Button>
        {saved === undefined ? null : (
          <IconButton
            label={messages.book.clearOf(model.name)}
            onClick={({ currentTarget }) => {
              // The button is removed together with the price.
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

type NameRowProps = { readonly model: ModelSpec; readonly messages: CostMessages['book'] };

const NameRow = ({ model: { id, name: modelName, remoteName }, messages }: NameRowProps) => {
  const remoteNames = useMirror((mirror) => mirror.settings?.remoteNames ?? {});
  const field = useSettingField(remoteName);
  const name = field.shown.trim();
  const putBack = () => {
    const { [id]: _before, ...others } = remoteNames;
    void field.save({ remoteNames: others });
  };

  return (
    <li className={styles.nameRow}>
      <span className={styles.nameOf}>{modelName}</span>
      <TextForm
        label={messages.nameOf(modelName)}
        isLabelHidden
        maxLength={200}
        value={field.shown}
        onType={field.type}
        save={messages.save}
        saveLabel={messages.saveNameOf(modelName)}
        canSave={name !== remoteName && name !== ''}
        onSave={() => void field.save({ remoteNames: { ...remoteNames, [id]: name } })}
      >
        <Button
          disabled={remoteNames[id] === undefined}
          aria-label={messages.resetNameOf(modelName)}
          onClick={putBack}
        >
          {messages.resetName}
        </Button>
      </TextForm>
      {field.error ? <AppErrorLine error={field.error} /> : null}
    </li>
  );
};

/** The providers' model names, which the user can replace. */
export const ModelNames = ({ messages }: { readonly messages: CostMessages['book'] }) => {
  const models = useMirror((mirror) =>
    mirror.models.filter(({ isRemoteNameEditable }) => isRemoteNameEditable),
  );
  if (models.length === 0) return null;
  return (
    <div>
      <h3 className={styles.sourcesTitle}>{messages.names}</h3>
      <p className={styles.why}>{messages.namesWhy}</p>
      <ul className={styles.names}>
        {models.map((model) => (
          <NameRow key={model.id} model={model} messages={messages} />
        ))}
      </ul>
    </div>
  );
};
