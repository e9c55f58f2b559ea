/** The owner's side of the connections: answers clients with the same `serve` as the page. */
import type { Socket } from 'node:net';
import type { About } from '#contract/model/settings.ts';
import { untilAborted } from '../background.ts';
import type { Announcement } from '../ipc/events.ts';
import type { Serve } from '../ipc/serve.ts';
import type { Log } from '../ports.ts';
import type { Claim } from './claim.ts';
import {
  anyHelloSchema,
  type FromClient,
  fromClientSchema,
  maxClientFrameBytes,
  protocolVersion,
  readFrames,
  sendFrame,
} from './frames.ts';
import { type ConnectionServe, closingSources } from './opened-sources.ts';

/** What clients can call once the program is open. */
export type Served = {
  readonly page: Serve;
  readonly owner: Serve;
  /** Returns the function that ends the subscription. */
  readonly subscribe: (listener: Announcement) => () => void;
};

export type InstanceServer = {
  /** Begins to answer calls, including those already received. */
  readonly open: (served: Served) => void;
  /** Accepts no more calls, and waits for those that are running until `signal` is aborted. */
  readonly drain: (signal: AbortSignal) => Promise<void>;
  /** Ends all connections; afterwards another process may become the owner. */
  readonly close: () => Promise<void>;
};

type Client = {
  readonly socket: Socket;
  isKnown: boolean;
  /** null: no call of the client was made yet. */
  page: ConnectionServe | null;
  unsubscribe: (() => void) | null;
};

/** Grace period in which clients read the last answers, in milliseconds. */
const lingerMs = 1000;

export const createInstanceServer = (deps: {
  readonly claimed: Extract<Claim, { kind: 'owner' }>;
  readonly version: string;
  readonly host: About['host'];
  readonly log: Log;
}): InstanceServer => {
  const { claimed, version, host, log } = deps;
  const clients = new Set<Client>();
  const opened = Promise.withResolvers<Served>();
  const calls = new Set<Promise<void>>();
  let isClosing = false;
  let isDrained = false;

  const answer = async (client: Client, call: Extract<FromClient, { kind: 'call' }>): Promise<void> => {
    const { id, to, name, input } = call;
    const served = await opened.promise;
    client.page ??= closingSources(served.page);
    const serve = to === 'page' ? client.page.serve : served.owner;
    sendFrame(client.socket, { kind: 'answer', id, reply: await serve(name, input) });
  };

  const subscribe = async (client: Client): Promise<void> => {
    const served = await opened.promise;
    if (client.unsubscribe !== null || client.socket.destroyed) return;
    client.unsubscribe = served.subscribe((name, payload) =>
      sendFrame(client.socket, { kind: 'event', name, payload }),
    );
  };

  /** Throws for an invalid frame, which ends the connection. */
  const take = (client: Client, frame: unknown): void => {
    const { socket } = client;
    if (!client.isKnown) {
      const hello = anyHelloSchema.parse(frame);
      // The client reads the owner's version in its hello and reports the difference.
      if (hello.protocol !== protocolVersion || hello.version !== version) return void socket.end();
      client.isKnown = true;
      return;
    }
    const read = fromClientSchema.parse(frame);
    if (read.kind === 'subscribe') return void subscribe(client);
    if (read.kind === 'hello') throw new Error('a second hello');
    if (isClosing) return void sendFrame(socket, { kind: 'not-made', id: read.id });
    const call = answer(client, read).finally(() => calls.delete(call));
    calls.add(call);
  };

  claimed.accept((socket) => {
    const client: Client = { socket, isKnown: false, page: null, unsubscribe: null };
    clients.add(client);
    socket.once('close', () => {
      client.unsubscribe?.();
      clients.delete(client);
      // Calls that arrived before the program was open are made first.
      void opened.promise.then(() => client.page?.end());
    });
    readFrames(socket, {
      maxBytes: maxClientFrameBytes,
      onFrame: (frame) => {
        try {
          take(client, frame);
        } catch (cause) {
          log.warn('instance connection closed: invalid frame', { cause });
          throw cause;
        }
      },
    });
    sendFrame(socket, { kind: 'hello', protocol: protocolVersion, version, host, isClosing });
  });

  return {
    open: opened.resolve,
    drain: async (signal) => {
      isClosing = true;
      for (const { socket } of clients) sendFrame(socket, { kind: 'closing' });
      const idle = async (): Promise<void> => {
        while (calls.size > 0) await Promise.allSettled(calls);
      };
      await Promise.race([idle(), untilAborted(signal)]);
      isDrained = calls.size === 0;
    },
    close: async () => {
      isClosing = true;
      await new Promise<void>((resolve) => {
        claimed.server.close(() => resolve());
        for (const { socket } of clients) {
          if (!isDrained) socket.destroySoon();
          else {
            // The socket is read until the client closes it: a write of the client that fails would lose this frame.
            sendFrame(socket, { kind: 'drained' });
            socket.end();
          }
        }
        // A client that does not read must not delay the end of the owner.
        setTimeout(() => clients.forEach(({ socket }) => void socket.destroy()), lingerMs).unref();
      });
    },
  };
};
