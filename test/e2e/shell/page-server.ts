/** Answers the page's own requests with the program's `protocol.handle`: real status, headers, ranges and streaming. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import { pagePort, toCarried, toOwn } from './browser-link.ts';
import { record } from './control.ts';

export type Handler = (request: Request) => Response | Promise<Response>;

/** Headers of the HTTP connection, which a request of a custom protocol does not have. */
const ofTheConnection = /^(host|connection|keep-alive|upgrade-insecure-requests)$/;

const requestOf = (incoming: IncomingMessage): Request => {
  const headers = new Headers();
  for (const [name, value] of Object.entries(incoming.headers))
    if (value !== undefined && !ofTheConnection.test(name)) headers.set(name, toOwn(String(value)));
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  return new Request(toOwn(`http://understudy${incoming.url}`), {
    method: incoming.method ?? 'GET',
    headers,
    // Node's stream is the same type as the DOM's at run time.
    ...(hasBody ? { body: Readable.toWeb(incoming) as unknown as BodyInit, duplex: 'half' } : {}),
  } as RequestInit);
};

const answer = async (
  handler: Handler,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> => {
  // Another program on this computer, or a page that knows the port.
  if (incoming.headers.host !== 'understudy') {
    outgoing.writeHead(403).end();
    return;
  }
  const response = await handler(requestOf(incoming));
  const headers = Object.fromEntries([...response.headers].map(([name, value]) => [name, toCarried(value)]));
  outgoing.writeHead(response.status, headers);
  if (response.body === null) outgoing.end();
  else {
    const body = Readable.fromWeb(response.body as unknown as NodeStream);
    body.on('error', () => outgoing.destroy());
    // A video that the page stops reading, for example after a seek, ends the program's stream too.
    outgoing.on('close', () => body.destroy());
    body.pipe(outgoing);
  }
};

export const startPageServer = (handler: Handler): void => {
  const server = createServer((incoming, outgoing) => {
    answer(handler, incoming, outgoing).catch((cause: unknown) => {
      // Electron answers net::ERR_UNEXPECTED; the connection ends here.
      record('protocol-failure', { url: incoming.url, cause: String(cause) });
      outgoing.destroy();
    });
  });
  server.listen(pagePort, '127.0.0.1');
  server.unref();
};
