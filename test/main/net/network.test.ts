import { createServer } from 'node:https';
import type { AddressInfo, LookupFunction } from 'node:net';
import * as tls from 'node:tls';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createHttp } from '#main/net/http.ts';
import { createNetwork, outsideLookup } from '#main/net/public-network.ts';
import { createFakeClock } from '#test/fixtures/clock.ts';
import { type Logged, startServer } from '#test/sandbox/server.ts';
import { startProxy } from './connect-proxy.ts';
import { selfSigned } from './self-signed.ts';

/** A name server that answers as the test defines. */
const saying =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, options, done) =>
    options.all === true
      ? done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        )
      : done(null, addresses[0] ?? '', 4);

const resolved = (lookup: LookupFunction, all: boolean): Promise<unknown> =>
  new Promise((resolve) =>
    outsideLookup(lookup)('files.example', { all }, (error, address) => resolve(error?.code ?? address)),
  );

test('resolves a name to its addresses unless one of them is inside', async () => {
  expect([
    await resolved(saying('93.184.216.34'), false),
    await resolved(saying('93.184.216.34'), true),
    await resolved(saying('10.0.0.7'), false),
    await resolved(saying('93.184.216.34', '127.0.0.1'), true),
    await resolved(saying(), true),
  ]).toEqual(['93.184.216.34', [{ address: '93.184.216.34', family: 4 }], 'EINSIDE', 'EINSIDE', 'EINSIDE']);
});

test('refuses the connection when a name resolves to this computer at the time of connecting', async () => {
  const log: Logged[] = [];
  const server = await startServer({ name: 'inside', log, handle: () => ({ status: 200, json: {} }) });
  const { port } = new URL(server.origin);
  const outside = createNetwork({
    fetch,
    environment: {},
    lookup: async () => [],
    resolve: saying('127.0.0.1'),
  });
  try {
    const reaching = outside.fetchLink(`http://rebound.example:${port}/latest/meta-data`);
    await expect(reaching).rejects.toMatchObject({ cause: { code: 'EINSIDE' } });
    expect(log).toEqual([]);
    // A stand-in is requested by its IP address, where the caller allows that.
    expect((await outside.fetchLink(server.origin)).status).toBe(200);
  } finally {
    await outside.close();
    await server.close();
  }
});

/** An https server named `target-host`, whose certificate is trusted while the test runs; counts its requests. */
const startTarget = async () => {
  const { key, cert } = selfSigned();
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, cert]);
  const requests: string[] = [];
  const server = createServer({ key, cert }, (request, response) => {
    requests.push(`${request.method} ${request.url}`);
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":1}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    tls.setDefaultCACertificates(before);
    server.closeAllConnections();
    server.close();
  });
  return { requests, port: (server.address() as AddressInfo).port };
};

const networkWith = (
  deps: Pick<Parameters<typeof createNetwork>[0], 'systemProxy'> & {
    readonly environment?: Readonly<Record<string, string>>;
  },
) => {
  const network = createNetwork({
    fetch,
    environment: {},
    lookup: async () => Promise.reject(new Error('ENOTFOUND')),
    ...deps,
  });
  onTestFinished(() => network.close());
  const http = createHttp({ fetch: network.fetch, clock: createFakeClock(), random: () => 0 });
  const request = (url: string) =>
    ({ url: new URL(url), method: 'GET', headers: {}, signal: new AbortController().signal }) as const;
  return {
    network,
    read: (url: string) => http.read(request(url)),
    sendOnce: (url: string) => http.sendOnce({ ...request(url), method: 'POST', body: { a: 1 } }),
  };
};

describe('through a proxy', () => {
  test('requests, paid ones and links reach a name that only the proxy resolves', async () => {
    const { requests, port } = await startTarget();
    const proxy = await startProxy({ kind: 'opens', port });
    const { network, read, sendOnce } = networkWith({
      environment: { HTTPS_PROXY: `http://me:s%20ecret@${proxy.host}` },
    });
    expect(await read('https://target-host/status')).toMatchObject({
      kind: 'answered',
      answer: { json: { a: 1 } },
    });
    expect(await sendOnce('https://target-host/run')).toMatchObject({ kind: 'answered' });
    expect((await network.fetchLink('https://target-host/result.mp4')).status).toBe(200);
    expect(await network.lookup('target-host')).toBe('by-proxy');
    expect(requests).toEqual(['GET /status', 'POST /run', 'GET /result.mp4']);
    expect(proxy.tunnels[0]).toEqual({
      target: 'target-host:443',
      authorization: `Basic ${Buffer.from('me:s ecret').toString('base64')}`,
    });
  });

  test("uses the system's proxy in the same way, unless its list says DIRECT", async () => {
    const { requests, port } = await startTarget();
    const proxy = await startProxy({ kind: 'opens', port });
    const { network, read } = networkWith({
      systemProxy: async (url) => (url.includes('direct') ? 'DIRECT' : `PROXY ${proxy.host}; DIRECT`),
    });
    expect(await read('https://target-host/status')).toMatchObject({ kind: 'answered' });
    expect(await read('https://direct.invalid/status')).toMatchObject({ kind: 'unreachable' });
    await expect(network.lookup('direct.invalid')).rejects.toThrow('ENOTFOUND');
    expect([requests, proxy.tunnels.length]).toEqual([['GET /status'], 1]);
  });

  test('sends no request for an address of this computer', async () => {
    const log: Logged[] = [];
    const server = await startServer({ name: 'here', log, handle: () => ({ status: 200, json: {} }) });
    const proxy = await startProxy({ kind: 'drops', when: 'at-once' });
    const { read } = networkWith({ environment: { HTTP_PROXY: proxy.host, ALL_PROXY: proxy.host } });
    expect(await read(`${server.origin}/status`)).toMatchObject({ kind: 'answered' });
    expect(proxy.tunnels).toEqual([]);
    await server.close();
  });

  test.each([
    ['closes every connection before the tunnel is open', { kind: 'drops', when: 'at-once' }, 'EPROXY'],
    ['closes every tunnel once it is open', { kind: 'drops', when: 'after-200' }, 'ECONNRESET'],
    ['asks for a password', { kind: 'answers', status: 407 }, 'EPROXY_407'],
    ['refuses the address', { kind: 'answers', status: 403 }, 'EPROXY_403'],
    ['cannot reach the host', { kind: 'answers', status: 502 }, 'EPROXY_502'],
  ] as const)(
    'does not send a paid request, and ends a read, when the proxy %s',
    async (_what, how, code) => {
      const proxy = await startProxy(how);
      const { read, sendOnce } = networkWith({ environment: { HTTPS_PROXY: `http://${proxy.host}` } });
      expect(await sendOnce('https://target-host/run')).toEqual({ kind: 'not-sent', code });
      expect(proxy.tunnels).toHaveLength(1);
      expect(await read('https://target-host/status')).toEqual({
        kind: 'unreachable',
        code,
        retryAfterSec: null,
      });
      // One for the paid request and three attempts of the read.
      expect(proxy.tunnels).toHaveLength(4);
    },
  );

  test.each([
    ['whose port is closed', 'http://127.0.0.1:9'],
    ['without a valid address', 'http://[proxy'],
  ])('does not send a paid request through a proxy %s', async (_what, address) => {
    const { sendOnce } = networkWith({ environment: { HTTPS_PROXY: address } });
    expect(await sendOnce('https://target-host/run')).toMatchObject({ kind: 'not-sent', code: 'EPROXY' });
  });
});
