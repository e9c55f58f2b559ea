/** A loopback HTTP server for stand-ins: logs requests, reads bodies, lets a handler drop the connection. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export type Logged = {
  readonly server: string;
  readonly method: string;
  readonly path: string;
  /** The key in the request, because tests check where it was sent. */
  readonly authorization: string | null;
  readonly contentType: string | null;
  /** All others, without the key. */
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBytes: number;
  readonly body: unknown;
};

export type ReceivedRequest = {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
  readonly json: unknown;
};

export const isJson = (received: ReceivedRequest): boolean =>
  received.headers['content-type']?.split(';')[0] === 'application/json';

export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly json: unknown }
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly bytes: Buffer;
      /** Breaks off after so many bytes. */
      readonly cutAt?: number;
    }
  | 'drop';

export type Handler = (received: ReceivedRequest) => Reply | Promise<Reply>;

export type LoopbackServer = { readonly origin: string; readonly close: () => Promise<void> };

const maxBodyBytes = 120_000_000;

const readBody = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > maxBodyBytes) throw new Error('The body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

const withoutKey = (headers: IncomingMessage['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      name === 'authorization' || value === undefined ? [] : [[name, String(value)]],
    ),
  );

const parse = (body: Buffer): unknown => {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return undefined;
  }
};

const answer = (response: ServerResponse, reply: Reply): void => {
  if (reply === 'drop') {
    response.socket?.destroy();
    return;
  }
  if ('json' in reply) {
    response.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
    response.end(JSON.stringify(reply.json));
    return;
  }
  response.writeHead(reply.status, { 'content-length': String(reply.bytes.length), ...reply.headers });
  if (reply.cutAt === undefined) {
    response.end(reply.bytes);
    return;
  }
  response.write(reply.bytes.subarray(0, reply.cutAt), () => response.socket?.destroy());
};

const answeredBusy = new WeakSet<Logged>();
/** The request was refused with 429: it had no effect and may be sent again. */
export const wasBusy = (received: Logged): boolean => answeredBusy.has(received);

export const startServer = async (deps: {
  readonly name: string;
  readonly log: Logged[];
  readonly handle: Handler;
  /** Called before the body is read: true drops the connection immediately. */
  readonly dropsUnread?: (method: string, path: string) => boolean;
  /** Delay of each response, in milliseconds. */
  readonly slowMs?: () => number;
  /** Absent: any free port. */
  readonly port?: number;
}): Promise<LoopbackServer> => {
  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request;
    if (deps.dropsUnread?.(method, url)) {
      deps.log.push({
        server: deps.name,
        method,
        path: url,
        authorization: request.headers.authorization ?? null,
        contentType: request.headers['content-type'] ?? null,
        headers: withoutKey(request.headers),
        bodyBytes: 0,
        body: null,
      });
      request.socket.destroy();
      return;
    }
    try {
      const body = await readBody(request);
      const json = parse(body);
      const logged: Logged = {
        server: deps.name,
        method,
        path: url,
        authorization: request.headers.authorization ?? null,
        contentType: request.headers['content-type'] ?? null,
        headers: withoutKey(request.headers),
        bodyBytes: body.length,
        body: json ?? null,
      };
      deps.log.push(logged);
      const received = { method, url: new URL(url, 'http://loopback'), headers: request.headers, body, json };
      const slowMs = deps.slowMs?.() ?? 0;
      if (slowMs > 0) await delay(slowMs);
      const reply = await deps.handle(received);
      if (reply !== 'drop' && reply.status === 429) answeredBusy.add(logged);
      answer(response, reply);
    } catch {
      response.socket?.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(deps.port ?? 0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
