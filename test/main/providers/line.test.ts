import { describe, expect, test } from 'vitest';
import type { Http, Request } from '#main/net/http.ts';
import { createLine, unreachableError } from '#main/providers/line.ts';

const { signal } = new AbortController();

const create = (
  at: Readonly<Record<string, string>> = { queue: 'https://queue.example', rest: 'https://rest.example' },
) => {
  const sent: Request[] = [];
  const http: Http = {
    sendOnce: async (request) => {
      sent.push(request);
      return { kind: 'unsure', code: 'once' };
    },
    read: async (request) => {
      sent.push(request);
      return { kind: 'unreachable', code: 'read', retryAfterSec: null };
    },
  };
  const urls = Object.fromEntries(Object.entries(at).map(([name, address]) => [name, new URL(address)]));
  return { sent, line: createLine({ id: 'fal', http, at: urls, authorization: (key) => `Key ${key}` }) };
};

describe('request', () => {
  test('sends the key and the other headers to each address of the provider', async () => {
    const { line, sent } = create();
    const url = new URL('https://queue.example/run');
    const ask = { url, method: 'POST', body: { a: 1 }, headers: { 'x-request': '1' } } as const;
    expect(await line.once(ask, 'k', signal)).toEqual({ kind: 'unsure', code: 'once' });
    const free = { url: new URL('https://rest.example/account'), method: 'GET' } as const;
    expect(await line.retried(free, 'k', signal)).toMatchObject({ code: 'read' });
    expect(sent).toEqual([
      { ...ask, headers: { 'x-request': '1', authorization: 'Key k' }, signal },
      { ...free, headers: { authorization: 'Key k' }, signal },
    ]);
  });

  test('is sent without a key where none is given', async () => {
    const { line, sent } = create();
    await line.retried({ url: new URL('https://rest.example/prices'), method: 'GET' }, null, signal);
    expect(sent.map(({ headers }) => headers)).toEqual([{}]);
  });

  test.each([
    'https://evil.example/run',
    'https://queue.example.evil/run',
    'https://queue.example:8443/run',
    'http://queue.example/run',
    'https://queue.example@evil.example/run',
    'file:///etc/passwd',
  ])('to %s throws and is not sent', async (address) => {
    const { line, sent } = create();
    const ask = { url: new URL(address), method: 'GET' } as const;
    await expect(line.once(ask, 'k', signal)).rejects.toThrow('was about to be sent');
    await expect(line.retried(ask, null, signal)).rejects.toThrow('was about to be sent');
    expect(sent).toEqual([]);
  });
});

describe('ticket', () => {
  test.each([
    ['its own addresses', { a: 'https://queue.example/1', b: 'https://rest.example/1' }, null],
    ['ids and figures', { id: '7', at: 12, of: 'c0ffee:klingai/video', none: null }, null],
    ['another host', { id: '7', url: 'https://evil.example/1' }, 'evil.example'],
    ['another port', { url: 'https://queue.example:8443/1' }, 'queue.example:8443'],
    ['an unsafe scheme', { url: 'http://queue.example/1' }, 'queue.example'],
    ['a user name before the host', { url: 'https://queue.example@evil.example/1' }, 'evil.example'],
    ['capital letters', { url: 'HTTPS://EVIL.example/1' }, 'evil.example'],
    ['leading white space', { url: ' https://evil.example/1' }, 'evil.example'],
    ['no slashes', { url: 'https:evil.example/1' }, 'evil.example'],
    ['another scheme', { url: 'ftp://evil.example/1' }, 'evil.example'],
    ['an invalid address', { url: 'https://' }, 'An address'],
  ])('with %s is checked by its hosts', (_what, ticket, stranger) => {
    expect(create().line.strangerIn(ticket)).toBe(stranger);
  });
});

test('removes the key, either half of it, and signatures of links from a text', () => {
  const text = 'id-1:secret-1 is id-1 and secret-1, see https://cdn.example/a?Signature=feed';
  expect(create().line.redacted(text, 'id-1:secret-1')).toBe(
    '[key] is [key] and [key], see https://cdn.example/a?[hidden]',
  );
});

test("is local where the provider's first address is on this computer", () => {
  const isLocal = (first: string) => create({ first, second: 'https://rest.example' }).line.isLocal;
  expect(['http://127.0.0.1:9', 'http://localhost:9', 'https://queue.example'].map(isLocal)).toEqual([
    true,
    true,
    false,
  ]);
});

test.each([
  ['HTTP 429', 'provider-rate-limited'],
  ['UNWRITABLE_HEADER', 'key-refused'],
  ['HTTP 503', 'provider-unreachable'],
  ['ECONNREFUSED', 'provider-unreachable'],
])('reports %s as %s', (code, expected) => {
  expect(unreachableError('fal', code)).toEqual({
    code: expected,
    charged: 'no',
    subject: 'fal',
    detail: code,
  });
});
