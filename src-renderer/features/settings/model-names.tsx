/** The providers' model names, which the user can replace. */
import type { FormEvent } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { CostMessages } from '#renderer/messages/costs.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import styles from './prices.module.css';
import row from './row.module.css';

type NameRowProps = { readonly model: ModelSpec; readonly messages: CostMessages['book'] };

const NameRow = ({ model: { id, name, remoteName }, messages }: NameRowProps) => {
  const remoteNames = useMirror((mirror) => mirror.settings?.remoteNames ?? {});
  const field = useSettingField(remoteName);
  const { shown, error } = field;
  const isChanged = shown.trim() !== remoteName && shown.trim() !== '';

  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void field.save({ remoteNames: { ...remoteNames, [id]: shown.trim() } });
  };
  const putBack = () => {
    const { [id]: _before, ...others } = remoteNames;
    void field.save({ remoteNames: others });
  };

  return (
    <li className={styles.nameRow}>
      <span className={styles.nameOf}>{name}</span>
      <form className={row.form} onSubmit={save}>
        <div className={row.field}>
          <TextField
            label={messages.nameOf(name)}
            isLabelHidden
            maxLength={200}
            value={shown}
            onChange={(event) => field.type(event.currentTarget.value)}
          />
        </div>
        <Button type="submit" disabled={!isChanged} aria-label={messages.saveNameOf(name)}>
          {messages.save}
        </Button>
        <Button
          disabled={remoteNames[id] === undefined}
          aria-label={messages.resetNameOf(name)}
          onClick={putBack}
        >
          {messages.resetName}
        </Button>
      </form>
      {error ? <AppErrorLine error={error} /> : null}
    </li>
  );
};

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
