/**
 * The two JavaScript worlds of a page. The preload runs in an isolated world with what Electron's sandbox offers it;
 * the page's own world receives what `contextBridge` lets through. Both functions are injected as their source: they
 * use nothing outside themselves.
 */
import { createCodec } from './clone.ts';

type Packed =
  | { kind: 'value'; value: unknown }
  | { kind: 'function' | 'promise'; id: number }
  | { kind: 'error'; message: string }
  | { kind: 'array'; items: Packed[] }
  | { kind: 'object'; entries: [string, Packed][] };
type Message =
  | { kind: 'expose'; key: string; api: Packed }
  | { kind: 'call'; id: number; call: number; args: Packed[] }
  | { kind: 'reply'; call: number; value?: Packed; failure?: string }
  | { kind: 'settled'; id: number; value?: Packed; failure?: string };

/**
 * https://www.electronjs.org/docs/latest/api/context-bridge: functions are proxied, other values copied and frozen.
 * Chromium clones the `detail` of an event that another world reads, so a File passes and a function cannot.
 */
const connectWorlds = (channel: string, mine: string, other: string) => {
  let last = 0;
  let failureOfExpose = '';
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const promises = new Map<number, PromiseWithResolvers<unknown>>();
  const replies = new Map<number, (reply: { value?: Packed; failure?: string }) => void>();
  const send = (message: Message) =>
    document.dispatchEvent(new CustomEvent(`${channel}-${other}`, { detail: message }));
  const messageOf = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause));
  const clonedAsTheyAre =
    /^(File|Blob|FileList|ArrayBuffer|DataView|Date|RegExp|Map|Set|ImageData|ImageBitmap|\w+Array)$/;
  const pack = (value: unknown): Packed => {
    if (typeof value === 'symbol') throw new TypeError('A symbol cannot pass the context bridge.');
    last += 1;
    const id = last;
    if (typeof value === 'function') {
      functions.set(id, value as (...args: unknown[]) => unknown);
      return { kind: 'function', id };
    }
    if (value === null || typeof value !== 'object') return { kind: 'value', value };
    if (value instanceof Promise) {
      value.then(
        (one) => send({ kind: 'settled', id, value: pack(one) }),
        (cause) => send({ kind: 'settled', id, failure: messageOf(cause) }),
      );
      return { kind: 'promise', id };
    }
    if (Array.isArray(value)) return { kind: 'array', items: value.map(pack) };
    if (value instanceof Error) return { kind: 'error', message: value.message };
    if (clonedAsTheyAre.test(Object.prototype.toString.call(value).slice(8, -1)))
      return { kind: 'value', value: structuredClone(value) };
    if (value instanceof Node) throw new Error('The stand-in passes no element over the context bridge.');
    return { kind: 'object', entries: Object.entries(value).map(([key, one]) => [key, pack(one)]) };
  };
  const unpack = (packed: Packed): unknown => {
    if (packed.kind === 'value') return packed.value;
    if (packed.kind === 'error') return new Error(packed.message);
    if (packed.kind === 'array') return packed.items.map(unpack);
    if (packed.kind === 'object')
      return Object.fromEntries(packed.entries.map(([key, one]) => [key, unpack(one)]));
    if (packed.kind === 'promise') {
      const waiting = Promise.withResolvers<unknown>();
      promises.set(packed.id, waiting);
      return waiting.promise;
    }
    const { id } = packed;
    return (...args: unknown[]) => {
      last += 1;
      const call = last;
      const packedArgs = args.map(pack);
      let reply: { value?: Packed; failure?: string } | undefined;
      replies.set(call, (one) => {
        reply = one;
      });
      send({ kind: 'call', id, call, args: packedArgs });
      replies.delete(call);
      if (reply === undefined) throw new Error('The other world did not reply.');
      if (reply.value === undefined) throw new Error(reply.failure ?? '');
      return unpack(reply.value);
    };
  };
  const freeze = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
    for (const one of Object.values(value)) freeze(one);
    return Object.freeze(value);
  };
  const receive = (message: Message): void => {
    if (message.kind === 'expose')
      Object.defineProperty(window, message.key, { value: freeze(unpack(message.api)), enumerable: true });
    else if (message.kind === 'reply') replies.get(message.call)?.(message);
    else if (message.kind === 'settled') {
      const waiting = promises.get(message.id);
      promises.delete(message.id);
      if (message.value === undefined) waiting?.reject(new Error(message.failure));
      else waiting?.resolve(unpack(message.value));
    } else {
      const { call } = message;
      try {
        const value = functions.get(message.id)?.(...message.args.map(unpack));
        send({ kind: 'reply', call, value: pack(value) });
      } catch (cause) {
        send({ kind: 'reply', call, failure: messageOf(cause) });
      }
    }
  };
  document.addEventListener(`${channel}-${mine}`, (event) => {
    // Only the other world knows the name of the channel.
    const { detail } = event as CustomEvent<Message | null>;
    if (detail === null) failureOfExpose = 'An object could not be cloned.';
    else receive(detail);
  });
  return {
    exposeInMainWorld: (key: string, api: unknown) => {
      send({ kind: 'expose', key, api: pack(api) });
      if (failureOfExpose !== '') throw new Error(failureOfExpose);
    },
  };
};

