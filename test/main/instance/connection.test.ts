import { connect, type Socket } from 'node:net';
import { expect, onTestFinished, test, vi } from 'vitest';
import { fail, ok, type Result } from '#contract/errors.ts';
import { addressOf } from '#main/instance/address.ts';
import { claim } from '#main/instance/claim.ts';
import { callsOver, connectInstance, type InstanceClient } from '#main/instance/client.ts';
import { protocolVersion } from '#main/instance/frames.ts';
import { createInstanceServer } from '#main/instance/server.ts';
import type { Announcement } from '#main/ipc/events.ts';
import type { Reply } from '#main/ipc/serve.ts';
import { systemClock } from '#main/node-ports.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { createTestLog } from '../storage/test-log.ts';

const version = '1.2.3';
const clock = systemClock;
const hello = { kind: 'hello', protocol: protocolVersion, version };

const openOwner = async (page: (name: string, input: unknown) => Promise<Reply>) => {
  const address = addressOf(tempFolder(), {});
  if (!address.ok) throw new Error(address.error.code);
  const claimed = await claim(address.value, { clock });
  if (!claimed.ok || claimed.value.kind !== 'owner') throw new Error('not the owner');
  const log = createTestLog();
  const server = createInstanceServer({ claimed: claimed.value, version, host: 'desktop', log });
  onTestFinished(() => server.close());
  const listeners = new Set<Announcement>();
  server.open({
    page,
    owner: page,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  });
  const socketTo = (): Promise<Socket> =>
    new Promise((resolve) => {
      const socket = connect({ path: address.value.socketPath });
      socket.on('error', () => undefined);
      socket.once('connect', () => resolve(socket));
      onTestFinished(() => void socket.destroy());
    });
  const join = async (): Promise<InstanceClient> => {
    const client = await connectInstance(await socketTo(), { version, clock });
    if (client === 'ended' || !client.ok) throw new Error('not connected');
    return client.value;
  };
  return { server, log, listeners, socketTo, join };
};

const callsOf = (client: InstanceClient) =>
  callsOver(async (call) => {
    const reply = await client.call(call);
    return reply === 'not-made' ? fail('cancelled', { subject: reply }) : reply;
  });

/** Resolves when the owner has ended the connection after these lines. */
const endsAfter = async (socket: Socket, ...lines: readonly string[]): Promise<void> => {
  socket.resume();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  for (const line of lines) socket.write(`${line}\n`);
  await closed;
};

test('the owner answers a call, and an answer that does not match the output schema is an error', async () => {
  const received: unknown[] = [];
  const { join } = await openOwner(async (name, input) => {
    received.push([name, input]);
    return name === 'jobs.list' ? ok([]) : ok({ nonsense: true });
  });
  const { handlers, owner } = callsOf(await join());
  expect(await handlers['jobs.list']({})).toEqual(ok([]));
  expect(await owner.resume({ jobIds: null })).toEqual(ok({}));
  expect(await handlers['spending.get']({})).toEqual(fail('internal', { subject: 'spending.get' }));
  expect(received).toEqual([
    ['jobs.list', {}],
    ['resume', { jobIds: null }],
    ['spending.get', {}],
  ]);
});

test('events reach a client that has subscribed, until it ends the subscription', async () => {
  const { join, listeners } = await openOwner(async () => ok({}));
  const client = await join();
  expect(listeners.size).toBe(0);
  const events: unknown[] = [];
  const unsubscribe = client.subscribe((name, payload) => events.push([name, payload]));
  await vi.waitFor(() => expect(listeners.size).toBe(1));
  for (const listener of listeners) listener('library.changed', { total: 3 });
  await vi.waitFor(() => expect(events).toEqual([['library.changed', { total: 3 }]]));
  unsubscribe();
  client.close();
  await vi.waitFor(() => expect(listeners.size).toBe(0));
});

