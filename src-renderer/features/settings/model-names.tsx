/** What providers call their models, where a person may put a new name in. */
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import type { CostMessages } from '#renderer/messages/costs.ts';
import { useApp, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import styles from './prices.module.css';
import row from './row.module.css';

type NameRowProps = { readonly model: ModelSpec; readonly messages: CostMessages['book'] };

const NameRow = ({ model: { id, name, remoteName }, messages }: NameRowProps) => {
  const { actions } = useApp();
  const remoteNames = useMirror((mirror) => mirror.settings?.remoteNames ?? {});
  // null: nothing typed, so that a change made elsewhere shows.
  const [typed, setTyped] = useState<string | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const shown = typed ?? remoteName;
  const isChanged = shown.trim() !== remoteName && shown.trim() !== '';

  const keep = async (changed: Record<string, string>) => {
    const failed = await actions.saveSettings({ remoteNames: changed });
    setError(failed);
    if (failed === null) setTyped(null);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (isChanged) void keep({ ...remoteNames, [id]: shown.trim() });
  };
  const putBack = () => {
    const { [id]: _before, ...others } = remoteNames;
    void keep(others);
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
            onChange={(event) => setTyped(event.currentTarget.value)}
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
