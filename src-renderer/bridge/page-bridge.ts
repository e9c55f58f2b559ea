/**
 * The bridge of the page: the one that the preload of the desktop window provides, or loopback HTTP in browser mode: the
 * same calls, files as bodies, events as a stream.
 */
import type { Bridge } from '#contract/bridge.ts';
import { type PageCallName, pageCallNames } from '#contract/calls.ts';
import type { EventName } from '#contract/events.ts';

/** The used part of the browser's EventSource. */
export type EventStream = Pick<EventSource, 'addEventListener' | 'removeEventListener'>;

/** A bridge that reports whether the program answers. */
export type PageBridge = Bridge<File> & {
  readonly watchLine: (listener: (isOpen: boolean) => void) => void;
};

/** The answer is not from this program: it was closed, or another program or session answers at its address. */
export class ConnectionLost extends Error {}

/** A page of another site cannot set this header. */
const ours = { 'x-understudy': '1' };

/**
 * Names and notes are also saved while the page unloads, which aborts every request without `keepalive`. All
 * `keepalive` requests together may hold 64 KiB (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch), so long
 * ones are sent without it.
 */
const outlivesPage = (name: PageCallName, body: string): boolean =>
  name === 'library.mark' && body.length < 5000;

export const createBrowserBridge = (deps: {
  readonly fetch: typeof fetch;
  readonly openStream: (address: string) => EventStream;
}): PageBridge => {
  const stream = deps.openStream('/events');
  const post = async (
    path: string,
    {
      contentType,
      ...sent
    }: { readonly body: BodyInit; readonly contentType: string; readonly keepalive?: boolean },
  ): Promise<unknown> => {
    const headers = { ...ours, 'content-type': contentType };
    try {
      const response = await deps.fetch(path, {
        method: 'POST',
        ...sent,
        headers,
        credentials: 'same-origin',
      });
      return await response.json();
    } catch (cause) {
      throw new ConnectionLost(cause instanceof Error ? cause.message : 'no answer', { cause });
    }
  };
  const call = (name: PageCallName) => (input: unknown) => {
    const body = JSON.stringify(input);
    const keepalive = outlivesPage(name, body);
    return post(`/call/${name}`, {
      body,
      contentType: 'application/json',
      ...(keepalive ? { keepalive } : {}),
    });
  };
  const postFile = (path: string, file: File) =>
    post(`${path}?name=${encodeURIComponent(file.name)}`, {
      body: file,
      contentType: 'application/octet-stream',
    });
  const calls = Object.fromEntries(pageCallNames.map((name) => [name, call(name)]));
  return {
    // The type is derived from the same list of names.
    calls: calls as Bridge<File>['calls'],
    openFile: (file) => postFile('/files', file),
    importFile: (file) => postFile('/imports', file),
    on: (event: EventName, listener) => {
      const forward = (message: MessageEvent<string>) => listener(JSON.parse(message.data));
      stream.addEventListener(event, forward);
      return () => stream.removeEventListener(event, forward);
    },
    watchLine: (listener) => {
      stream.addEventListener('hello', () => listener(true));
      stream.addEventListener('error', () => listener(false));
    },
  };
};

declare global {
  // biome-ignore lint/style/useConsistentTypeDefinitions: only an interface can add to the browser's own Window
  interface Window {
    readonly understudy?: Bridge<File>;
  }
}

export const findBridge = (): PageBridge => {
  const { understudy } = window;
  if (!understudy)
    return createBrowserBridge({
      fetch: (address, init) => fetch(address, init),
      openStream: (address) => new EventSource(address),
    });
  // The window exits together with the program, so the connection is never lost.
  return { ...understudy, watchLine: (listener) => listener(true) };
};
