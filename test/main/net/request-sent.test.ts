import { hasSubscribers } from 'node:diagnostics_channel';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHttp, type SendOutcome } from '#main/net/http.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { selfSigned } from './self-signed.ts';

const listening = async (server: Server): Promise<number> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket.on('error', () => undefined)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

/** A port of this computer on which no server listens. */
const closedPort = async (): Promise<number> => {
  const server = createServer();
  const port = await listening(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
};

const send = (url: string, fetchWith: typeof fetch = fetch): Promise<SendOutcome> =>
  createHttp({ fetch: fetchWith, clock: createFakeClock() }).sendOnce({
    url: new URL(url),
    method: 'POST',
    headers: { authorization: 'Key secret' },
    body: { a: 1 },
    signal: new AbortController().signal,
  });

describe('paid request was not sent and may be sent again', () => {
  test('when the port is closed', async () => {
    expect(await send(`http://127.0.0.1:${await closedPort()}`)).toEqual({
      kind: 'not-sent',
      code: 'ECONNREFUSED',
    });
  });

  test('when the port is closed at every address of a name', async () => {
    expect(await send(`http://localhost:${await closedPort()}`)).toMatchObject({ kind: 'not-sent' });
  });

  test('when the name does not exist', async () => {
    expect(await send('https://nowhere.invalid')).toMatchObject({ kind: 'not-sent' });
  });

  test("when the server's certificate is not trusted, and the server read no byte of it", async () => {
    let readBytes = 0;
    const server = createTlsServer(selfSigned(), (socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (chunk) => {
        readBytes += chunk.length;
      });
    });
    server.on('tlsClientError', () => undefined);
    const port = await listening(server);
    expect(await send(`https://127.0.0.1:${port}`)).toEqual({
      kind: 'not-sent',
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
    expect(readBytes).toBe(0);
  });

  test.each([
    ['closes immediately', (socket: Socket) => void socket.destroy(), 'ECONNRESET'],
    [
      'closes in the middle of the handshake',
      (socket: Socket) => void socket.once('data', () => socket.destroy()),
      'ECONNRESET',
    ],
    [
      'does not support TLS',
      (socket: Socket) => void socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      'ERR_SSL_WRONG_VERSION_NUMBER',
    ],
  ])('when a TLS address %s', async (_what, behave, code) => {
    const heard: string[] = [];
    const server = createServer((socket) => {
      socket.on('data', (chunk) => void heard.push(chunk.toString('latin1')));
      behave(socket);
    });
    const port = await listening(server);
    expect(await send(`https://127.0.0.1:${port}`)).toEqual({ kind: 'not-sent', code });
    expect(heard.join('')).not.toContain('secret');
  });
});

test('is unsure for a request that is cut off even while another one is refused at the same moment', async () => {
  const server = createServer((socket) => void socket.once('data', () => socket.destroy()));
  const [open, closed] = [await listening(server), await closedPort()];
  const outcomes = await Promise.all([
    send(`http://127.0.0.1:${open}`),
    send(`http://127.0.0.1:${closed}`),
    send(`http://127.0.0.1:${open}`),
  ]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['unsure', 'not-sent', 'unsure']);
});

test('removes its listener when the request ends', async () => {
  await send(`http://127.0.0.1:${await closedPort()}`);
  expect(hasSubscribers('undici:client:connectError')).toBe(false);
});

describe('when only a code is available', () => {
  const withCode = (code: string): Error => Object.assign(new Error(`failed: ${code}`), { code });
  const failingWith =
    (cause: unknown): typeof fetch =>
    () =>
      Promise.reject(new TypeError('fetch failed', { cause }));

  test.each([
    'ENOTFOUND',
    'EAI_AGAIN',
    'ECONNREFUSED',
    'UND_ERR_CONNECT_TIMEOUT',
    'CERT_HAS_EXPIRED',
    'SELF_SIGNED_CERT_IN_CHAIN',
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('%s occurs before a byte has left', async (code) => {
    expect(await send('https://api.example', failingWith(withCode(code)))).toEqual({
      kind: 'not-sent',
      code,
    });
  });

  // An established connection can end with each of these, long after the request was read.
  test.each([
    'ECONNRESET',
    'EPIPE',
    'ETIMEDOUT',
    'EHOSTUNREACH',
    'ENETUNREACH',
    'UND_ERR_SOCKET',
    'UND_ERR_HEADERS_TIMEOUT',
    'UND_ERR_BODY_TIMEOUT',
    'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
    'NOBODY_KNOWS',
  ])('%s is no proof, so the request is unsure', async (code) => {
    expect(await send('https://api.example', failingWith(withCode(code)))).toEqual({ kind: 'unsure', code });
  });

  test('is not sent only when all of several addresses refused', async () => {
    const refused = withCode('ECONNREFUSED');
    const several = (...errors: readonly Error[]) => failingWith(new AggregateError(errors));
    expect(await send('https://api.example', several(refused, refused))).toEqual({
      kind: 'not-sent',
      code: 'ECONNREFUSED',
    });
    expect(await send('https://api.example', several(refused, withCode('ETIMEDOUT')))).toMatchObject({
      kind: 'unsure',
    });
  });

  test('is unsure for an error without a code, which is reported by its name, not by its message', async () => {
    expect(await send('https://api.example', failingWith(new Error('with a secret')))).toEqual({
      kind: 'unsure',
      code: 'TypeError',
    });
    const throwing: typeof fetch = () => Promise.reject('a text');
    expect(await send('https://api.example', throwing)).toEqual({ kind: 'unsure', code: 'UNKNOWN' });
  });
});
