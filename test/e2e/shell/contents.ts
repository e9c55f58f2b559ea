/** The contents of a window: a real page of the browser. https://www.electronjs.org/docs/latest/api/web-contents */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { browser, toCarried, toOwn } from './browser-link.ts';
import type { CdpSession, Params } from './cdp.ts';
import { codec } from './clone.ts';
import { record } from './control.ts';
import { createFrame, type Frame, invoke, receive } from './ipc.ts';
import type { Image } from './menu.ts';
import { watchNavigation } from './navigation.ts';
import { announceDownload, applyPermissions, type defaultSession } from './session.ts';
import { createEvent, StrictEmitter, strict } from './strict.ts';
import { pageScript, preloadScript } from './worlds.ts';

export type FilePath = { name: string; size: number; lastModified: number; path: string };
type WindowOpen = Parameters<Electron.WebContents['setWindowOpenHandler']>[0];

const events = [
  ...['will-navigate', 'will-redirect', 'will-frame-navigate', 'will-attach-webview', 'context-menu'],
  ...['did-finish-load', 'did-fail-load', 'dom-ready', 'render-process-gone', 'unresponsive', 'responsive'],
  ...['before-input-event', 'destroyed', 'did-navigate', 'preload-error', 'did-start-navigation'],
  ...['console-message', 'did-create-window', 'will-prevent-unload', 'zoom-changed'],
];
let lastId = 0;

export class WebContents extends StrictEmitter {
  readonly id: number;
  readonly session: typeof defaultSession;
  #page: CdpSession | null = null;
  readonly #binding = `shell${randomBytes(8).toString('hex')}`;
  #world: number | null = null;
  #url = '';
  #isCrashed = false;
  #isDestroyed = false;
  #isDevToolsOpen = false;
  readonly #frames = new Map<string, { url: string; parentId: string | null }>();
  readonly #worlds = new Map<number, string>();
  readonly #paths: FilePath[] = [];
  windowOpen: WindowOpen | null = null;
  /** What `event.sender` is: the strict view of this object. */
  readonly self: WebContents;

  constructor(session: typeof defaultSession) {
    super('webContents', events);
    lastId += 1;
    this.id = lastId;
    this.session = session;
    this.self = forward('webContents', this);
  }

