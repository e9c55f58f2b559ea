/**
 * The settings screen: keys, spending, queue, delivery, appearance, tools, storage, and prices and limits of the
 * models.
 */
import { useMemo, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import { languageNames, languages } from '#contract/messages/languages.ts';
import { providerNames } from '#contract/messages/names.ts';
import type { ProviderId } from '#contract/model/model-spec.ts';
import type { About, KeyStatus, Settings } from '#contract/model/settings.ts';
import type { PageMessages } from '#renderer/messages/en/messages.ts';
import type { SettingsMessages } from '#renderer/messages/en/settings.ts';
import { createFigures } from '#renderer/messages/figures.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useSettingField } from '#renderer/shared/use-setting-field.ts';
import type { SettingsPart } from '#renderer/state/store.ts';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Fact, Facts } from '#renderer/ui/layout.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { VerdictMark } from '#renderer/ui/verdict-mark.tsx';
import { DeliveryModule } from './delivery-setup.tsx';
import { AboutSection, DesktopSection } from './desktop-section.tsx';
import { KeyRow } from './key-row.tsx';
import { Prices } from './prices.tsx';
import { QueueSection } from './queue-settings.tsx';
import { ChoiceRow, Section, SectionLinks } from './section.tsx';
import forms from './settings-forms.module.css';
import { TextForm } from './settings-forms.tsx';
import styles from './settings-screen.module.css';
import { SpendingSection } from './spending.tsx';
import { StorageSection } from './storage-section.tsx';

/** Read on 2026-11-21. null: it needs no key. */
const keyPages: Readonly<Record<ProviderId, string | null>> = {
  demo: null,
  // fal.ai/docs/documentation/setting-up/authentication
  fal: 'https://fal.ai/dashboard/keys',
  // novita.ai/docs/guides/llm-api-keys
  novita: 'https://novita.ai/settings/key-management',
  // docs.aimlapi.com/quickstart/simple-model
  aimlapi: 'https://aimlapi.com/app/keys',
  // docs.runpod.io/get-started/credentials
  runpod: 'https://console.runpod.io/user/credentials',
};

type ProviderKey = KeyStatus & { readonly provider: ProviderId };
/** The bucket's secret is shown with the other bucket settings. */
const isOfProvider = (status: KeyStatus): status is ProviderKey => status.provider !== 'bucket';

const Keys = ({ messages }: { readonly messages: SettingsMessages['keys'] }) => {
  const keys = useMirror((mirror) => mirror.keys).filter(isOfProvider);
  const keptIn = useMirror((mirror) => mirror.about?.keysKeptIn ?? 'memory');
  const canKeepPlain = useMirror((mirror) => mirror.about?.canKeepPlainKeys ?? false);
  const isPlainAllowed = useMirror((mirror) => mirror.settings?.plainKeys ?? false);
  const { actions } = useApp();
  const [error, setError] = useState<AppError | null>(null);
  const why = messages.why[canKeepPlain && isPlainAllowed ? 'unprotected' : keptIn];
  return (
    <Section part="keys" title={messages.title} why={why}>
      {canKeepPlain ? (
        <Switch
          label={messages.keepPlain}
          checked={isPlainAllowed}
          onChange={async (plainKeys) => setError(await actions.saveSettings({ plainKeys }))}
        />
      ) : null}
      {error ? <AppErrorLine error={error} /> : null}
      {keys.length === 0 ? (
        <p>{messages.none}</p>
      ) : (
        <ul className={styles.keys}>
          {keys.map((status) => (
            <KeyRow
              key={status.provider}
              status={status}
              name={providerNames[status.provider]}
              keyPage={keyPages[status.provider]}
              messages={messages}
            />
          ))}
        </ul>
      )}
    </Section>
  );
};

const themes: readonly Settings['theme'][] = ['system', 'light', 'dark'];

const Appearance = ({
  settings,
  messages,
}: {
  readonly settings: Settings;
  readonly messages: SettingsMessages['appearance'];
}) => {
  const { actions } = useApp();
  const [error, setError] = useState<AppError | null>(null);
  const change = async (part: Partial<Settings>) => setError(await actions.saveSettings(part));
  return (
    <Section part="appearance" title={messages.title}>
      <ChoiceRow
        label={messages.theme}
        value={settings.theme}
        options={themes.map((value) => ({ value, label: messages.themes[value] }))}
        onChange={(theme) => void change({ theme })}
      />
      <ChoiceRow
        label={messages.language}
        value={settings.language}
        options={[
          { value: 'system', label: messages.systemLanguage },
          ...languages.map((value) => ({ value, label: languageNames[value] })),
        ]}
        onChange={(language) => void change({ language })}
      />
      {error ? <AppErrorLine error={error} /> : null}
    </Section>
  );
};

