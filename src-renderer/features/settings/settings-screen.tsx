/** Keys, spending, the queue, the way of files, looks, tools, the place of the data, and what each model takes and costs. */
import { useMemo, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import type { KeyStatus, Settings } from '#contract/model/settings.ts';
import { AppErrorLine } from '#renderer/app/app-error-line.tsx';
import { createFigures } from '#renderer/messages/figures.ts';
import { hostingMessages } from '#renderer/messages/hosting.ts';
import { type SettingsMessages, settingsWords } from '#renderer/messages/settings.ts';
import { spendingWords } from '#renderer/messages/spending.ts';
import { storageWords } from '#renderer/messages/storage.ts';
import type { SettingsPart } from '#renderer/state/store.ts';
import { type Language, useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Segmented } from '#renderer/ui/segmented.tsx';
import { Hosting } from './hosting.tsx';
import { keyPages } from './key-pages.ts';
import { KeyRow } from './key-row.tsx';
import { Prices } from './prices.tsx';
import { QueueSection } from './queue-settings.tsx';
import { Section } from './section.tsx';
import { SectionLinks } from './section-links.tsx';
import styles from './settings-screen.module.css';
import { SpendingSection } from './spending.tsx';
import { StorageSection } from './storage-section.tsx';
import { ToolRow } from './tool-row.tsx';

type ProviderKey = KeyStatus & { readonly provider: ProviderId };
/** The bucket's secret stands with the rest of the bucket. */
const isOfProvider = (status: KeyStatus): status is ProviderKey => status.provider !== 'bucket';

const Keys = ({ words }: { readonly words: SettingsMessages['keys'] }) => {
  const keys = useMirror((mirror) => mirror.keys).filter(isOfProvider);
  const keptIn = useMirror((mirror) => mirror.about?.keysKeptIn ?? 'memory');
  return (
    <Section part="keys" title={words.title} why={words.why[keptIn]}>
      {keys.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ul className={styles.keys}>
          {keys.map((status) => (
            <KeyRow
              key={status.provider}
              status={status}
              name={providerNames[status.provider]}
              keyPage={keyPages[status.provider]}
              words={words}
            />
          ))}
        </ul>
      )}
    </Section>
  );
};

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];
const languages: readonly Settings['language'][] = ['system', 'en', 'es'];

const Appearance = ({
  settings,
  words,
}: {
  readonly settings: Settings;
  readonly words: SettingsMessages['appearance'];
}) => {
  const { actions } = useApp();
  const [error, setError] = useState<AppError | null>(null);
  const change = async (part: Partial<Settings>) => setError(await actions.saveSettings(part));
  return (
    <Section part="appearance" title={words.title}>
      <div className={styles.choice}>
        <span className={styles.label}>{words.theme}</span>
        <Segmented
          label={words.theme}
          value={settings.theme}
          options={themes.map((value) => ({ value, label: words.themes[value] }))}
          onChange={(theme) => void change({ theme })}
        />
      </div>
      <div className={styles.choice}>
        <span className={styles.label}>{words.language}</span>
        <Segmented
          label={words.language}
          value={settings.language}
          options={languages.map((value) => ({ value, label: words.languages[value] }))}
          onChange={(language) => void change({ language })}
        />
      </div>
      {error ? <AppErrorLine error={error} /> : null}
    </Section>
  );
};

/** In the order of the page. */
const titlesIn = (language: Language): readonly (readonly [SettingsPart, string])[] => {
  const words = settingsWords[language];
  const { section, queue } = spendingWords[language];
  return [
    ['keys', words.keys.title],
    ['spending', section.title],
    ['queue', queue.title],
    ['hosting', hostingMessages[language].title],
    ['appearance', words.appearance.title],
    ['tools', words.tools.title],
    ['storage', storageWords[language].title],
    ['data', words.data.title],
    ['models', words.models.title],
  ];
};

export const SettingsScreen = () => {
  const { language } = useMessages();
  const words = settingsWords[language];
  const figures = useMemo(() => createFigures(language), [language]);
  const settings = useMirror((mirror) => mirror.settings);
  const about = useMirror((mirror) => mirror.about);
  const secret = useMirror((mirror) => mirror.keys.find(({ provider }) => provider === 'bucket') ?? null);
  return (
    <div className={styles.screen}>
      <div className={styles.page}>
        <h1 className={styles.title}>{words.title}</h1>
        {settings === null || about === null ? (
          <p role="status">{words.loading}</p>
        ) : (
          <>
            <SectionLinks label={words.sections} titles={titlesIn(language)} />
            <Keys words={words.keys} />
            <SpendingSection />
            <QueueSection />
            <Hosting settings={settings.hosting} secret={secret} keyWords={words.keys} />
            <Appearance settings={settings} words={words.appearance} />
            <Section part="tools" title={words.tools.title} why={words.tools.why}>
              <ToolRow tool="ffmpeg" found={about.ffmpeg} path={settings.ffmpegPath} words={words.tools} />
              <ToolRow tool="ffprobe" found={about.ffprobe} path={settings.ffprobePath} words={words.tools} />
            </Section>
            <StorageSection />
            <Section part="data" title={words.data.title} why={words.data.folderWhy}>
              <dl className={styles.facts}>
                <dt className={styles.label}>{words.data.folder}</dt>
                <dd className={styles.path}>{about.dataFolder}</dd>
                <dt className={styles.label}>{words.data.version}</dt>
                <dd className="figures">{about.version}</dd>
                <dt className={styles.label}>{words.data.host}</dt>
                <dd>{words.data.hosts[about.host]}</dd>
              </dl>
            </Section>
            <Section part="models" title={words.models.title} why={words.models.why} isWide>
              <Prices words={words.models} figures={figures} />
            </Section>
          </>
        )}
      </div>
    </div>
  );
};
