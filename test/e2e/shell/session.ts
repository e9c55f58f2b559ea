/** The default session: protocol, permissions, requests. https://www.electronjs.org/docs/latest/api/session */
import { browser } from './browser-link.ts';
import { onRequest, record } from './control.ts';
import { type Handler, startPageServer } from './page-server.ts';
import { checkOptions, StrictEmitter, strict } from './strict.ts';

type Privileges = NonNullable<Electron.CustomScheme['privileges']>;
type PermissionRequest = NonNullable<Parameters<Electron.Session['setPermissionRequestHandler']>[0]>;
type PermissionCheck = NonNullable<Parameters<Electron.Session['setPermissionCheckHandler']>[0]>;
type Permission = Parameters<PermissionCheck>[1] & Parameters<PermissionRequest>[1];
type BeforeRequest = NonNullable<Parameters<Electron.WebRequest['onBeforeRequest']>[0]>;
/** What the stand-in knows of a request. */
type RequestDetails = Pick<Parameters<BeforeRequest>[0], 'url' | 'method' | 'resourceType' | 'id'>;

const schemes = new Map<string, Privileges>();
const handlers = new Map<string, Handler>();
let request: PermissionRequest | null = null;
let check: PermissionCheck | null = null;
let beforeRequest: BeforeRequest | null = null;

/** https://www.electronjs.org/docs/latest/api/protocol: privileges are registered once, before the app is ready. */
const registerSchemesAsPrivileged = (list: Electron.CustomScheme[]): void => {
  for (const { scheme, privileges = {} } of list) {
    checkOptions('CustomScheme.privileges', privileges, [
      ...['standard', 'secure', 'supportFetchAPI', 'stream', 'corsEnabled', 'codeCache', 'bypassCSP'],
    ]);
    schemes.set(scheme, privileges);
  }
  record('schemes', { schemes: list });
};

const handle = (scheme: string, handler: Handler): void => {
  if (handlers.has(scheme)) throw new Error(`Failed to register protocol: ${scheme}`);
  const { standard, secure, supportFetchAPI, stream } = schemes.get(scheme) ?? {};
  // Without them the page would have no origin, no secure context, no fetch and no seekable video.
  if (scheme !== 'app' || !standard || !secure || !supportFetchAPI || !stream)
    throw new Error(`The stand-in serves app: as a standard, secure, streaming scheme, not ${scheme}:`);
  handlers.set(scheme, handler);
  startPageServer(handler);
};

export const protocol = strict('protocol', { registerSchemesAsPrivileged, handle });

/** The names of the Permissions API for Electron's. Others cannot be applied in Chromium, but are asked as well. */
const permissions: ReadonlyMap<Permission, readonly object[]> = new Map([
  ['media', [{ name: 'camera' }, { name: 'microphone' }]],
  ['geolocation', [{ name: 'geolocation' }]],
  ['notifications', [{ name: 'notifications' }]],
  ['midi', [{ name: 'midi' }]],
  ['midiSysex', [{ name: 'midi', sysex: true }]],
  ['clipboard-read', [{ name: 'clipboard-read' }]],
  ['clipboard-sanitized-write', [{ name: 'clipboard-write' }]],
  ['idle-detection', [{ name: 'idle-detection' }]],
  ['window-management', [{ name: 'window-management' }]],
  ['local-fonts', [{ name: 'local-fonts' }]],
  ['storage-access', [{ name: 'storage-access' }]],
  ['display-capture', []],
  ['fullscreen', []],
  ['pointerLock', []],
  ['keyboardLock', []],
  ['openExternal', []],
  ['fileSystem', []],
  ['hid', []],
  ['serial', []],
  ['usb', []],
] as const satisfies readonly (readonly [string, readonly object[]])[] as never);

/** What Electron would answer a page at `origin`. Without handlers it grants every permission. */
const decide = async (contents: Electron.WebContents, name: Permission, origin: string): Promise<boolean> => {
  const details = { isMainFrame: true, requestingUrl: origin };
  const isChecked = check === null || check(contents, name, origin, details);
  const granting = request;
  const isGranted =
    granting === null ||
    (await new Promise<boolean>((resolve) => granting(contents, name, resolve, details as never)));
  return isChecked && isGranted;
};

