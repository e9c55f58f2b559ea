/** A window: a real one of the browser. https://www.electronjs.org/docs/latest/api/browser-window */
import { browser } from './browser-link.ts';
import { closeTarget, forward, WebContents } from './contents.ts';
import { onRequest, record } from './control.ts';
import { callAs } from './ipc.ts';
import { defaultSession } from './session.ts';
import { checkOptions, createEvent, StrictEmitter } from './strict.ts';

type Bounds = { x: number; y: number; width: number; height: number };
type Options = Electron.BrowserWindowConstructorOptions;

const knownOptions = [
  ...['width', 'height', 'x', 'y', 'minWidth', 'minHeight', 'show', 'title', 'icon', 'autoHideMenuBar'],
  ...['webPreferences', 'backgroundColor', 'useContentSize', 'center', 'titleBarStyle'],
] as const satisfies readonly (keyof Options)[];
const knownPreferences = [
  ...['preload', 'contextIsolation', 'sandbox', 'nodeIntegration', 'webSecurity', 'spellcheck', 'devTools'],
  ...['webviewTag', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames', 'allowRunningInsecureContent'],
  ...['experimentalFeatures', 'navigateOnDragDrop', 'safeDialogs', 'autoplayPolicy', 'backgroundThrottling'],
  ...['disableDialogs', 'plugins', 'webgl', 'images', 'v8CacheOptions', 'disableBlinkFeatures'],
] as const;
const windowEvents = [
  ...['close', 'closed', 'ready-to-show', 'show', 'hide', 'focus', 'blur', 'maximize', 'unmaximize'],
  ...['minimize', 'restore', 'resize', 'resized', 'move', 'moved', 'enter-full-screen', 'leave-full-screen'],
  ...['page-title-updated', 'unresponsive', 'responsive', 'session-end', 'query-session-end'],
];

const windows: BrowserWindow[] = [];
let onAllClosed = (): void => undefined;
export const whenAllClosed = (listener: () => void): void => {
  onAllClosed = listener;
};
/** Events of the application about its windows. */
let onAppEvent = (_event: string, ..._args: unknown[]): void => undefined;
export const whenWindowsChange = (listener: typeof onAppEvent): void => {
  onAppEvent = listener;
};

export class BrowserWindow extends StrictEmitter {
  readonly webContents: WebContents;
  readonly id: number;
  #targetId = '';
  #title: string;
  #bounds: Bounds;
  #isVisible: boolean;
  #state: 'normal' | 'maximized' | 'minimized' | 'fullscreen' = 'normal';
  #isDestroyed = false;
  readonly #ready: Promise<void>;
  readonly #view: BrowserWindow;

  constructor(options: Options = {}) {
    super('BrowserWindow', windowEvents);
    checkOptions('BrowserWindow', options, knownOptions);
    checkOptions('webPreferences', options.webPreferences, knownPreferences);
    const { sandbox, contextIsolation, nodeIntegration } = options.webPreferences ?? {};
    if (sandbox === false || contextIsolation === false || nodeIntegration === true)
      throw new Error('The stand-in has only sandboxed, isolated windows without Node.');
    record('window', { options });
    this.#title = options.title ?? '';
    this.#isVisible = options.show ?? true;
    this.#bounds = {
      x: options.x ?? 40,
      y: options.y ?? 40,
      width: options.width ?? 800,
      height: options.height ?? 600,
    };
    const contents = new WebContents(defaultSession);
    this.webContents = contents.self;
    this.id = contents.id;
    this.#view = forward('BrowserWindow', this as BrowserWindow);
    this.#ready = this.#open(contents, options.webPreferences?.preload);
    this.#ready.catch((cause: unknown) => record('window-failure', { cause: String(cause) }));
    windows.push(this.#view);
    onAppEvent('web-contents-created', {}, this.webContents);
    onAppEvent('browser-window-created', {}, this.#view);
    contents.on('did-finish-load', () => {
      focused ??= this.#view;
    });
    contents.on('render-process-gone', (event: object, details: object) =>
      onAppEvent('render-process-gone', event, this.webContents, details),
    );
    contents.once('did-finish-load', () => this.emit('ready-to-show'));
    // biome-ignore lint/correctness/noConstructorReturn: callers get the view that refuses unknown members
    return this.#view;
  }

  async #open(contents: WebContents, preload: string | undefined): Promise<void> {
    const all = await browser;
    const { x, y, width, height } = this.#bounds;
    const place = { left: x, top: y, width, height };
    const { targetId } = await all.send('Target.createTarget', {
      url: 'about:blank',
      newWindow: true,
      ...place,
    });
    this.#targetId = String(targetId);
    const { sessionId } = await all.send('Target.attachToTarget', { targetId, flatten: true });
    const page = all.session(String(sessionId));
    const { result } = await page.send('Runtime.evaluate', {
      expression: '[outerWidth - innerWidth, outerHeight - innerHeight]',
      returnByValue: true,
    });
    // The browser's own bars are not part of an Electron window: the page gets the size that was requested.
    const [extraWidth = 0, extraHeight = 0] = (result as { value: number[] }).value;
    await this.#apply({ width: width + extraWidth, height: height + extraHeight });
    await contents.attach(page, preload);
  }

  async #apply(bounds: object): Promise<void> {
    const all = await browser;
    const { windowId } = await all.send('Browser.getWindowForTarget', { targetId: this.#targetId });
    await all.send('Browser.setWindowBounds', { windowId, bounds });
  }

  static getAllWindows(): BrowserWindow[] {
    return [...windows];
  }
  static getFocusedWindow(): BrowserWindow | null {
    return windows.find((window) => window.isFocused()) ?? null;
  }
  static fromWebContents(contents: unknown): BrowserWindow | null {
    return windows.find((window) => window.webContents === contents) ?? null;
  }
  static fromId(id: number): BrowserWindow | null {
    return windows.find((window) => window.id === id) ?? null;
  }

  async loadURL(url: string): Promise<void> {
    await this.#ready;
    await this.webContents.load(url);
  }
  show() {
    record('shown');
    this.#isVisible = true;
    this.emit('show');
  }
  showInactive() {
    this.show();
  }
  hide() {
    record('hidden');
    this.#isVisible = false;
    // A hidden window loses the focus.
    if (focused === this.#view) this.blur();
    this.emit('hide');
  }
  focus() {
    record('focused');
    focused = this.#view;
    this.webContents.focus();
    this.emit('focus');
    onAppEvent('browser-window-focus', {}, this.#view);
  }
  blur() {
    if (focused === this.#view) focused = null;
    this.emit('blur');
    onAppEvent('browser-window-blur', {}, this.#view);
  }
  isFocused() {
    return focused === this.#view;
  }
  isVisible() {
    return this.#isVisible;
  }
  isMinimized() {
    return this.#state === 'minimized';
  }
  isMaximized() {
    return this.#state === 'maximized';
  }
  isFullScreen() {
    return this.#state === 'fullscreen';
  }
  minimize() {
    record('minimized');
    this.#state = 'minimized';
    this.emit('minimize');
  }
  maximize() {
    record('maximized');
    this.#state = 'maximized';
    this.emit('maximize');
  }
  unmaximize() {
    this.#state = 'normal';
    this.emit('unmaximize');
  }
  setFullScreen(isOn: boolean) {
    record('fullscreen', { isOn });
    this.#state = isOn ? 'fullscreen' : 'normal';
    this.emit(isOn ? 'enter-full-screen' : 'leave-full-screen');
  }
  restore() {
    record('restored');
    this.#state = 'normal';
    this.emit('restore');
  }
  getBounds() {
    return { ...this.#bounds };
  }
  getNormalBounds() {
    return this.getBounds();
  }
  setBounds(bounds: Partial<Bounds>) {
    this.#bounds = { ...this.#bounds, ...bounds };
    record('bounds', this.#bounds);
    this.emit('resize');
    this.emit('move');
  }
  getTitle() {
    return this.#title;
  }
  setTitle(title: string) {
    this.#title = title;
    record('title', { title });
  }
  setProgressBar(fraction: number, options?: { mode?: string }) {
    record('progress', { fraction, ...options });
  }
  flashFrame(isOn: boolean) {
    record('flash', { isOn });
  }
  setOverlayIcon(image: unknown, description: string) {
    record('overlay-icon', { hasImage: image !== null, description });
  }
  setMenuBarVisibility(isVisible: boolean) {
    record('menu-bar', { isVisible });
  }
  setAutoHideMenuBar(isHidden: boolean) {
    record('menu-bar', { isVisible: !isHidden });
  }
  isDestroyed() {
    return this.#isDestroyed;
  }
  /** Returns whether it closed. https://www.electronjs.org/docs/latest/api/browser-window#event-close */
  close(): boolean {
    if (this.#isDestroyed) return true;
    const event = createEvent({});
    this.emit('close', event);
    if (event.defaultPrevented) return false;
    this.destroy();
    return true;
  }
  destroy() {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    windows.splice(windows.indexOf(this.#view), 1);
    if (focused === this.#view) focused = null;
    void this.#ready.then(() => closeTarget(this.#targetId)).catch(() => undefined);
    this.webContents.destroy();
    record('closed');
    this.emit('closed');
    if (windows.length === 0) onAllClosed();
  }
}

let focused: BrowserWindow | null = null;

const first = (): BrowserWindow => {
  const [window] = windows;
  if (window === undefined) throw new Error('There is no window.');
  return window;
};
/** A call from a frame that the window does not have, for tests of the sender check. */
onRequest('call', ({ name, input, from, isChild }) =>
  callAs({
    name: String(name),
    input,
    from: String(from),
    isChild: isChild === true,
    sender: first().webContents,
  }),
);
onRequest('close-window', () => first().close());
onRequest('minimize-window', () => first().minimize());
onRequest('blur-window', () => first().blur());
onRequest('focus-window', () => first().focus());
onRequest('set-bounds', ({ bounds }) => first().setBounds(bounds as Partial<Bounds>));
onRequest('maximize-window', () => first().maximize());
onRequest('crash-page', () => first().webContents.forcefullyCrashRenderer());
onRequest('file-paths', ({ files }) =>
  first().webContents.addPaths(files as Parameters<WebContents['addPaths']>[0]),
);
onRequest('emit-window', ({ event, args }) => {
  first().emit(String(event), createEvent({}), ...(args as unknown[]));
});
/** Returns whether the program has prevented it. */
onRequest('emit-contents', ({ event: name, args }) => {
  const event = createEvent({});
  first().webContents.emit(String(name), event, ...(args as unknown[]));
  return event.defaultPrevented;
});
