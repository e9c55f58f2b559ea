import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { isInsideAddress, judgeLink } from '#main/net/addresses.ts';
import { createHttp } from '#main/net/http.ts';
import { scrub } from '#main/net/scrub.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';

let server: Server;
let origin: string;
let requests: string[];
let behave: (
  count: number,
  answer: {
    status: (code: number, headers?: Record<string, string>) => void;
    drop: () => void;
    half: () => void;
  },
) => void;
let clock: FakeClock;
const signal = new AbortController().signal;

beforeEach(async () => {
  requests = [];
  clock = createFakeClock();
  server = createServer((request, response) => {
    requests.push(request.method ?? '');
    request.resume();
    request.on('end', () =>
      behave(requests.length, {
        status: (code, headers = {}) => response.writeHead(code, headers).end('{"good":true}'),
        drop: () => request.socket.destroy(),
        half: () =>
          response.writeHead(200, { 'content-length': '100' }).write('{"goo', () => request.socket.destroy()),
      }),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const send = (url = origin) =>
  createHttp({ fetch, clock }).sendOnce({
    url: new URL(url),
    method: 'POST',
    headers: {},
    body: { a: 1 },
    signal,
  });
const read = () =>
  createHttp({ fetch, clock, random: () => 0 }).read({
    url: new URL(origin),
    method: 'GET',
    headers: {},
    signal,
  });

describe('a paid request', () => {
  test('that is answered, whatever the answer, was sent once', async () => {
    for (const code of [200, 302, 400, 429, 500, 503]) {
      requests = [];
      behave = (_count, answer) => answer.status(code, { location: '/elsewhere', 'retry-after': '0' });
      expect(await send()).toMatchObject({ kind: 'answered', answer: { status: code } });
      expect(requests).toEqual(['POST']);
    }
  });

  test.each(['drop', 'half'] as const)(
    'whose answer is lost (%s) is unsure and never sent again',
    async (how) => {
      behave = (_count, answer) => answer[how]();
      expect(await send()).toMatchObject({ kind: 'unsure' });
      expect(requests).toEqual(['POST']);
    },
  );

  test('on a connection that died meanwhile is not sent a second time either', async () => {
    behave = (_count, answer) => answer.status(200);
    await send();
    // The next one may go out on the kept connection, which the server now cuts.
    behave = (_count, answer) => answer.drop();
    requests = [];
    expect((await send()).kind).toBe('unsure');
    expect(requests).toEqual(['POST']);
  });

  test('to a closed port was not sent', async () => {
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => {
      server.closeAllConnections();
      server.close(resolve);
    });
    expect(await send(`http://127.0.0.1:${port}`)).toEqual({ kind: 'not-sent', code: 'ECONNREFUSED' });
  });

  test('to a name that does not exist was not sent', async () => {
    expect(await send('https://nowhere.invalid')).toMatchObject({ kind: 'not-sent' });
  });
});

describe('a read', () => {
  test('is repeated, with longer waits, until it is answered', async () => {
    behave = (count, answer) =>
      count === 1 ? answer.drop() : count === 2 ? answer.status(502) : answer.status(200);
    expect(await read()).toMatchObject({ kind: 'answered', answer: { json: { good: true } } });
    expect(clock.sleeps).toEqual([1000, 2000]);
  });

  test('that is told to wait does not knock again, and says how long', async () => {
    behave = (_count, answer) => answer.status(429, { 'retry-after': '7' });
    expect(await read()).toEqual({ kind: 'unreachable', code: 'HTTP 429', retryAfterSec: 7 });
    expect(requests).toHaveLength(1);
  });

  test('gives up after a few', async () => {
    behave = (_count, answer) => answer.drop();
    expect(await read()).toMatchObject({ kind: 'unreachable' });
    expect(requests).toHaveLength(3);
  });
});

describe('an address', () => {
  test.each([
    '127.0.0.1',
    '10.1.2.3',
    '172.20.0.1',
    '192.168.0.9',
    '169.254.169.254',
    '100.64.1.1',
    '::1',
    'fe80::1',
    'fd00::1',
    '::ffff:10.0.0.1',
  ])('%s is inside', (address) => expect(isInsideAddress(address)).toBe(true));
  test.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', '::ffff:8.8.8.8'])('%s is outside', (address) =>
    expect(isInsideAddress(address)).toBe(false),
  );
  test('whose name leads inside is forbidden, by any of its numbers', async () => {
    const lookup = async () => ['93.184.216.34', '10.0.0.1'];
    expect(await judgeLink(new URL('https://cdn.example/a.mp4'), { lookup, isLocalAllowed: false })).toBe(
      'forbidden',
    );
    expect(
      await judgeLink(new URL('https://cdn.example/a.mp4'), {
        lookup: async () => ['93.184.216.34'],
        isLocalAllowed: false,
      }),
    ).toBe('good');
  });
});

test('what a provider says is kept without keys and signed links', () => {
  const said = 'Key abc123def456 at https://cdn.example/a.mp4?X-Amz-Signature=feed and secret-key-1 again';
  expect(scrub(said, ['secret-key-1', null])).toBe(
    'Key [key] at https://cdn.example/a.mp4?[hidden] and [key] again',
  );
});
