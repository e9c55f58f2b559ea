/** An HTTP proxy on this computer that opens tunnels (RFC 9110, 9.3.6) and records the requested ones. */
import { createServer, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

type Behaviour =
  /** Every tunnel leads to one port of this computer. */
  | { readonly kind: 'opens'; readonly port: number }
  | { readonly kind: 'answers'; readonly status: number }
  /** Closes the connection, before or after it confirms the tunnel. */
  | { readonly kind: 'drops'; readonly when: 'at-once' | 'after-200' };

type Tunnel = { readonly target: string; readonly authorization: string | null };

export const startProxy = async (behaviour: Behaviour) => {
  const tunnels: Tunnel[] = [];
  const sockets = new Set<Socket>();
  const open = (request: IncomingMessage, socket: Socket): void => {
    socket.on('error', () => undefined);
    tunnels.push({
      target: request.url ?? '',
      authorization: request.headers['proxy-authorization'] ?? null,
    });
    if (behaviour.kind === 'answers') {
      socket.end(`HTTP/1.1 ${behaviour.status} No\r\n\r\n`);
      return;
    }
    if (behaviour.kind === 'drops') {
      if (behaviour.when === 'after-200') socket.end('HTTP/1.1 200 OK\r\n\r\n');
      else socket.destroy();
      return;
    }
    const target = connect(behaviour.port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      target.pipe(socket);
      socket.pipe(target);
    });
    target.on('error', () => socket.destroy());
    sockets.add(target);
  };
  const server = createServer();
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', (request: IncomingMessage, socket: Socket) => open(request, socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { host: `127.0.0.1:${port}`, tunnels };
};
