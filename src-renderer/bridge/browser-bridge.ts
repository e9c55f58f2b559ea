/** The bridge over loopback HTTP, for browser mode: the same calls, files as bodies, events as a stream. */
import { callNames, type EventName, hostCallNames, type PageCallName } from '#contract/channels.ts';
import type { Bridge } from '#contract/ipc.ts';

/** Another site's page cannot set this header. */
const ours = { 'x-understudy': '1' };

const post = async (path: string, body: BodyInit, headers: Record<string, string>): Promise<unknown> => {
  const response = await fetch(path, { method: 'POST', body, headers: { ...ours, ...headers } });
  return response.json();
};

const hostOnly = new Set<string>(hostCallNames);
const isPageCall = (name: string): name is PageCallName => !hostOnly.has(name);

export const createBrowserBridge = (deps: { readonly onLine: (isOpen: boolean) => void }): Bridge<File> => {
  const stream = new EventSource('/events');
  stream.addEventListener('hello', () => deps.onLine(true));
  stream.addEventListener('error', () => deps.onLine(false));
  const call = (name: PageCallName) => (input: unknown) =>
    post(`/call/${name}`, JSON.stringify(input), { 'content-type': 'application/json' });
  const calls = Object.fromEntries(callNames.filter(isPageCall).map((name) => [name, call(name)]));
  return {
    // Made from the very list of names that the type is made from.
    calls: calls as Bridge<File>['calls'],
    openFile: (file) =>
      post(`/files?name=${encodeURIComponent(file.name)}`, file, {
        'content-type': 'application/octet-stream',
      }),
    on: (event: EventName, listener) => {
      const forward = (message: MessageEvent<string>) => listener(JSON.parse(message.data));
      stream.addEventListener(event, forward);
      return () => stream.removeEventListener(event, forward);
    },
  };
};
