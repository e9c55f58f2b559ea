/** The settings of the desktop window, and what is known of the program: version, diagnostics, logs, licences, updates. */
import { useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import type { AppError } from '#contract/errors.ts';
import type { Settings } from '#contract/model/settings.ts';
import type { UpdateStatus } from '#contract/model/update.ts';
import type { DesktopMessages } from '#renderer/messages/en/desktop.ts';
import { AppErrorLine } from '#renderer/shared/app-error-line.tsx';
import { useApp, useMessages, useMirror } from '#renderer/state/use-app.ts';
import { Button } from '#renderer/ui/button.tsx';
import { Fact, Facts, Row } from '#renderer/ui/layout.tsx';
import { ButtonLink } from '#renderer/ui/link.tsx';
import { Switch } from '#renderer/ui/switch.tsx';
import { ChoiceRow, Section } from './section.tsx';

const useSave = () => {
  const { actions } = useApp();
  const [error, setError] = useState<AppError | null>(null);
  const save = async (change: Partial<Settings>) => setError(await actions.saveSettings(change));
  return { error, save };
};

const whenClosedValues: readonly Settings['whenClosed'][] = ['ask', 'keep', 'stop'];
const updatesValues: readonly Settings['updates'][] = ['check', 'off'];

export const DesktopSection = ({ settings }: { readonly settings: Settings }) => {
  const { desktop } = useMessages().desktop;
  const { error, save } = useSave();
  return (
    <Section part="desktop" title={desktop.title} why={desktop.why}>
      <Switch
        label={desktop.notifications}
        checked={settings.notifications}
        onChange={(notifications) => void save({ notifications })}
      />
      <ChoiceRow
        label={desktop.whenClosed}
        value={settings.whenClosed}
        options={whenClosedValues.map((value) => ({ value, label: desktop.whenClosedValues[value] }))}
        onChange={(whenClosed) => void save({ whenClosed })}
      />
      {error ? <AppErrorLine error={error} /> : null}
    </Section>
  );
};

const wordsOf = (update: UpdateStatus, { status }: DesktopMessages['about']): string => {
  switch (update.kind) {
    case 'no-feed':
    case 'unchecked':
    case 'checking':
    case 'current':
      return status[update.kind];
    case 'available':
      return status.available(update.version);
    case 'downloading':
      return status.downloading(update.version, Math.round((update.fraction ?? 0) * 100));
    case 'ready':
      return status.ready(update.version);
    case 'failed':
      return '';
    default:
      return assertNever(update);
  }
};

const Updates = ({ settings, update }: { readonly settings: Settings; readonly update: UpdateStatus }) => {
  const { client } = useApp();
  const { about } = useMessages().desktop;
  const { error, save } = useSave();
  const words = wordsOf(update, about);
  if (update.kind === 'no-feed') return <p className="note">{words}</p>;
  const canCheck = ['unchecked', 'current', 'failed'].includes(update.kind);
  return (
    <>
      <ChoiceRow
        label={about.updates}
        value={settings.updates}
        options={updatesValues.map((value) => ({ value, label: about.updatesValues[value] }))}
        onChange={(updates) => void save({ updates })}
      />
      <p role="status">{words}</p>
      {update.kind === 'failed' ? <AppErrorLine error={update.error} /> : null}
      {error ? <AppErrorLine error={error} /> : null}
      <Row gap={2}>
        {canCheck ? (
          <Button onClick={() => void client.call('app.checkForUpdates', {})}>{about.check}</Button>
        ) : null}
        {update.kind === 'available' && update.canInstall ? (
          <Button isSinglePress onClick={() => void client.call('app.installUpdate', {})}>
            {about.install}
          </Button>
        ) : null}
        {update.kind === 'available' && !update.canInstall ? (
          <ButtonLink href={update.page} target="_blank" rel="noreferrer">
            {about.download}
          </ButtonLink>
        ) : null}
      </Row>
    </>
  );
};

export const AboutSection = ({
  settings,
  version,
}: {
  readonly settings: Settings;
  readonly version: string;
}) => {
  const { client, commands } = useApp();
  const { about } = useMessages().desktop;
  const update = useMirror((mirror) => mirror.update);
  const [isCopied, setCopied] = useState(false);
  const [error, setError] = useState<AppError | null>(null);
  const copy = async () => {
    const diagnostics = await client.call('app.diagnostics', {});
    setError(diagnostics.ok ? null : diagnostics.error);
    setCopied(false);
    if (!diagnostics.ok) return;
    await navigator.clipboard.writeText(diagnostics.value.text);
    setCopied(true);
  };
  const openLogs = async () => {
    const opened = await client.call('app.openLogs', {});
    setError(opened.ok ? null : opened.error);
  };
  return (
    <Section part="about" title={about.title} why={about.why}>
      <Facts gap={2}>
        <Fact name={about.version}>
          <span className="figures">{version}</span>
        </Fact>
      </Facts>
      <Row gap={2} isWrapping>
        <Button onClick={() => void copy()}>{about.copyDiagnostics}</Button>
        <Button onClick={() => void openLogs()}>{about.openLogs}</Button>
        <Button aria-haspopup="dialog" onClick={() => commands.run('licences')}>
          {about.licences}
        </Button>
      </Row>
      <p role="status">{isCopied ? about.copied : ''}</p>
      {error ? <AppErrorLine error={error} /> : null}
      {update === null ? null : <Updates settings={settings} update={update} />}
    </Section>
  );
};