/** Asks the handlers for every permission before the page is loaded, and applies the answers in the browser. */
export const applyPermissions = async (contents: Electron.WebContents): Promise<void> => {
  const answers: Record<string, boolean> = {};
  for (const [name, descriptors] of permissions) {
    answers[name] = await decide(contents, name, 'app://understudy/');
    for (const permission of descriptors)
      await (await browser)
        .send('Browser.setPermission', {
          permission,
          setting: answers[name] ? 'granted' : 'denied',
          origin: 'http://understudy',
        })
        .catch((cause: unknown) => record('permission-not-applied', { name, cause: String(cause) }));
  }
  record('permissions', { answers });
};

/** null: the request is made; otherwise it is refused. */
export const refusalOf = async (details: RequestDetails): Promise<'cancelled' | null> => {
  const listener = beforeRequest;
  if (listener === null) return null;
  const answer = await new Promise<Electron.CallbackResponse>((resolve) =>
    listener(details as Parameters<BeforeRequest>[0], resolve),
  );
  if (answer.redirectURL !== undefined) throw new Error('The stand-in redirects no request.');
  return answer.cancel ? 'cancelled' : null;
};

const webRequest = strict('session.webRequest', {
  onBeforeRequest: (...args: [BeforeRequest | null] | [object, BeforeRequest | null]) => {
    beforeRequest = args.at(-1) as BeforeRequest | null;
  },
});

class StandInSession extends StrictEmitter {
  readonly protocol = protocol;
  readonly webRequest = webRequest;
  constructor() {
    super('session', ['will-download', 'select-hid-device', 'select-serial-port', 'select-usb-device']);
  }
  setPermissionRequestHandler(handler: PermissionRequest | null) {
    request = handler;
  }
  setPermissionCheckHandler(handler: PermissionCheck | null) {
    check = handler;
  }
  setDevicePermissionHandler(handler: ((details: never) => boolean) | null) {
    record('device-permission', { isGranted: handler?.({ deviceType: 'hid' } as never) ?? true });
  }
  setDisplayMediaRequestHandler(handler: unknown) {
    record('display-media', { hasHandler: handler !== null });
  }
  addWordToSpellCheckerDictionary(word: string) {
    record('dictionary-word', { word });
    return true;
  }
  async resolveProxy() {
    return 'DIRECT';
  }
}

export const defaultSession = strict('session.defaultSession', new StandInSession());
let lastDownload: { readonly finish: (path: string) => void } | null = null;
onRequest('finish-download', ({ path }) => lastDownload?.finish(String(path)));

/**
 * https://www.electronjs.org/docs/latest/api/session#event-will-download. The file itself is downloaded by the
 * browser, as without a listener.
 */
export const announceDownload = (url: string, fileName: string): void => {
  const item = createDownload(url, fileName);
  lastDownload = item;
  record('download', { url, fileName });
  defaultSession.emit('will-download', {}, item, null);
};
export const session = strict('session', { defaultSession });

const createDownload = (url: string, fileName: string) => {
  let savePath = '';
  const item = strict(
    'DownloadItem',
    Object.assign(new StrictEmitter('DownloadItem', ['updated', 'done']), {
      getFilename: () => fileName,
      getURL: () => url,
      getSavePath: () => savePath,
      setSaveDialogOptions: (options: Electron.SaveDialogOptions) => {
        checkOptions('setSaveDialogOptions', options, ['title', 'defaultPath', 'filters']);
        record('download-dialog', { options });
      },
      setSavePath: (path: string) => record('download-path', { path }),
      /** As when the user has chosen `path` in the dialog. */
      finish: (path: string) => {
        savePath = path;
        item.emit('done', {}, 'completed');
      },
    }),
  );
  return item;
};
export type DownloadItem = ReturnType<typeof createDownload>;

/** A request that the page itself could not make, for example of another host of the scheme. */
onRequest('fetch', async ({ url, headers }) => {
  const { protocol: scheme } = new URL(String(url));
  const response = await handlers.get(scheme.slice(0, -1))?.(
    new Request(String(url), { headers: headers as Record<string, string> }),
  );
  return {
    status: response?.status,
    headers: Object.fromEntries(response?.headers ?? []),
    body: Buffer.from((await response?.arrayBuffer()) ?? new ArrayBuffer(0)).toString('base64'),
  };
});
