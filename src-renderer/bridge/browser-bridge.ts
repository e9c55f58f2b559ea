/** The bridge over loopback HTTP, for browser mode: the same calls, files as bodies, events as a stream. */

import type { Bridge } from '#contract/bridge.ts';
import { type PageCallName, pageCallNames } from '#contract/calls.ts';
import type { EventName } from '#contract/events.ts';

/** What is used of the browser's EventSource. */
export type EventStream = Pick<EventSource, 'addEventListener' | 'removeEventListener'>;

/** A bridge that can tell whether the program answers. */
export type PageBridge = Bridge<File> & {
  readonly watchLine: (listener: (isOpen: boolean) => void) => void;
};

/** No answer of the program's own came back: it was closed, or another program or session answers at its address. */
export class ConnectionLost extends Error {}

/** Another site's page cannot set this header. */
const ours = { 'x-understudy': '1' };

/**
 * Names and notes are saved while the page goes, too, which ends every request but those that ask to go on. All of them
 * together may hold 64 KiB (https://fetch.spec.whatwg.org/#http-network-or-cache-fetch), so a long one does without.
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
    // Made from the very list of names that the type is made from.
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
