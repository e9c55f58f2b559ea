// @vitest-environment happy-dom
import { expect, test } from 'vitest';
import { ConnectionLost, createBrowserBridge } from '#renderer/bridge/page-bridge.ts';

const setUp = () => {
  const sent: { address: string; init: RequestInit | undefined }[] = [];
  const stream = new EventTarget();
  const opened: string[] = [];
  const bridge = createBrowserBridge({
    fetch: async (address, init) => {
      sent.push({ address: String(address), init });
      return new Response('{"ok":true,"value":{}}');
    },
    openStream: (address) => {
      opened.push(address);
      // The bridge only adds and removes listeners, which every event target supports.
      return stream as EventSource;
    },
  });
  return { bridge, sent, stream, opened };
};

test('a call is sent as JSON under its name, with the header that another site cannot set', async () => {
  const { bridge, sent } = setUp();
  expect(await bridge.calls['library.get']({ itemId: 'abcdefgh' })).toEqual({ ok: true, value: {} });
  expect(sent).toEqual([
    {
      address: '/call/library.get',
      init: {
        method: 'POST',
        body: '{"itemId":"abcdefgh"}',
        headers: { 'x-understudy': '1', 'content-type': 'application/json' },
        credentials: 'same-origin',
      },
    },
  ]);
});

test('marks of a result are sent even while the page unloads, if they are short', async () => {
  const { bridge, sent } = setUp();
  const change = (notes: string) => ({ itemIds: ['abcdefgh'], change: { notes } });
  await bridge.calls['library.mark'](change('odd elbow'));
  await bridge.calls['library.mark'](change('x'.repeat(20_000)));
  expect(sent.map(({ init }) => init?.keepalive)).toEqual([true, undefined]);
});

test('a file is sent unchanged, with its name in the address', async () => {
  const { bridge, sent } = setUp();
  const file = new File(['bytes'], 'my video & more.mp4');
  await bridge.openFile(file);
  expect(sent[0]?.address).toBe('/files?name=my%20video%20%26%20more.mp4');
  expect(sent[0]?.init?.body).toBe(file);
});

test.each([
  ['the program is closed', () => Promise.reject(new TypeError('Failed to fetch'))],
  ['another session answers', async () => new Response('Open the address with the token', { status: 403 })],
  ['the answer is cut off', async () => new Response('{"ok":true,"val')],
])('where %s, the connection is lost', async (_, fetch) => {
  const bridge = createBrowserBridge({ fetch, openStream: () => new EventTarget() as EventSource });
  const file = new File(['bytes'], 'a.png');
  for (const answer of [bridge.calls['app.about']({}), bridge.openFile(file), bridge.importFile(file)])
    await expect(answer).rejects.toBeInstanceOf(ConnectionLost);
});

test('no call can name a path of the machine', () => {
  const { bridge } = setUp();
  expect(Object.keys(bridge.calls)).not.toContain('media.open');
  expect(Object.keys(bridge.calls)).not.toContain('media.openBytes');
});

test('events arrive on one stream and end with their subscription', () => {
  const { bridge, stream, opened } = setUp();
  const received: unknown[] = [];
  const stop = bridge.on('library.changed', (payload) => received.push(payload));
  stream.dispatchEvent(new MessageEvent('library.changed', { data: '{"total":2}' }));
  stop();
  stream.dispatchEvent(new MessageEvent('library.changed', { data: '{"total":3}' }));
  expect({ received, opened }).toEqual({ received: [{ total: 2 }], opened: ['/events'] });
});

test('the connection is open after the first message of the stream, and lost when the stream fails', () => {
  const { bridge, stream } = setUp();
  const received: boolean[] = [];
  bridge.watchLine((isOpen) => received.push(isOpen));
  for (const name of ['hello', 'error', 'hello']) stream.dispatchEvent(new Event(name));
  expect(received).toEqual([true, false, true]);
});