type Tool = 'ffmpeg' | 'ffprobe';

const settingOf = { ffmpeg: 'ffmpegPath', ffprobe: 'ffprobePath' } as const satisfies Record<
  Tool,
  keyof Settings
>;

/** One of the two tools (ffmpeg, ffprobe): what was found, and a field for another path. */
const ToolRow = ({
  tool,
  found,
  path,
  messages,
}: {
  readonly tool: Tool;
  readonly found: About[Tool];
  /** The current setting; empty: searched automatically. */
  readonly path: string;
  readonly messages: SettingsMessages['tools'];
}) => {
  const field = useSettingField(path);
  const { shown, error } = field;
  return (
    <div className={forms.row}>
      <div className={forms.head}>
        <h3 className={forms.name}>{tool}</h3>
        {found === null ? (
          <VerdictMark verdict="impossible" label={messages.missing} />
        ) : (
          <VerdictMark verdict="ready" label={messages.found(found.version, found.origin)} />
        )}
      </div>
      <TextForm
        label={messages.path(tool)}
        isLabelHidden
        value={shown}
        placeholder={messages.placeholder}
        onType={field.type}
        variant="primary"
        save={messages.save}
        saveLabel={messages.savePathOf(tool)}
        canSave={shown.trim() !== path}
        onSave={() => void field.save({ [settingOf[tool]]: shown.trim() })}
      />
      {error ? <AppErrorLine error={error} /> : null}
    </div>
  );
};

/** In the order of the page. */
const titlesIn = (
  { settings: messages, desktop: host, spending, deliverySetup, storage }: PageMessages,
  isDesktop: boolean,
): readonly (readonly [SettingsPart, string])[] => {
  const { desktop, about } = host;
  const { section, queue } = spending;
  return [
    ['keys', messages.keys.title],
    ['spending', section.title],
    ['queue', queue.title],
    ['delivery', deliverySetup.title],
    ['appearance', messages.appearance.title],
    ...(isDesktop ? ([['desktop', desktop.title]] as const) : []),
    ['tools', messages.tools.title],
    ['storage', storage.title],
    ['data', messages.data.title],
    ['models', messages.models.title],
    ...(isDesktop ? ([['about', about.title]] as const) : []),
  ];
};

export const SettingsScreen = () => {
  const all = useMessages();
  const { language, settings: messages } = all;
  const figures = useMemo(() => createFigures(language), [language]);
  const settings = useMirror((mirror) => mirror.settings);
  const about = useMirror((mirror) => mirror.about);
  const secret = useMirror((mirror) => mirror.keys.find(({ provider }) => provider === 'bucket') ?? null);
  return (
    <div className={styles.screen}>
      <div className={styles.page}>
        <h1 className={styles.title}>{messages.title}</h1>
        {settings === null || about === null ? (
          <p role="status">{messages.loading}</p>
        ) : (
          <>
            <SectionLinks label={messages.sections} titles={titlesIn(all, about.host === 'desktop')} />
            <Keys messages={messages.keys} />
            <SpendingSection />
            <QueueSection />
            <DeliveryModule settings={settings.deliverySetup} secret={secret} keyWords={messages.keys} />
            <Appearance settings={settings} messages={messages.appearance} />
            {about.host === 'desktop' ? <DesktopSection settings={settings} /> : null}
            <Section part="tools" title={messages.tools.title} why={messages.tools.why}>
              {(['ffmpeg', 'ffprobe'] as const).map((tool) => (
                <ToolRow
                  key={tool}
                  tool={tool}
                  found={about[tool]}
                  path={settings[settingOf[tool]]}
                  messages={messages.tools}
                />
              ))}
            </Section>
            <StorageSection />
            <Section part="data" title={messages.data.title} why={messages.data.folderWhy}>
              <Facts gap={2}>
                <Fact name={messages.data.folder}>
                  <span className="code">{about.dataFolder}</span>
                </Fact>
                <Fact name={messages.data.version}>
                  <span className="figures">{about.version}</span>
                </Fact>
                <Fact name={messages.data.host}>{messages.data.hosts[about.host]}</Fact>
              </Facts>
            </Section>
            <Section part="models" title={messages.models.title} why={messages.models.why} isWide>
              <Prices messages={messages.models} figures={figures} />
            </Section>
            {about.host === 'desktop' ? <AboutSection settings={settings} version={about.version} /> : null}
          </>
        )}
      </div>
    </div>
  );
};
