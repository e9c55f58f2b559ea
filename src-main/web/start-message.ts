/** What browser mode prints when it is open: what happened, the address, and how to get the desktop window. */

/** Why the desktop window was not opened. */
export const withoutWindowReasons = ['no-display', 'no-electron'] as const;
export type WithoutWindow = (typeof withoutWindowReasons)[number];

const reasons: Readonly<Record<WithoutWindow, { readonly what: string; readonly window: string }>> = {
  'no-display': {
    what: 'There is no display here, so Understudy runs in the browser.',
    window: 'run "npm start" in a session with a display',
  },
  'no-electron': {
    what: 'Electron could not be downloaded, so Understudy runs in the browser.',
    window:
      'run "npm start" with access to github.com, or set ELECTRON_OVERRIDE_DIST_PATH to an unpacked Electron 45',
  },
};

/** `withoutWindow` null: browser mode was asked for. */
export const startMessage = (deps: {
  readonly address: string;
  readonly withoutWindow: WithoutWindow | null;
  readonly isBrowserOpened: boolean;
}): readonly string[] => {
  const { address, withoutWindow, isBrowserOpened } = deps;
  const { what, window } =
    withoutWindow === null
      ? { what: 'Understudy runs in the browser.', window: 'run "npm start"' }
      : reasons[withoutWindow];
  return [
    '',
    what,
    '',
    `  Address         ${address}`,
    `                  ${isBrowserOpened ? 'It opens in your browser now; if it does not, open the address.' : 'Open it in a browser on this computer.'}`,
    `  Desktop window  ${window}`,
    '  Stop            press Ctrl+C',
    '',
    'Only this computer can reach it. Keep the address private: it contains the token.',
    '',
  ];
};