  /** Connects the page that `targetId` is; nothing is loaded before. */
  async attach(page: CdpSession, preload: string | undefined): Promise<void> {
    this.#page = page;
    this.#listen(page);
    await Promise.all([page.send('Page.enable'), page.send('Runtime.enable'), page.send('Inspector.enable')]);
    await page.send('Page.setLifecycleEventsEnabled', { enabled: true });
    await watchNavigation(page, this.self as unknown as Electron.WebContents, () => this.windowOpen);
    if (preload !== undefined) {
      const channel = `shell-${randomBytes(8).toString('hex')}`;
      const options = { channel, binding: this.#binding, platform: process.platform };
      const source = preloadScript(options, readFileSync(preload, 'utf8'));
      await page.send('Runtime.addBinding', { name: this.#binding, executionContextName: 'preload' });
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source: pageScript(channel) });
      await page.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: 'preload' });
    }
    await applyPermissions(this.self as unknown as Electron.WebContents);
  }

  #listen(page: CdpSession): void {
    // The shapes of the DevTools protocol.
    page.on('Page.frameNavigated', ({ frame }) => {
      const { id, parentId, url } = frame as { id: string; parentId?: string; url: string };
      this.#frames.set(id, { url: toOwn(url), parentId: parentId ?? null });
      if (parentId !== undefined) return;
      this.#url = toOwn(url);
      this.emit('did-navigate', {}, this.#url, 200, 'OK');
    });
    // Chromium reports it for a frame's own documents and for changes of the fragment.
    page.on('Page.frameStartedNavigating', ({ frameId, url, navigationType }) => {
      const isSameDocument = /sameDocument/i.test(String(navigationType));
      const parentId = this.#frames.get(String(frameId))?.parentId ?? null;
      const details = { url: toOwn(String(url)), isMainFrame: parentId === null, isSameDocument };
      this.emit('did-start-navigation', createEvent(details));
    });
    page.on('Page.domContentEventFired', () => this.emit('dom-ready', {}));
    page.on('Page.loadEventFired', () => {
      record('did-finish-load', { url: this.#url });
      this.emit('did-finish-load', {});
    });
    page.on('Runtime.executionContextCreated', ({ context }) => {
      const { id, name, auxData } = context as { id: number; name: string; auxData: { frameId: string } };
      this.#worlds.set(id, auxData.frameId);
      const isTop = (this.#frames.get(auxData.frameId)?.parentId ?? null) === null;
      if (name !== 'preload' || !isTop) return;
      this.#world = id;
      void this.#tell('addPaths', this.#paths);
    });
    page.on('Runtime.executionContextDestroyed', ({ executionContextId }) => {
      if (executionContextId === this.#world) this.#world = null;
    });
    page.on('Runtime.executionContextsCleared', () => {
      this.#world = null;
      this.#worlds.clear();
    });
    page.on('Runtime.bindingCalled', (params) => {
      if (params.name === this.#binding) void this.#received(params);
    });
    page.on('Page.downloadWillBegin', ({ url, suggestedFilename }) =>
      announceDownload(toOwn(String(url)), String(suggestedFilename)),
    );
    page.on('Inspector.targetCrashed', () => {
      this.#isCrashed = true;
      this.#world = null;
      record('page-crashed');
      this.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
    });
  }

  #frame(id: string | null): Frame | null {
    const frame = id === null ? undefined : this.#frames.get(id);
    return frame === undefined ? null : createFrame(frame.url, this.#frame(frame.parentId));
  }

  get mainFrame(): Frame {
    return createFrame(this.#url, null);
  }

  async #received({ payload, executionContextId }: Params): Promise<void> {
    const message = JSON.parse(String(payload)) as {
      kind: 'invoke' | 'send' | 'preload-error';
      id: number;
      channel: string;
      args: string;
      message: string;
    };
    if (message.kind === 'preload-error') {
      record('preload-error', { message: message.message });
      this.emit('preload-error', {}, '', new Error(message.message));
      return;
    }
    const world = Number(executionContextId);
    const senderFrame = this.#frame(this.#worlds.get(world) ?? null);
    const event = { sender: this.self, senderFrame, type: 'frame', frameId: 1, processId: 1 };
    if (message.kind === 'send') return receive(message.channel, event, message.args);
    const { channel, id } = message;
    try {
      await this.#call(world, 'answer', id, await invoke(channel, event, message.args), '');
    } catch (cause) {
      const failure = `Error invoking remote method '${channel}': ${cause}`;
      await this.#call(world, 'answer', id, null, failure).catch(() => undefined);
    }
  }

  /** Calls a function that the preload's world offers the program's process. */
  async #call(world: number, name: string, ...args: unknown[]): Promise<void> {
    const list = args.map((arg) => JSON.stringify(arg)).join(', ');
    const expression = `understudyShell.${name}(${list})`;
    await this.#page?.send('Runtime.evaluate', { expression, contextId: world });
  }

  async #tell(name: string, ...args: unknown[]): Promise<void> {
    // The page has gone meanwhile: Electron drops such a message as well.
    if (this.#world !== null) await this.#call(this.#world, name, ...args).catch(() => undefined);
  }

  send(channel: string, ...args: unknown[]) {
    if (this.#isDestroyed) throw new Error('Object has been destroyed');
    const text = codec.encode(args);
    record('event', { event: channel, payload: args[0] });
    void this.#tell('event', channel, text);
  }

  /** Before a test drops these files, since `getPathForFile` is synchronous. */
  async addPaths(more: readonly FilePath[]): Promise<void> {
    this.#paths.push(...more);
    await this.#tell('addPaths', more);
  }

  setWindowOpenHandler(handler: WindowOpen) {
    this.windowOpen = handler;
  }

  /** https://www.electronjs.org/docs/latest/api/web-contents#contentsstartdragitem: both must be there. */
  startDrag({ file, icon }: Electron.Item) {
    if (!existsSync(file)) throw new Error(`Must specify a file to drag: ${file}`);
    if (typeof icon !== 'string' && icon.isEmpty()) throw new Error("Must specify 'icon' option");
    // The images of the stand-in know their path.
    record('drag', { file, icon: typeof icon === 'string' ? icon : (icon as unknown as Image).path });
  }

  async load(url: string): Promise<void> {
    record('loaded', { url });
    await this.#page?.send('Page.navigate', { url: toCarried(url) });
  }
  reload() {
    record('reloaded');
    this.#isCrashed = false;
    void this.#page?.send('Page.reload');
  }
  forcefullyCrashRenderer() {
    // The browser never answers this command.
    void this.#page?.send('Page.crash').catch(() => undefined);
  }
  focus() {
    void this.#page?.send('Page.bringToFront');
  }
  getURL() {
    return this.#url;
  }
  getTitle() {
    return '';
  }
  isCrashed() {
    return this.#isCrashed;
  }
  isDestroyed() {
    return this.#isDestroyed;
  }
  isDevToolsOpened() {
    return this.#isDevToolsOpen;
  }
  openDevTools() {
    record('devtools-opened');
    this.#isDevToolsOpen = true;
  }
  closeDevTools() {
    this.#isDevToolsOpen = false;
  }
  destroy() {
    if (this.#isDestroyed) return;
    this.#isDestroyed = true;
    this.#page = null;
    this.emit('destroyed', {});
  }
  /** Edit commands of menus. */
  cut() {
    record('edit', { command: 'cut' });
  }
  copy() {
    record('edit', { command: 'copy' });
  }
  paste() {
    record('edit', { command: 'paste' });
  }
  replaceMisspelling(word: string) {
    record('edit', { command: 'replaceMisspelling', word });
  }
}

/** A strict view whose methods run on the object itself, which has private fields. */
export const forward = <T extends object>(name: string, target: T): T =>
  strict(
    name,
    new Proxy(target, {
      get: (object, key) => {
        const value: unknown = Reflect.get(object, key, object);
        return typeof value === 'function' ? value.bind(object) : value;
      },
      set: (object, key, value) => Reflect.set(object, key, value, object),
    }),
  );

export const closeTarget = async (targetId: string): Promise<void> => {
  await (await browser).send('Target.closeTarget', { targetId }).catch(() => undefined);
};
