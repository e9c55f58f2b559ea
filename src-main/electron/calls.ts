/** Calls of the page in, events out. The only place that checks the sender of a call. */
import { BrowserWindow, app as electronApp, type IpcMainInvokeEvent, ipcMain } from 'electron';
import { callNames } from '#contract/calls.ts';
import { fail } from '#contract/errors.ts';
import type { App } from '../app.ts';
import { isCallAllowed } from '../desktop/page-access.ts';

/** The main frame of our own window, showing our page. */
const isOurs = ({ sender, senderFrame }: IpcMainInvokeEvent): boolean =>
  isCallAllowed(senderFrame) && BrowserWindow.fromWebContents(sender) !== null;

const pathOf = (input: unknown): string | null =>
  typeof input === 'object' && input !== null && 'path' in input && typeof input.path === 'string'
    ? input.path
    : null;

export const connectCalls = (app: Pick<App, 'serve' | 'subscribe'>): void => {
  for (const name of callNames)
    ipcMain.handle(name, async (event, input: unknown) => {
      if (!isOurs(event)) return fail('bad-request', { subject: name, reason: 'call-not-allowed' });
      const reply = await app.serve(name, input);
      const path = name === 'media.open' ? pathOf(input) : null;
      // In the menu of recent files of the dock and the taskbar; Linux has none.
      if (reply.ok && path !== null) electronApp.addRecentDocument(path);
      return reply;
    });
  app.subscribe((event, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(event, payload);
  });
};
