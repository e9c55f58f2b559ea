/**
 * Refuses what the page does not need: permissions, devices, requests, navigation, windows and frames. The decisions are
 * in desktop/page-access.ts and desktop/links.ts. https://www.electronjs.org/docs/latest/tutorial/security
 */
import { app as electronApp, type Session, shell, type WebContents } from 'electron';
import { outsideLink } from '../desktop/links.ts';
import { isNavigationAllowed, isPermissionGranted, isRequestAllowed } from '../desktop/page-access.ts';
import type { Log } from '../ports.ts';

/** The developer tools exist in an unpackaged program only. */
export const hasDevTools = (): boolean => !electronApp.isPackaged;

/** Without these handlers, Electron grants every permission. */
export const secureSession = (session: Session, log: Log): void => {
  session.setPermissionRequestHandler((_contents, permission, answer, { requestingUrl, isMainFrame }) =>
    answer(isPermissionGranted({ permission, url: requestingUrl, isMainFrame })),
  );
  session.setPermissionCheckHandler((_contents, permission, origin, { isMainFrame }) =>
    isPermissionGranted({ permission, url: origin, isMainFrame }),
  );
  session.setDevicePermissionHandler(() => false);
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const isAllowed = isRequestAllowed(url, { hasDevTools: hasDevTools() });
    if (!isAllowed) log.warn('request of the page refused', { url });
    answer({ cancel: !isAllowed });
  });
};

const secureContents = (contents: WebContents, log: Log): void => {
  const refuseForeign = (event: {
    readonly url: string;
    readonly isMainFrame: boolean;
    readonly preventDefault: () => void;
  }): void => {
    if (isNavigationAllowed(event)) return;
    log.warn('navigation refused', { url: event.url });
    event.preventDefault();
  };
  contents.on('will-navigate', refuseForeign);
  contents.on('will-frame-navigate', refuseForeign);
  contents.on('will-redirect', refuseForeign);
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    const link = outsideLink(url);
    if (link === null) log.warn('link not opened', { url });
    else void shell.openExternal(link);
    return { action: 'deny' };
  });
};

/** Of every window, from its creation on. */
export const secureAllContents = (log: Log): void => {
  electronApp.on('web-contents-created', (_event, contents) => secureContents(contents, log));
};
