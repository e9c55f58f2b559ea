/** Connects the contract to the window: calls in, events out. The only place that checks the sender of a call. */
import { BrowserWindow, ipcMain, type WebFrameMain } from 'electron';
import { callNames } from '#contract/calls.ts';
import { fail } from '#contract/errors.ts';
import type { App } from '../app.ts';
import { pageAddress } from './page-protocol.ts';

const isOurPage = (frame: WebFrameMain | null): boolean =>
  frame !== null && frame.parent === null && frame.url.startsWith(pageAddress);

export const connectCalls = (app: App): void => {
  for (const name of callNames)
    ipcMain.handle(name, (event, input: unknown) =>
      isOurPage(event.senderFrame)
        ? app.serve(name, input)
        : fail('bad-request', { subject: name, reason: 'call-not-allowed' }),
    );
  app.subscribe((event, payload) => {
    for (const window of BrowserWindow.getAllWindows()) window.webContents.send(event, payload);
  });
};
