/** Crashes of the page, of child processes and of the main process: each leaves a local note and a sentence with a way out. */
import { type BrowserWindow, dialog, app as electronApp } from 'electron';
import type { CrashMessages } from '#contract/messages/en/crashes.ts';
import type { Language } from '#contract/messages/languages.ts';
import type { Notice } from '#contract/model/notice.ts';
import { type CrashNotes, isReloadedAutomatically } from '../desktop/crash-notes.ts';
import { messagesIn } from '../desktop/messages-in.ts';

/** One dialog at a time: a failure that repeats must not cover the screen. */
const createQuestion = () => {
  let isOpen = false;
  /** Resolves to the index of the chosen button; null: another question is open. */
  return async (question: {
    readonly what: string;
    readonly wayOut: string;
    readonly buttons: readonly string[];
  }): Promise<number | null> => {
    if (isOpen) return null;
    isOpen = true;
    try {
      const { response } = await dialog.showMessageBox({
        type: 'error',
        title: 'Understudy',
        message: question.what,
        detail: question.wayOut,
        buttons: [...question.buttons],
        defaultId: 0,
        cancelId: 0,
        noLink: true,
      });
      return response;
    } finally {
      isOpen = false;
    }
  };
};

/** Called first of all, so that a failing start leaves a note as well. */
export const watchCrashes = (deps: {
  readonly notes: CrashNotes;
  readonly language: () => Language;
  readonly notify: (notice: Notice) => void;
}): void => {
  const { notes, notify } = deps;
  const messages = (): CrashMessages => messagesIn[deps.language()].crashes;
  const ask = createQuestion();

  process.on('uncaughtException', async (cause) => {
    notes.write('exception', { cause });
    if (!electronApp.isReady()) return electronApp.exit(1);
    const { exception, exceptionWayOut, quit, resume } = messages();
    const chosen = await ask({ what: exception, wayOut: exceptionWayOut, buttons: [quit, resume] });
    if (chosen === 0) electronApp.quit();
  });
  process.on('unhandledRejection', (cause) => {
    notes.write('rejection', { cause });
    notify({ kind: 'unexpected-error' });
  });
  electronApp.on('child-process-gone', (_event, details) => {
    // An image process that is cancelled is killed, and a closing program ends its processes.
    if (details.reason === 'clean-exit' || details.reason === 'killed') return;
    notes.write('process-gone', { ...details });
    notify({ kind: 'unexpected-error' });
  });

  const crashTimes: number[] = [];
  const watchWindow = (window: BrowserWindow): void => {
    const reload = (): void => {
      if (!window.isDestroyed()) window.webContents.reload();
    };
    window.webContents.on('render-process-gone', async (_event, details) => {
      if (details.reason === 'clean-exit') return;
      notes.write('page-gone', { ...details });
      const now = Date.now();
      crashTimes.push(now);
      if (isReloadedAutomatically(crashTimes, now)) {
        notify({ kind: 'page-reloaded' });
        return reload();
      }
      const { pageGone, pageWayOut, reload: reloadLabel, quit } = messages();
      const chosen = await ask({ what: pageGone, wayOut: pageWayOut, buttons: [reloadLabel, quit] });
      if (chosen === 0) reload();
      if (chosen === 1) electronApp.quit();
    });
    window.on('unresponsive', async () => {
      notes.write('page-unresponsive', {});
      const { pageUnresponsive, pageWayOut, wait, reload: reloadLabel } = messages();
      const chosen = await ask({
        what: pageUnresponsive,
        wayOut: pageWayOut,
        buttons: [wait, reloadLabel],
      });
      if (chosen !== 1 || window.isDestroyed()) return;
      // A page that does not respond does not unload itself either.
      window.webContents.forcefullyCrashRenderer();
    });
  };
  electronApp.on('browser-window-created', (_event, window) => watchWindow(window));
};
