/** Closing of the window, and the tray, as desktop/quit.ts decides them. */
import { type BrowserWindow, dialog, app as electronApp, Menu, nativeImage, Tray } from 'electron';
import { assertNever } from '#contract/assert-never.ts';
import type { Language } from '#contract/messages/languages.ts';
import { unsettledCount } from '../desktop/attention.ts';
import { messagesIn } from '../desktop/messages-in.ts';
import {
  type ClosingAnswer,
  type QuitEffect,
  type QuitEvent,
  type QuitState,
  quitStep,
} from '../desktop/quit.ts';
import type { Snapshot } from '../desktop/snapshot.ts';

/** Side of the tray's image, in points. */
const trayIconSide = 22;
/** In the order of the dialog's buttons. */
const answers: readonly ClosingAnswer[] = ['keep', 'stop', 'cancel'];

/** Returns the function that is called with each new window. */
export const createClosing = (deps: {
  readonly language: () => Language;
  readonly snapshot: () => Snapshot;
  readonly iconPath: string;
  readonly showWindow: () => void;
  readonly remember: (whenClosed: Snapshot['settings']['whenClosed']) => void;
}): ((window: BrowserWindow) => void) => {
  let state: QuitState = 'open';
  let tray: Tray | null = null;

  const showTray = (): void => {
    const { open, commands } = messagesIn[deps.language()].commands;
    const icon = nativeImage.createFromPath(deps.iconPath).resize({ height: trayIconSide });
    tray ??= new Tray(icon);
    tray.setToolTip('Understudy');
    tray.setContextMenu(
      Menu.buildFromTemplate([
        { label: open, click: deps.showWindow },
        { type: 'separator' },
        { label: commands.quit, click: () => electronApp.quit() },
      ]),
    );
    tray.on('click', deps.showWindow);
  };

  const ask = async (window: BrowserWindow): Promise<void> => {
    const { closing } = messagesIn[deps.language()].commands;
    const { response, checkboxChecked } = await dialog.showMessageBox(window, {
      type: 'question',
      message: closing.question(unsettledCount(deps.snapshot().jobs)),
      detail: closing.detail,
      buttons: [closing.keep, closing.stop, closing.cancel],
      defaultId: answers.indexOf('keep'),
      cancelId: answers.indexOf('cancel'),
      checkboxLabel: closing.remember,
      checkboxChecked: true,
      noLink: true,
    });
    step(window, { kind: 'answered', answer: answers[response] ?? 'cancel', isRemembered: checkboxChecked });
  };

  const perform = (window: BrowserWindow, effect: QuitEffect): void => {
    switch (effect.kind) {
      case 'keep-window':
        return;
      case 'ask':
        void ask(window);
        return;
      case 'hide-to-tray':
        showTray();
        window.hide();
        return;
      case 'remove-tray':
        tray?.destroy();
        tray = null;
        return;
      case 'remember':
        deps.remember(effect.whenClosed);
        return;
      case 'quit':
        electronApp.quit();
        return;
      default:
        assertNever(effect);
    }
  };
  const step = (window: BrowserWindow, event: QuitEvent): readonly QuitEffect[] => {
    const next = quitStep(state, event);
    state = next.state;
    for (const effect of next.effects) perform(window, effect);
    return next.effects;
  };

  return (window) => {
    const onQuit = () => step(window, { kind: 'quit' });
    electronApp.on('before-quit', onQuit);
    window.on('closed', () => electronApp.off('before-quit', onQuit));
    window.on('show', () => step(window, { kind: 'window-shown' }));
    window.on('close', (event) => {
      const { jobs, settings } = deps.snapshot();
      const effects = step(window, {
        kind: 'close-window',
        platform: process.platform,
        runningCount: unsettledCount(jobs),
        whenClosed: settings.whenClosed,
      });
      if (effects.some(({ kind }) => kind === 'keep-window')) event.preventDefault();
    });
  };
};
