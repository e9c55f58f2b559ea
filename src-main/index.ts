/** The desktop entry: Electron's ports, then the program, then its window. */
import { arch, release } from 'node:os';
import { join } from 'node:path';
import { BrowserWindow, dialog, app as electronApp, session, shell } from 'electron';
import { type AppError, fail } from '#contract/errors.ts';
import { languageOf } from '#contract/messages/languages.ts';
import type { App } from './app.ts';
import { createCrashNotes } from './desktop/crash-notes.ts';
import { diagnosticsText } from './desktop/diagnostics.ts';
import { messagesIn } from './desktop/messages-in.ts';
import { createSaveFolder } from './desktop/save-dialog.ts';
import { createSnapshots } from './desktop/snapshot.ts';
import { createWindowState } from './desktop/window-state.ts';
import { connectCalls } from './electron/calls.ts';
import { watchCrashes } from './electron/crashes.ts';
import { followOpenedFiles } from './electron/opened-files.ts';
import { registerPageScheme, servePage } from './electron/page-protocol.ts';
import { secureAllContents, secureSession } from './electron/security.ts';
import { createShell } from './electron/shell.ts';
import * as system from './electron/system.ts';
import { bringForward, openWindow, type WindowFiles } from './electron/window.ts';
import { enterHost } from './instance/instance.ts';
import { openOwnedApp } from './instance/owned-app.ts';
import { createPage } from './ipc/page.ts';
import { createFilePorts } from './node-ports.ts';
import { programFolder } from './program-folder.ts';

/** Grace period for calls of terminals after the window has closed, in milliseconds. */
const closingGraceMs = 5000;

const filePorts = createFilePorts('desktop', process.env);
const { dataFolder, log, clock, version } = filePorts;
const outFolder = join(programFolder, 'out');
const iconPath = join(programFolder, 'resources', 'icon.png');
const windowFiles: WindowFiles = {
  outFolder,
  iconPath,
  state: createWindowState({ dataFolder, clock, log }),
};

/** Settled once the program is open; files and crashes may come before. */
const program = Promise.withResolvers<App>();
const snapshots = createSnapshots();
const language = () => languageOf(snapshots.newest().settings.language, electronApp.getLocale());

const crashNotes = createCrashNotes({ dataFolder, version, clock, log });
watchCrashes({
  notes: crashNotes,
  language,
  notify: async (notice) => (await program.promise).notify(notice),
});
registerPageScheme();
electronApp.enableSandbox();
// Windows groups windows and notifications by this id, the `appId` of the package.
electronApp.setAppUserModelId('app.understudy.desktop');
secureAllContents(log);

const showWindow = () => bringForward(windowFiles);
const openedFiles = followOpenedFiles({ program: program.promise, showWindow });

const diagnostics = async (): Promise<string> => {
  const { handlers } = await program.promise;
  const [about, settings] = await Promise.all([handlers['app.about']({}), handlers['settings.get']({})]);
  if (!about.ok || !settings.ok) return '';
  const { versions, platform } = process;
  const common = { versions, system: `${platform} ${release()} ${arch()}`, dataFolder, crashNotes, log };
  return diagnosticsText({ ...common, about: about.value, settings: settings.value });
};

const showError = (error: AppError): void => {
  const { what, wayOut } = messagesIn[language()].error(error);
  dialog.showErrorBox('Understudy', [what, wayOut, error.detail].filter(Boolean).join('\n\n'));
  electronApp.exit(1);
};

const open = async (): Promise<void> => {
  await electronApp.whenReady();
  const entered = await enterHost(filePorts, { files: openedFiles.all });
  if (!entered.ok) return showError(entered.error);
  if (entered.value.kind === 'shown') {
    const { address } = entered.value;
    if (address !== null) await shell.openExternal(address);
    electronApp.exit(0);
    return;
  }
  const { env: environment } = process;
  const shellParts = createShell({
    ...{ programFolder, iconPath, environment, snapshots, language, showWindow },
    saveFolder: createSaveFolder({ dataFolder, log }),
  });
  const { reveal, chooseFolder, drag, startWorker, systemProxy } = system;
  const opened = await openOwnedApp({
    ports: {
      ...filePorts,
      settingsStore: system.createElectronSettingsStore(dataFolder, log),
      cipher: await system.systemCipher(),
      startWorker,
      reveal,
      chooseFolder,
      drag,
      systemProxy,
      diagnostics,
      ...shellParts.ports,
      // The page reports its commands as soon as it receives events.
      setEnabledCommands: (ids) => {
        shellParts.ports.setEnabledCommands(ids);
        void openedFiles.pageReady();
      },
    },
    server: entered.value.server,
    show: (files) => {
      openedFiles.give(files);
      return null;
    },
  });
  if (!opened.ok) return showError(opened.error);
  const { app, close } = opened.value;
  program.resolve(app);
  const page = createPage({ rendererFolder: join(outFolder, 'renderer'), media: app.mediaRoutes });
  servePage(session.defaultSession, page);
  secureSession(session.defaultSession, log);
  connectCalls(app);
  await shellParts.connect(app);
  openWindow(windowFiles);
  // Earlier jobs are resumed after the window exists, so it shows them.
  app.resume().catch((cause: unknown) => log.error('jobs not resumed', { cause }));
  electronApp.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(windowFiles);
  });
  electronApp.on('window-all-closed', () => {
    if (process.platform !== 'darwin') electronApp.quit();
  });
  let isClosed = false;
  electronApp.on('will-quit', (event) => {
    if (isClosed) return;
    event.preventDefault();
    void close(AbortSignal.timeout(closingGraceMs)).finally(() => {
      isClosed = true;
      electronApp.quit();
    });
  });
};

// Electron's own lock comes first: it lets the first window take the focus from the second process on Windows.
if (electronApp.requestSingleInstanceLock(openedFiles.secondStart)) {
  openedFiles.begin();
  open().catch((cause: unknown) => {
    log.error('start failed', { cause });
    showError(fail('internal', { subject: 'Understudy' }).error);
  });
} else electronApp.quit();