test.each([
  ['a line that is not JSON', ['hello']],
  ['a frame before the hello', ['{"kind":"subscribe"}']],
  ['an unknown frame', [JSON.stringify(hello), '{"kind":"shutdown"}']],
  ['a second hello', [JSON.stringify(hello), JSON.stringify(hello)]],
  [
    'a call to an unknown contract',
    [JSON.stringify(hello), '{"kind":"call","id":1,"to":"disk","name":"x","input":{}}'],
  ],
  ['another protocol', [JSON.stringify({ ...hello, protocol: protocolVersion + 1 })]],
  ['another version', [JSON.stringify({ ...hello, version: '9.9.9' })]],
])('the owner ends a connection that sends %s, and serves the others', async (_, lines) => {
  const { socketTo, join } = await openOwner(async () => ok([]));
  const other = callsOf(await join());
  await endsAfter(await socketTo(), ...lines);
  expect(await other.handlers['jobs.list']({})).toEqual(ok([]));
});

test('the owner ends a connection that sends an endless line', async () => {
  const { socketTo, join } = await openOwner(async () => ok([]));
  const socket = await socketTo();
  socket.resume();
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  const block = 'x'.repeat(1_000_000);
  const flood = setInterval(() => socket.write(block), 1);
  await closed;
  clearInterval(flood);
  expect(await callsOf(await join()).handlers['jobs.list']({})).toEqual(ok([]));
});

test.each([
  ['its version', { version: '9.9.9' }],
  ['its protocol', {}],
])(
  'reports an owner that differs in %s as another version',
  async (_, { version: other }: { version?: string }) => {
    const { socketTo } = await openOwner(async () => ok([]));
    const socket = await socketTo();
    const connected = await connectInstance(socket, { version: other ?? '0.0.1', clock });
    expect(connected).toEqual(fail('owner-other-version', { subject: version }));
  },
);

test('reports a data folder whose owner does not respond as in use', async () => {
  const address = addressOf(tempFolder(), {});
  if (!address.ok) throw new Error(address.error.code);
  const claimed = await claim(address.value, { clock });
  if (!claimed.ok || claimed.value.kind !== 'owner') throw new Error('not the owner');
  const { server } = claimed.value;
  const socket = connect({ path: address.value.socketPath });
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  const connected = await connectInstance(socket, { version, clock: { sleep: async () => undefined } });
  expect(connected).toEqual(fail('data-in-use'));
});

test('a closing owner answers running calls and accepts no others', async () => {
  const answers: (() => void)[] = [];
  const { server, join } = await openOwner(
    () => new Promise((resolve) => answers.push(() => resolve(ok([])))),
  );
  const client = await join();
  const { handlers } = callsOf(client);
  const made = handlers['jobs.list']({});
  await vi.waitFor(() => expect(answers).toHaveLength(1));
  let isDrained = false;
  const drained = server.drain(new AbortController().signal).then(() => {
    isDrained = true;
  });
  await vi.waitFor(() => expect(client.isClosing()).toBe(true));
  expect(await handlers['jobs.list']({})).toEqual(fail('cancelled', { subject: 'not-made' }));
  expect(isDrained).toBe(false);
  answers[0]?.();
  expect(await made).toEqual(ok([]));
  await drained;
});

test('reports a call as not made that the owner had not read when it ended', async () => {
  let made = 0;
  const { server, join } = await openOwner(async () => {
    made += 1;
    return ok([]);
  });
  const client = await join();
  // Written to the socket; the owner drains and closes before it reads.
  const answer = client.call({ to: 'page', name: 'jobs.submit', input: {} });
  await server.drain(new AbortController().signal);
  await server.close();
  expect([await answer, made, client.isClosing()]).toEqual(['not-made', 0, true]);
});

test('a closing owner stops waiting when its signal is aborted', async () => {
  const received = Promise.withResolvers<void>();
  const { server, join } = await openOwner(() => {
    received.resolve();
    return new Promise(() => undefined);
  });
  const { handlers } = callsOf(await join());
  const lost = handlers['jobs.list']({});
  await received.promise;
  await server.drain(AbortSignal.timeout(50));
  await server.close();
  expect(await lost).toEqual(fail('connection-lost'));
});

test('reports an unknown charge for a call that may have been paid when the owner is gone', async () => {
  const { join, listeners: _ } = await openOwner(() => new Promise(() => undefined));
  const client = await join();
  const { handlers } = callsOf(client);
  const calls: Promise<Result<unknown>>[] = [
    handlers['jobs.list']({}),
    handlers['jobs.retry']({ jobId: 'j1' as never, allowOverLimit: false }),
  ];
  client.close();
  await client.ended;
  expect(await Promise.all(calls)).toEqual([
    fail('connection-lost'),
    fail('connection-lost', { charged: 'unknown' }),
  ]);
});
