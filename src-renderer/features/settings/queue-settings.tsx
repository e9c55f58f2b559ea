/** How many runs of each provider are executed at the same time. */
import type { FormEvent } from 'react';
import { providerNames } from '#contract/messages/names.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import { defaultConcurrency, maxConcurrency, type QueueSettings } from '#contract/model/settings.ts';
import { type SpendingMessages, spendingMessages } from '#renderer/messages/spending.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useLanguage, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { Section } from './section.tsx';
import styles from './spending.module.css';

type Typed = Readonly<Partial<Record<ProviderId, string>>>;

/** null: not a whole number in the allowed range. */
const countOf = (text: string): number | null => {
  const count = /^\s*\d{1,3}\s*$/.test(text) ? Number(text) : 0;
  return count >= 1 && count <= maxConcurrency ? count : null;
};

const Numbers = ({
  queue,
  providers,
  messages,
}: {
  readonly queue: QueueSettings;
  readonly providers: readonly ProviderId[];
  readonly messages: SpendingMessages['queue'];
}) => {
  const field = useSettingField<Typed>({});
  const { isWrong, isSaved, error } = field;
  const shown = (provider: ProviderId): string =>
    field.shown[provider] ?? String(queue.concurrency[provider] ?? defaultConcurrency);
  const changed = providers.filter((provider) => field.shown[provider] !== undefined);
  const isTyped = changed.length > 0;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isTyped) return;
    const counts = changed.map((provider) => [provider, countOf(shown(provider))] as const);
    if (counts.some(([, count]) => count === null)) return field.refuse();
    const concurrency = { ...queue.concurrency, ...Object.fromEntries(counts) };
    await field.save({ queue: { ...queue, concurrency } });
  };

  return (
    <form className={styles.form} onSubmit={(event) => void save(event)}>
      {providers.map((provider) => (
        <TextField
          key={provider}
          label={messages.field(providerNames[provider])}
          inputMode="numeric"
          value={shown(provider)}
          problem={isWrong && countOf(shown(provider)) === null ? messages.problem(maxConcurrency) : null}
          onChange={(event) => field.type({ ...field.shown, [provider]: event.currentTarget.value })}
        />
      ))}
      <div className={styles.save}>
        <Button type="submit" variant={isTyped ? 'primary' : 'quiet'} disabled={!isTyped}>
          {messages.save}
        </Button>
        <p role="status">{isSaved ? messages.saved : ''}</p>
      </div>
      {error === null ? null : <AppErrorLine error={error} />}
    </form>
  );
};

export const QueueSection = () => {
  const messages = spendingMessages[useLanguage()].queue;
  const queue = useMirror((mirror) => mirror.settings?.queue ?? null);
  const models = useMirror((mirror) => mirror.models);
  const paid = models.filter(({ price }) => price.kind !== 'free').map(({ provider }) => provider);
  const providers = [...new Set(paid)];
  return (
    <Section part="queue" title={messages.title} why={messages.why}>
      {queue === null || providers.length === 0 ? (
        <p>{messages.none}</p>
      ) : (
        <Numbers queue={queue} providers={providers} messages={messages} />
      )}
    </Section>
  );
};
