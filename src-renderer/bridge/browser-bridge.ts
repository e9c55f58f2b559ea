/** The bridge over loopback HTTP, for browser mode: the same calls, files as bodies, events as a stream. */
import { callNames, type EventName, hostCallNames, type PageCallName } from '#contract/channels.ts';
import type { Bridge } from '#contract/ipc.ts';

/** What is used of the browser's EventSource. */
export type EventStream = Pick<EventSource, 'addEventListener' | 'removeEventListener'>;

/** A bridge that can tell whether the program answers. */
export type PageBridge = Bridge<File> & {
  readonly watchLine: (listener: (isOpen: boolean) => void) => void;
};

/** Another site's page cannot set this header. */
const ours = { 'x-understudy': '1' };

const hostOnly = new Set<string>(hostCallNames);
const isPageCall = (name: string): name is PageCallName => !hostOnly.has(name);

export const createBrowserBridge = (deps: {
  readonly fetch: typeof fetch;
  readonly openStream: (address: string) => EventStream;
}): PageBridge => {
  const stream = deps.openStream('/events');
  const post = async (path: string, body: BodyInit, contentType: string): Promise<unknown> => {
    const headers = { ...ours, 'content-type': contentType };
    const response = await deps.fetch(path, { method: 'POST', body, headers, credentials: 'same-origin' });
    return response.json();
  };
  const call = (name: PageCallName) => (input: unknown) =>
    post(`/call/${name}`, JSON.stringify(input), 'application/json');
  const calls = Object.fromEntries(callNames.filter(isPageCall).map((name) => [name, call(name)]));
  return {
    // Made from the very list of names that the type is made from.
    calls: calls as Bridge<File>['calls'],
    openFile: (file) =>
      post(`/files?name=${encodeURIComponent(file.name)}`, file, 'application/octet-stream'),
    importFile: (file) =>
      post(`/imports?name=${encodeURIComponent(file.name)}`, file, 'application/octet-stream'),
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
