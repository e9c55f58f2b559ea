/** How many runs of each provider go on at the same time. */
import { type FormEvent, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import { defaultConcurrency, maxConcurrency, type QueueSettings } from '#contract/model/settings.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import { type SpendingMessages, spendingMessages } from '#renderer/messages/spending.ts';
import { useApp, useLanguage, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { TextField } from '#renderer/ui/field.tsx';
import { Section } from './section.tsx';
import styles from './spending.module.css';

type Typed = Readonly<Partial<Record<ProviderId, string>>>;

/** null: no whole number that may be set. */
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
  const { actions } = useApp();
  // What is not typed is not here, so that a change made elsewhere shows.
  const [typed, setTyped] = useState<Typed>({});
  const [isWrong, setIsWrong] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const shown = (provider: ProviderId): string =>
    typed[provider] ?? String(queue.concurrency[provider] ?? defaultConcurrency);
  const changed = providers.filter((provider) => typed[provider] !== undefined);
  const isTyped = changed.length > 0;

  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (!isTyped) return;
    const counts = changed.map((provider) => [provider, countOf(shown(provider))] as const);
    if (counts.some(([, count]) => count === null)) return setIsWrong(true);
    const concurrency = { ...queue.concurrency, ...Object.fromEntries(counts) };
    const failed = await actions.saveSettings({ queue: { ...queue, concurrency } });
    setError(failed);
    setIsSaved(failed === null);
    // What was typed meanwhile is not saved yet.
    if (failed === null) setTyped((now) => (now === typed ? {} : now));
  };
  const type = (provider: ProviderId, text: string) => {
    setTyped({ ...typed, [provider]: text });
    setIsWrong(false);
    setIsSaved(false);
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
          onChange={(event) => type(provider, event.currentTarget.value)}
        />
      ))}
      <div className={styles.save}>
        <Button type="submit" variant={isTyped ? 'primary' : 'quiet'} disabled={!isTyped}>
          {messages.save}
        </Button>
        <p role="status">{isSaved && !isTyped ? messages.saved : ''}</p>
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
