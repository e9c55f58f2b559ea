/** Commands that are available on every screen, their shortcuts, and what arrives from outside the page. */
import { useEffect, useState } from 'react';
import type { About } from '#contract/model/settings.ts';
import { AppErrorLine } from '../shared/app-error-line.tsx';
import { useCommands } from '../shared/use-commands.ts';
import { useKeys } from '../shared/use-keys.ts';
import { useApp, useMessages, useMirror } from '../state/use-app.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { isMac } from '../ui/keys.ts';
import { Fact, Facts } from '../ui/layout.tsx';
import { isTextBox } from '../ui/transfer.ts';
import styles from './shortcut-sheet.module.css';
import { listedShortcuts, type PageHost, shortcutCommand } from './shortcuts.ts';

type Pairs = readonly (readonly [keys: string, does: string])[];

const Group = ({ title, pairs }: { readonly title: string; readonly pairs: Pairs }) => (
  <section className={styles.group} aria-label={title}>
    <h3>{title}</h3>
    <Facts gap={1}>
      {pairs.map(([keys, does]) => (
        <Fact key={keys} name={keys}>
          {does}
        </Fact>
      ))}
    </Facts>
  </section>
);

type SheetProps = { readonly isOpen: boolean; readonly onClose: () => void };

const ShortcutSheet = ({ host, ...dialog }: SheetProps & { readonly host: PageHost }) => {
  const { ui, domain, shortcuts: messages, compare, trim } = useMessages();
  const names = domain.commands.commands;
  return (
    <Dialog
      {...dialog}
      isWide
      title={messages.title}
      actions={<Button onClick={dialog.onClose}>{ui.common.close}</Button>}
    >
      <div className={styles.groups}>
        <Group
          title={messages.program}
          pairs={listedShortcuts(host, messages.enter).map(({ id, keys }) => [keys, names[id]])}
        />
        <Group title={ui.app.studio} pairs={trim.keys} />
        <Group title={ui.app.compare} pairs={[...compare.keyList, compare.besideKey]} />
      </div>
    </Dialog>
  );
};

const LicenceSheet = (dialog: SheetProps) => {
  const { client } = useApp();
  const { ui, domain } = useMessages();
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof client.call<'app.licences'>>> | null>(null);
  const { isOpen } = dialog;
  useEffect(() => {
    if (isOpen) void client.call('app.licences', {}).then(setAnswer);
  }, [client, isOpen]);
  return (
    <Dialog
      {...dialog}
      isWide
      title={domain.commands.commands.licences}
      actions={<Button onClick={dialog.onClose}>{ui.common.close}</Button>}
    >
      {answer?.ok === true ? (
        <pre className={styles.text}>{answer.value.text}</pre>
      ) : answer === null ? null : (
        <AppErrorLine error={answer.error} />
      )}
    </Dialog>
  );
};

/**
 * Reports which commands are available, to the menus. Browser mode has none: one report tells it that the page receives
 * events.
 */
const useReportedCommands = (host: About['host'] | null): void => {
  const { client, commands } = useApp();
  useEffect(() => {
    if (host === null) return;
    const report = () => void client.call('desktop.commandsEnabled', { ids: [...commands.enabled()] });
    report();
    return host === 'desktop' ? commands.subscribe(report) : undefined;
  }, [client, commands, host]);
};

/** What the host sends: commands of the menus, files, and runs whose notification was clicked. Returns what to announce. */
const useHostEvents = (): string => {
  const { client, commands, actions, store } = useApp();
  const messages = useMessages().shortcuts;
  const [opened, setOpened] = useState('');
  useEffect(() => {
    const ends = [
      client.on('command.run', ({ id }) => commands.run(id)),
      client.on('files.given', (given) => {
        actions.takeGiven(given);
        const names = given.sources.map(({ name }) => name).join(', ');
        if (names !== '') setOpened(messages.opened(names));
      }),
      client.on('jobs.show', ({ jobId }) => {
        const job = store.getState().mirror.jobs.find(({ id }) => id === jobId);
        if (job?.state.kind === 'done') actions.openItem(job.state.itemId);
        else actions.showJob(jobId);
      }),
    ];
    return () => {
      for (const end of ends) end();
    };
  }, [client, commands, actions, store, messages]);
  return opened;
};

export const PageCommands = () => {
  const { actions, client, commands } = useApp();
  const hostName = useMirror((mirror) => mirror.about?.host ?? null);
  const isDesktop = hostName === 'desktop';
  const newestItemId = useMirror((mirror) => {
    const newest = mirror.jobs.find(({ state }) => state.kind === 'done')?.state;
    return newest?.kind === 'done' ? newest.itemId : null;
  });
  const canUpdate = useMirror(({ update }) => update !== null && update.kind !== 'no-feed');
  const [sheet, setSheet] = useState<'shortcuts' | 'licences' | null>(null);
  const host: PageHost = { isMac: isMac(), isDesktop };
  useCommands({
    compare: newestItemId === null ? null : () => actions.openItem(newestItemId),
    preferences: () => actions.show('settings'),
    shortcuts: () => setSheet('shortcuts'),
    licences: isDesktop ? () => setSheet('licences') : null,
    checkForUpdates:
      isDesktop && canUpdate
        ? () => {
            actions.showSettings('about');
            void client.call('app.checkForUpdates', {});
          }
        : null,
    about: isDesktop ? () => actions.showSettings('about') : null,
  });
  useKeys({
    commandOf: (pressed, target) => shortcutCommand(pressed, { ...host, isInText: isTextBox(target) }),
    run: commands.run,
  });
  useReportedCommands(hostName);
  const opened = useHostEvents();
  const close = () => setSheet(null);
  return (
    <>
      <ShortcutSheet host={host} isOpen={sheet === 'shortcuts'} onClose={close} />
      <LicenceSheet isOpen={sheet === 'licences'} onClose={close} />
      <div className="visually-hidden" role="status" aria-live="polite" data-testid="opened">
        {opened}
      </div>
    </>
  );
};
