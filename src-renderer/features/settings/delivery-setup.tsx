/** Delivery for providers that only read links: which storage is preferred, and the user's own bucket. */

import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { DeliverySettings, DeliveryStatus, Host } from '#contract/model/delivery.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import type { DeliverySetupMessages } from '#renderer/messages/en/delivery-setup.ts';
import type { SettingsMessages } from '#renderer/messages/en/settings.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { ErrorLine } from '#renderer/ui/error-line.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import { isSameBucket, missingFields, tidyBucket } from './bucket-fields.ts';
import { BucketForm } from './bucket-form.tsx';
import styles from './delivery-setup.module.css';
import { KeyRow } from './key-row.tsx';
import { ChoiceRow, Section } from './section.tsx';

const hosts: readonly Host[] = ['fal', 'bucket'];

/** The storage that would be used now. */
const usedOf = (status: DeliveryStatus): Host | 'none' => {
  const other: Host = status.prefers === 'fal' ? 'bucket' : 'fal';
  return [status.prefers, other].find((host) => status[host].isReady) ?? 'none';
};

const readyWords = (host: Host, status: DeliveryStatus, messages: DeliverySetupMessages): string => {
  if (!status[host].isReady) return messages.notReady[host];
  return host === 'fal' ? messages.ready.fal : messages.ready.bucket(status.bucket.host ?? '');
};

const Ready = ({
  status,
  messages,
}: {
  readonly status: DeliveryStatus;
  readonly messages: DeliverySetupMessages;
}) => {
  const used = usedOf(status);
  return (
    <div role="status">
      <ul className={styles.ready}>
        {hosts.map((host) => (
          <li key={host}>
            {status[host].isReady ? (
              <VerdictMark verdict="ready" label={readyWords(host, status, messages)} />
            ) : (
              <span className="note">{readyWords(host, status, messages)}</span>
            )}
          </li>
        ))}
      </ul>
      {used === 'none' ? (
        <VerdictMark verdict="fixable" label={messages.used.none} />
      ) : (
        <p className="note">{messages.used[used]}</p>
      )}
    </div>
  );
};

/** Explains a failed test of the bucket; the general error texts are about runs. */
const BucketFailure = ({
  error,
  messages,
}: {
  readonly error: AppError;
  readonly messages: DeliverySetupMessages;
}) => {
  const { ui, domain } = useMessages();
  const explained = Object.entries(messages.outcomes).find(([code]) => code === error.code)?.[1];
  if (explained === undefined) return <AppErrorLine error={error} />;
  return (
    <ErrorLine
      what={[explained.what, domain.errorReason(error)].filter((sentence) => sentence !== null).join(' ')}
      wayOut={explained.wayOut}
      detail={error.detail}
      detailsLabel={ui.errors.details}
      markLabel={ui.errors.mark}
    />
  );
};

/** The texts of a key row, adapted to the secret of the bucket. */
const secretWords = (
  keys: SettingsMessages['keys'],
  secret: DeliverySetupMessages['secret'],
): SettingsMessages['keys'] => ({
  ...keys,
  field: () => secret.field,
  placeholder: secret.placeholder,
  replacePlaceholder: secret.replacePlaceholder,
  saveOf: () => secret.saveOf,
  saved: secret.saved,
  clearOf: () => secret.clearOf,
  cleared: secret.cleared,
  testOf: () => secret.testOf,
  testing: secret.testing,
  good: () => secret.good,
});

type DeliveryProps = {
  readonly settings: DeliverySettings;
  /** Key status of the bucket's secret; null: secrets cannot be stored here. */
  readonly secret: KeyStatus | null;
  readonly keyWords: SettingsMessages['keys'];
};

export const DeliveryModule = ({ settings, secret, keyWords }: DeliveryProps) => {
  const { actions } = useApp();
  const messages = useMessages().deliverySetup;
  const status = useMirror((mirror) => mirror.deliverySetup);
  const bucket = useSettingField(settings.bucket);
  const [error, setError] = useState<AppError | null>(null);
  const isChanged = bucket.isTyped && !isSameBucket(tidyBucket(bucket.shown), settings.bucket);

  const change = async (part: Partial<DeliverySettings>) =>
    setError(await actions.saveSettings({ deliverySetup: { ...settings, ...part } }));
  const untestable = (): string | null => {
    // The environment may provide fields that are empty here.
    if (status?.bucket.isReady) return isChanged ? messages.unsaved : null;
    const missing = missingFields(tidyBucket(bucket.shown)).map((field) => messages.fields[field]);
    const all = secret?.isSet ? missing : [...missing, messages.secret.title];
    if (all.length > 0) return messages.missing(all.join(', '));
    return isChanged ? messages.unsaved : null;
  };

  return (
    <Section part="delivery" title={messages.title} why={messages.why}>
      {status === null ? null : <Ready status={status} messages={messages} />}
      <ChoiceRow
        label={messages.prefers}
        value={settings.prefers}
        options={hosts.map((value) => ({ value, label: messages.hosts[value] }))}
        onChange={(prefers) => void change({ prefers })}
        hint={messages.prefersHint}
      />
      <div>
        <Switch
          label={messages.inlineImages}
          checked={settings.inlineImages}
          onChange={(inlineImages) => void change({ inlineImages })}
        />
        <p className="note">{messages.inlineHint}</p>
      </div>
      {error === null ? null : <AppErrorLine error={error} />}
      <BucketForm
        bucket={bucket}
        isChanged={isChanged}
        onSave={(tidy) => void bucket.save({ deliverySetup: { ...settings, bucket: tidy } })}
        messages={messages}
      />
      {secret === null ? null : (
        <ul>
          <KeyRow
            status={secret}
            name={messages.secret.title}
            keyPage={null}
            messages={secretWords(keyWords, messages.secret)}
            untestable={untestable()}
            failed={(failure) => <BucketFailure error={failure} messages={messages} />}
          />
        </ul>
      )}
      <p className="note">{messages.environment}</p>
    </Section>
  );
};
