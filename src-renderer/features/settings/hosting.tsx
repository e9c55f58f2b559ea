/** How files get to providers that only read links: which storage is used first, and a bucket of the person's own. */
import { useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { Bucket, Host, HostingSettings, HostingStatus } from '#contract/model/hosting.ts';
import type { KeyStatus } from '#contract/model/settings.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import { type HostingMessages, hostingMessages } from '#renderer/messages/hosting.ts';
import type { SettingsMessages } from '#renderer/messages/settings.ts';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { ErrorLine } from '#renderer/ui/error-line.tsx';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import { isSameBucket, missingFields, tidyBucket } from './bucket-fields.ts';
import { BucketForm } from './bucket-form.tsx';
import styles from './hosting.module.css';
import { KeyRow } from './key-row.tsx';
import { Section } from './section.tsx';

const hosts: readonly Host[] = ['fal', 'bucket'];

/** The one that a file would take now. */
const usedOf = (status: HostingStatus): Host | 'none' => {
  const other: Host = status.prefers === 'fal' ? 'bucket' : 'fal';
  return [status.prefers, other].find((host) => status[host].isReady) ?? 'none';
};

const readyWords = (host: Host, status: HostingStatus, words: HostingMessages): string => {
  if (!status[host].isReady) return words.notReady[host];
  return host === 'fal' ? words.ready.fal : words.ready.bucket(status.bucket.host ?? '');
};

const Ready = ({ status, words }: { readonly status: HostingStatus; readonly words: HostingMessages }) => {
  const used = usedOf(status);
  return (
    <div role="status">
      <ul className={styles.ready}>
        {hosts.map((host) => (
          <li key={host}>
            {status[host].isReady ? (
              <VerdictMark verdict="ready" label={readyWords(host, status, words)} />
            ) : (
              <span className={styles.soft}>{readyWords(host, status, words)}</span>
            )}
          </li>
        ))}
      </ul>
      {used === 'none' ? (
        <VerdictMark verdict="fixable" label={words.used.none} />
      ) : (
        <p className={styles.soft}>{words.used[used]}</p>
      )}
    </div>
  );
};

/** What a failed test of the bucket means: the usual words speak of runs. */
const BucketFailure = ({ error, words }: { readonly error: AppError; readonly words: HostingMessages }) => {
  const { ui } = useMessages();
  const explained = Object.entries(words.outcomes).find(([code]) => code === error.code)?.[1];
  if (explained === undefined) return <AppErrorLine error={error} />;
  return (
    <ErrorLine
      {...explained}
      detail={error.detail}
      detailsLabel={ui.errors.details}
      markLabel={ui.errors.mark}
    />
  );
};

/** Words of the row of any key, made to fit the secret of the bucket. */
const secretWords = (
  keys: SettingsMessages['keys'],
  secret: HostingMessages['secret'],
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

type HostingProps = {
  readonly settings: HostingSettings;
  /** Of the bucket's secret; null: nothing here could keep one. */
  readonly secret: KeyStatus | null;
  readonly keyWords: SettingsMessages['keys'];
};

export const Hosting = ({ settings, secret, keyWords }: HostingProps) => {
  const { actions } = useApp();
  const { language } = useMessages();
  const words = hostingMessages[language];
  const status = useMirror((mirror) => mirror.hosting);
  // null: nothing typed, so that a change made elsewhere shows.
  const [typed, setTyped] = useState<Bucket | null>(null);
  const [error, setError] = useState<AppError | null>(null);
  const isChanged = typed !== null && !isSameBucket(tidyBucket(typed), settings.bucket);

  const change = async (part: Partial<HostingSettings>) =>
    setError(await actions.saveSettings({ hosting: { ...settings, ...part } }));
  const saveBucket = async (bucket: Bucket): Promise<AppError | null> => {
    const failed = await actions.saveSettings({ hosting: { ...settings, bucket } });
    // What was typed meanwhile is not saved yet.
    if (failed === null) setTyped((now) => (now === typed ? null : now));
    return failed;
  };
  const untestable = (): string | null => {
    // The environment may hold what is not typed here.
    if (status?.bucket.isReady) return isChanged ? words.unsaved : null;
    const missing = missingFields(tidyBucket(typed ?? settings.bucket)).map((field) => words.fields[field]);
    const all = secret?.isSet ? missing : [...missing, words.secret.title];
    if (all.length > 0) return words.missing(all.join(', '));
    return isChanged ? words.unsaved : null;
  };

  return (
    <Section part="hosting" title={words.title} why={words.why}>
      {status === null ? null : <Ready status={status} words={words} />}
      <div className={styles.prefers}>
        <span className={styles.label}>{words.prefers}</span>
        <Segmented
          label={words.prefers}
          value={settings.prefers}
          options={hosts.map((value) => ({ value, label: words.hosts[value] }))}
          onChange={(prefers) => void change({ prefers })}
        />
        <p className={styles.soft}>{words.prefersHint}</p>
      </div>
      <div>
        <Switch
          label={words.inlinePictures}
          checked={settings.inlinePictures}
          onChange={(inlinePictures) => void change({ inlinePictures })}
        />
        <p className={styles.soft}>{words.inlineHint}</p>
      </div>
      {error === null ? null : <AppErrorLine error={error} />}
      <BucketForm
        typed={typed ?? settings.bucket}
        isChanged={isChanged}
        onType={setTyped}
        onSave={saveBucket}
        words={words}
      />
      {secret === null ? null : (
        <ul>
          <KeyRow
            status={secret}
            name={words.secret.title}
            keyPage={null}
            words={secretWords(keyWords, words.secret)}
            untestable={untestable()}
            failed={(failure) => <BucketFailure error={failure} words={words} />}
          />
        </ul>
      )}
      <p className={styles.soft}>{words.environment}</p>
    </Section>
  );
};
