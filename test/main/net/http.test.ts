import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createHttp, type Request, retryAfterSec } from '#main/net/http.ts';
import { createFakeClock, type FakeClock } from '#test/fixtures/clock.ts';

let server: Server;
let origin: string;
let requests: string[];
let headers: IncomingHttpHeaders[];
let bodies: string[];
let behave: (
  count: number,
  answer: {
    status: (code: number, headers?: Record<string, string>, body?: string) => void;
    drop: () => void;
    half: () => void;
  },
) => void;
let clock: FakeClock;
const signal = new AbortController().signal;

beforeEach(async () => {
  requests = [];
  headers = [];
  bodies = [];
  clock = createFakeClock();
  server = createServer((request, response) => {
    requests.push(request.method ?? '');
    headers.push(request.headers);
    const chunks: Buffer[] = [];
    request.on('data', (chunk) => void chunks.push(chunk));
    request.on('end', () => {
      bodies.push(Buffer.concat(chunks).toString());
      behave(requests.length, {
        status: (code, more = {}, body = '{"good":true}') => response.writeHead(code, more).end(body),
        drop: () => request.socket.destroy(),
        half: () =>
          response.writeHead(200, { 'content-length': '100' }).write('{"goo', () => request.socket.destroy()),
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const send = (change: Partial<Request> = {}) =>
  createHttp({ fetch, clock }).sendOnce({
    url: new URL(origin),
    method: 'POST',
    headers: {},
    body: { a: 1 },
    signal,
    ...change,
  });
const read = (change: Partial<Request> = {}, chance = 0) =>
  createHttp({ fetch, clock, random: () => chance }).read({
    url: new URL(origin),
    method: 'GET',
    headers: {},
    signal,
    ...change,
  });

describe('paid request', () => {
  test('is sent once for any response', async () => {
    for (const code of [200, 302, 400, 429, 500, 503]) {
      requests = [];
      behave = (_count, answer) => answer.status(code, { location: '/elsewhere', 'retry-after': '0' });
      expect(await send()).toMatchObject({ kind: 'answered', answer: { status: code } });
      expect(requests).toEqual(['POST']);
    }
  });

  test.each(['drop', 'half'] as const)(
    'is unsure and never sent again when its response is lost (%s)',
    async (how) => {
      behave = (_count, answer) => answer[how]();
      expect(await send()).toMatchObject({ kind: 'unsure' });
      expect(requests).toEqual(['POST']);
    },
  );

  test('is not sent a second time on a kept connection that has died', async () => {
    behave = (_count, answer) => answer.status(200);
    await send();
    // The next request may use the kept connection, which the server now closes.
    behave = (_count, answer) => answer.drop();
    requests = [];
    expect((await send()).kind).toBe('unsure');
    expect(requests).toEqual(['POST']);
  });

  test('is sent once for every status', async () => {
    const kinds: Record<string, number[]> = {};
    for (let code = 200; code < 600; code += 1) {
      requests = [];
      behave = (_count, answer) =>
        answer.status(code, { location: '/elsewhere', 'www-authenticate': 'Basic realm="a"' });
      const { kind } = await send();
      kinds[`${kind} ${requests.length}`] = [...(kinds[`${kind} ${requests.length}`] ?? []), code];
    }
    // fetch does not return a 407, so it is unsure; every other status is an answer.
    const others = Array.from({ length: 400 }, (_, at) => 200 + at).filter((code) => code !== 407);
    expect(kinds).toEqual({ 'answered 1': others, 'unsure 1': [407] });
  });

  test('is not sent when cancelled before it begins', async () => {
    expect(await send({ signal: AbortSignal.abort() })).toEqual({ kind: 'not-sent', code: 'ABORTED' });
    expect(requests).toEqual([]);
  });

  test('is unsure when cancelled while running', async () => {
    const giveUp = new AbortController();
    behave = () => giveUp.abort();
    expect(await send({ signal: giveUp.signal })).toEqual({ kind: 'unsure', code: 'AbortError' });
    expect(requests).toEqual(['POST']);
  });

  test('is unsure, and not read to the end, when the response is larger than any API sends', async () => {
    behave = (_count, answer) => answer.status(200, {}, 'a'.repeat(2_000_001));
    expect(await send()).toEqual({ kind: 'unsure', code: 'ANSWER_TOO_LARGE' });
    expect(requests).toEqual(['POST']);
  });

  test('returns a response that is not JSON to the caller for judgement', async () => {
    behave = (_count, answer) => answer.status(200, {}, 'accepted, I think');
    expect(await send()).toMatchObject({
      kind: 'answered',
      answer: { status: 200, json: undefined, text: 'accepted, I think' },
    });
  });

  test('is not sent with a key that is not allowed in a header', async () => {
    expect(await send({ headers: { authorization: 'Key “quoted”' } })).toEqual({
      kind: 'not-sent',
      code: 'UNWRITABLE_HEADER',
    });
    expect(requests).toEqual([]);
  });

  test('is sent with its type and length, not chunked', async () => {
    behave = (_count, answer) => answer.status(200);
    const image = 'é'.repeat(1_000_000);
    await send({ body: { image } });
    expect([headers, bodies]).toEqual([
      [
        expect.objectContaining({
          'content-type': 'application/json',
          'content-length': '2000012',
          accept: 'application/json',
        }),
      ],
      [JSON.stringify({ image })],
    ]);
    expect(headers[0]).not.toHaveProperty('transfer-encoding');
  });
});

describe('read', () => {
  test('is retried with growing pauses until a response arrives', async () => {
    behave = (count, answer) =>
      count === 1 ? answer.drop() : count === 2 ? answer.status(502) : answer.status(200);
    expect(await read()).toMatchObject({ kind: 'answered', answer: { json: { good: true } } });
    expect(clock.sleeps).toEqual([1000, 2000]);
  });

  test('is not retried after a Retry-After, which is returned', async () => {
    behave = (_count, answer) => answer.status(429, { 'retry-after': '7' });
    expect(await read()).toMatchObject({
      kind: 'unreachable',
      code: 'HTTP 429',
      retryAfterSec: 7,
      answer: { status: 429 },
    });
    expect(requests).toHaveLength(1);
  });

  test('ends after a few attempts', async () => {
    behave = (_count, answer) => answer.drop();
    expect(await read()).toMatchObject({ kind: 'unreachable' });
    expect(requests).toHaveLength(3);
  });

  test('adds jitter to its pauses, so that many programs do not send in step', async () => {
    behave = (_count, answer) => answer.status(500);
    expect(await read({}, 0.5)).toMatchObject({
      kind: 'unreachable',
      code: 'HTTP 500',
      retryAfterSec: null,
      answer: { status: 500 },
    });
    expect(clock.sleeps).toEqual([1125, 2250]);
  });

  test('is not retried after a 5xx with Retry-After', async () => {
    behave = (_count, answer) => answer.status(503, { 'retry-after': 'Sat, 21 Nov 2026 12:00:30 GMT' });
    expect(await read()).toMatchObject({
      kind: 'unreachable',
      code: 'HTTP 503',
      retryAfterSec: 30,
      answer: { status: 503 },
    });
    expect(requests).toHaveLength(1);
  });

  test.each([200, 302, 400, 401, 404, 422])('is not retried after %i', async (code) => {
    behave = (_count, answer) => answer.status(code, { location: '/elsewhere' });
    expect(await read()).toMatchObject({ kind: 'answered', answer: { status: code } });
    expect(requests).toHaveLength(1);
  });

  test('sends its body with each attempt', async () => {
    behave = (count, answer) => (count === 1 ? answer.drop() : answer.status(200));
    expect(await read({ method: 'POST', body: { a: 1 } })).toMatchObject({ kind: 'answered' });
    expect([requests, bodies]).toEqual([
      ['POST', 'POST'],
      ['{"a":1}', '{"a":1}'],
    ]);
  });

  test('is retried after a truncated or too large response, and reports the last failure', async () => {
    behave = (count, answer) => (count < 3 ? answer.half() : answer.status(200, {}, 'a'.repeat(2_000_001)));
    expect(await read()).toEqual({ kind: 'unreachable', code: 'ANSWER_TOO_LARGE', retryAfterSec: null });
    expect(requests).toHaveLength(3);
  });

  test('is not retried when cancelled meanwhile', async () => {
    const giveUp = new AbortController();
    behave = () => giveUp.abort();
    expect(await read({ signal: giveUp.signal })).toMatchObject({ kind: 'unreachable' });
    expect(requests).toHaveLength(1);
    expect(await read({ signal: AbortSignal.abort() })).toMatchObject({ code: 'ABORTED' });
    expect(requests).toHaveLength(1);
  });

  test('sends nothing with a key that is not allowed in a header', async () => {
    expect(await read({ headers: { authorization: 'Key “quoted”' } })).toEqual({
      kind: 'unreachable',
      code: 'UNWRITABLE_HEADER',
      retryAfterSec: null,
    });
    expect(requests).toEqual([]);
  });
});

test.each([
  [undefined, null],
  ['', null],
  ['7', 7],
  ['0.5', 0.5],
  ['-3', 0],
  ['Sat, 21 Nov 2026 12:00:30 GMT', 30],
  ['Sat, 21 Nov 2026 11:00:00 GMT', 0],
  ['soon', null],
  ['Infinity', null],
])('Retry-After %j is %j seconds', (value, sec) => {
  const headers = new Headers(value === undefined ? {} : { 'retry-after': value });
  expect(retryAfterSec(headers, new Date('2026-11-21T12:00:00Z'))).toBe(sec);
});
