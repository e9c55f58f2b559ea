import { providerNames } from '#contract/messages/names.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import { defaultConcurrency, maxConcurrency, type QueueSettings } from '#contract/model/settings.ts';
import type { SpendingMessages } from '#renderer/messages/en/spending.ts';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useMessages, useMirror } from '#renderer/state/use-app.ts';
import { TextField } from '#renderer/ui/field.tsx';
import { Section } from './section.tsx';
import { FieldsForm } from './settings-forms.tsx';

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
  const shown = (provider: ProviderId): string =>
    field.shown[provider] ?? String(queue.concurrency[provider] ?? defaultConcurrency);
  const changed = providers.filter((provider) => field.shown[provider] !== undefined);

  const save = () => {
    const counts = changed.map((provider) => [provider, countOf(shown(provider))] as const);
    if (counts.some(([, count]) => count === null)) return field.refuse();
    const concurrency = { ...queue.concurrency, ...Object.fromEntries(counts) };
    void field.save({ queue: { ...queue, concurrency } });
  };

  return (
    <FieldsForm field={field} isTyped={changed.length > 0} messages={messages} onSave={save}>
      {providers.map((provider) => (
        <TextField
          key={provider}
          label={messages.field(providerNames[provider])}
          inputMode="numeric"
          value={shown(provider)}
          problem={
            field.isWrong && countOf(shown(provider)) === null ? messages.problem(maxConcurrency) : null
          }
          onChange={(event) => field.type({ ...field.shown, [provider]: event.currentTarget.value })}
        />
      ))}
    </FieldsForm>
  );
};

export const QueueSection = () => {
  const messages = useMessages().spending.queue;
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