/**
 * The preload's side. https://www.electronjs.org/docs/latest/tutorial/sandbox#preload-scripts: `require` knows
 * `electron` and a few polyfills, `process` is reduced, Node's globals are absent.
 */
const runPreload = (
  options: { readonly channel: string; readonly binding: string; readonly platform: string },
  connect: typeof connectWorlds,
  makeCodec: typeof createCodec,
  preload: (require: (name: string) => unknown, process: unknown, module: object, exports: object) => void,
) => {
  type FilePath = { name: string; size: number; lastModified: number; path: string };
  const { encode, decode } = makeCodec(
    (bytes) => {
      let text = '';
      for (let at = 0; at < bytes.length; at += 0x8000)
        text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
      return btoa(text);
    },
    (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)),
  );
  const refuse = <T extends object>(name: string, target: T): T =>
    new Proxy(target, {
      get: (object, key) => {
        if (typeof key === 'symbol' || key in object) return Reflect.get(object, key);
        throw new Error(`The Electron stand-in has no ${name}.${key}`);
      },
    });
  const global = globalThis as unknown as Record<string, unknown>;
  const post = (message: object) => {
    const binding = global[options.binding];
    if (typeof binding !== 'function') throw new Error('The binding of the stand-in is missing.');
    binding(JSON.stringify(message));
  };
  let last = 0;
  const pending = new Map<number, PromiseWithResolvers<unknown>>();
  const listeners = new Map<string, ((event: object, ...args: unknown[]) => void)[]>();
  const add = (channel: string, listener: (event: object, ...args: unknown[]) => void) =>
    listeners.set(channel, [...(listeners.get(channel) ?? []), listener]);
  const remove = (channel: string, listener: unknown) =>
    listeners.set(
      channel,
      (listeners.get(channel) ?? []).filter((one) => one !== listener),
    );
  const ipcRenderer = refuse('ipcRenderer', {
    invoke: (channel: string, ...args: unknown[]) => {
      last += 1;
      const waiting = Promise.withResolvers<unknown>();
      const text = encode(args);
      pending.set(last, waiting);
      post({ kind: 'invoke', id: last, channel, args: text });
      return waiting.promise;
    },
    send: (channel: string, ...args: unknown[]) => post({ kind: 'send', channel, args: encode(args) }),
    on: add,
    off: remove,
    removeListener: remove,
  });
  const paths: FilePath[] = [];
  const webUtils = refuse('webUtils', {
    // '' for a file that was made in the page, as a pasted image is.
    getPathForFile: (file: File) =>
      paths.findLast(
        ({ name, size, lastModified }) =>
          name === file.name && size === file.size && lastModified === file.lastModified,
      )?.path ?? '',
  });
  const contextBridge = refuse('contextBridge', {
    exposeInMainWorld: connect(options.channel, 'preload', 'page').exposeInMainWorld,
  });
  /** Called by the program's process through the debugger, which reaches this world alone. */
  global.understudyShell = {
    answer: (id: number, text: string | null, failure: string) => {
      const waiting = pending.get(id);
      pending.delete(id);
      if (text === null) waiting?.reject(new Error(failure));
      else waiting?.resolve(decode(text));
    },
    event: (channel: string, text: string) => {
      for (const listener of listeners.get(channel) ?? [])
        listener({ sender: ipcRenderer }, ...(decode(text) as unknown[]));
    },
    addPaths: (more: readonly FilePath[]) => void paths.push(...more),
  };
  const electron = refuse('the sandboxed electron', { contextBridge, ipcRenderer, webUtils });
  const require = (name: string) => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name}`);
  };
  const process = refuse('the sandboxed process', {
    platform: options.platform,
    sandboxed: true,
    contextIsolated: true,
    type: 'renderer',
  });
  const module = { exports: {} };
  try {
    preload(require, process, module, module.exports);
  } catch (cause) {
    post({
      kind: 'preload-error',
      message: cause instanceof Error ? (cause.stack ?? cause.message) : String(cause),
    });
  }
};

/** The script of the page's own world, which must run before the preload. */
export const pageScript = (channel: string): string =>
  `(${connectWorlds})(${JSON.stringify(channel)}, 'page', 'preload');`;

/** Only in the top frame: Electron runs preloads of frames only with `nodeIntegrationInSubFrames`. */
export const preloadScript = (
  options: { readonly channel: string; readonly binding: string; readonly platform: string },
  source: string,
): string =>
  `if (window === window.top && location.protocol !== 'about:') (${runPreload})(${JSON.stringify(options)}, ${connectWorlds}, ${createCodec}, (require, process, module, exports) => {
    const Buffer = undefined, global = undefined, __dirname = undefined, __filename = undefined;
${source}
  });`;
