/** Navigation and new windows: the program's handlers are asked while the browser waits for the answer. */
import { browser, toOwn } from './browser-link.ts';
import type { CdpSession, Params } from './cdp.ts';
import { record } from './control.ts';
import { refusalOf } from './session.ts';
import { createEvent } from './strict.ts';

type WindowOpen = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];
/** https://chromedevtools.github.io/devtools-protocol/tot/Fetch#event-requestPaused */
type Paused = {
  readonly requestId: string;
  readonly request: { readonly url: string; readonly method: string };
  readonly frameId: string;
  readonly resourceType: string;
  readonly redirectedRequestId?: string;
};

/**
 * https://www.electronjs.org/docs/latest/api/web-contents#event-will-navigate: asked for navigation that the page or
 * its user begins, not for `loadURL` and not for a reload by the program.
 */
const isPrevented = (
  contents: Electron.WebContents,
  paused: Paused,
  { isMainFrame, isByPage }: { readonly isMainFrame: boolean; readonly isByPage: boolean },
): boolean => {
  const url = toOwn(paused.request.url);
  const details = { url, isMainFrame, isSameDocument: false, frame: null, initiator: null };
  const emit = (name: string): boolean => {
    const event = createEvent(details);
    // The typed overloads of `emit` know no name in a variable.
    (contents as unknown as { emit: (name: string, ...args: unknown[]) => void }).emit(name, event, url);
    record('navigation', { name, url, isPrevented: event.defaultPrevented });
    return event.defaultPrevented;
  };
  if (paused.redirectedRequestId !== undefined) return emit('will-redirect');
  if (!isByPage) return false;
  return (isMainFrame && emit('will-navigate')) || emit('will-frame-navigate');
};

export const watchNavigation = async (
  page: CdpSession,
  contents: Electron.WebContents,
  windowOpen: () => WindowOpen | null,
): Promise<void> => {
  /** Frames in which the page has begun a navigation. */
  const begun = new Set<string>();
  let topFrame = '';
  page.on('Page.frameRequestedNavigation', ({ frameId }) => void begun.add(String(frameId)));
  const { frameTree } = await page.send('Page.getFrameTree');
  topFrame = (frameTree as { frame: { id: string } }).frame.id;

  const decide = async (params: Params): Promise<void> => {
    // The shape of the DevTools protocol.
    const paused = params as unknown as Paused;
    const { requestId, request, resourceType, frameId } = paused;
    const isDocument = resourceType === 'Document';
    const isByPage = begun.delete(frameId);
    const isRefused =
      (isDocument && isPrevented(contents, paused, { isMainFrame: frameId === topFrame, isByPage })) ||
      (await refusalOf({
        id: 0,
        url: toOwn(request.url),
        method: request.method,
        resourceType: typeOf(paused, topFrame),
      })) !== null;
    if (isRefused) {
      record('request-refused', { url: toOwn(request.url) });
      await page.send('Fetch.failRequest', {
        requestId,
        errorReason: isDocument ? 'Aborted' : 'BlockedByClient',
      });
    } else await page.send('Fetch.continueRequest', { requestId });
  };
  page.on('Fetch.requestPaused', (params) => {
    // The page has been closed meanwhile.
    decide(params).catch((cause: unknown) => record('navigation-failure', { cause: String(cause) }));
  });
  await page.send('Fetch.enable', { patterns: [{ urlPattern: '*', requestStage: 'Request' }] });

  page.on('Page.windowOpen', ({ url, windowName }) => {
    const details: Electron.HandlerDetails = {
      ...{ url: toOwn(String(url)), frameName: String(windowName), features: '' },
      disposition: 'new-window',
      referrer: { url: '', policy: 'default' },
    };
    const answer = windowOpen()?.(details) ?? { action: 'allow' };
    record('window-open', { url: details.url, action: answer.action });
    if (answer.action !== 'deny') throw new Error('The stand-in opens no second window for a page.');
  });
  // A new window waits until it is closed here: it never loads anything. A worker or a frame continues.
  page.on('Target.attachedToTarget', async ({ targetInfo, sessionId }) => {
    const { targetId, type } = targetInfo as { targetId: string; type: string };
    const all = await browser;
    if (type === 'page') await all.send('Target.closeTarget', { targetId });
    else await all.session(String(sessionId)).send('Runtime.runIfWaitingForDebugger');
  });
  await page.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true });
};

type ResourceType = Electron.OnBeforeRequestListenerDetails['resourceType'];

/** https://www.electronjs.org/docs/latest/api/web-request: `resourceType` in Electron's words. */
const typeOf = ({ resourceType, frameId }: Paused, topFrame: string): ResourceType => {
  const names: Readonly<Record<string, ResourceType>> = {
    Stylesheet: 'stylesheet',
    Script: 'script',
    Image: 'image',
    Font: 'font',
    XHR: 'xhr',
    Fetch: 'xhr',
    Ping: 'ping',
    CSPViolationReport: 'cspReport',
    Media: 'media',
    WebSocket: 'webSocket',
  };
  if (resourceType === 'Document') return frameId === topFrame ? 'mainFrame' : 'subFrame';
  return names[resourceType] ?? 'other';
};
