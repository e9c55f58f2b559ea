import { describe, expect, test } from 'vitest';
import type { Reply } from '#test/sandbox/server.ts';
import { createMadeUp, madeUp, madeUpKey } from './made-up-provider.ts';

const call = { signal: new AbortController().signal };
const lost = { requestId: 'job-1', sentAt: '2026-11-21T12:00:00.000Z' };
const why = { message: 'why' };
const answering = (reply: Reply) => createMadeUp(() => reply);

describe('request whose response was lost', () => {
  const find = async (reply: Reply) => {
    const made = await answering(reply);
    return { outcome: await made.provider.find?.(lost, call), requests: made.requests() };
  };

  test('is found by our own id', async () => {
    const { provider, ticket, log } = await createMadeUp(({ headers }) => ({
      status: 200,
      json: { id: '7', statusUrl: `http://${headers.host}/status/7` },
    }));
    expect(await provider.find?.(lost, call)).toEqual({ kind: 'found', ticket });
    expect(log.map(({ method, path, authorization }) => [method, path, authorization])).toEqual([
      ['GET', '/find?request=job-1', `Bearer ${madeUpKey}`],
    ]);
  });

  test("is absent where the provider's list is complete without it", async () => {
    expect((await find({ status: 200, json: null })).outcome).toEqual({ kind: 'absent' });
  });

  test.each([
    [{ status: 200, json: 'perhaps' }, 'provider-answer-invalid', 1],
    [{ status: 401, json: why }, 'key-refused', 1],
    [{ status: 404, json: why }, 'provider-refused', 1],
    [{ status: 302, json: why }, 'provider-unreachable', 1],
    [{ status: 429, json: why }, 'provider-rate-limited', 5],
    [{ status: 500, json: why }, 'provider-unreachable', 3],
    ['drop', 'provider-unreachable', 3],
  ] satisfies [Reply, string, number][])(
    'is neither found nor absent after %j',
    async (reply, code, times) => {
      const { outcome, requests } = await find(reply);
      expect(outcome).toMatchObject({ kind: 'unreachable', error: { code, charged: 'no', subject: 'fal' } });
      expect(requests).toHaveLength(times);
    },
  );

  test('is searched on the next page, where there is one', async () => {
    const { provider, ticket, requests } = await createMadeUp(({ url, headers }) => ({
      status: 200,
      json:
        url.searchParams.get('page') === '2'
          ? { id: '7', statusUrl: `http://${headers.host}/status/7` }
          : 'more',
    }));
    expect(await provider.find?.(lost, call)).toEqual({ kind: 'found', ticket });
    expect(requests()).toEqual([
      'GET /find?request=job-1',
      'GET /find?request=job-1&page=1',
      'GET /find?request=job-1&page=2',
    ]);
  });

  test('is neither found nor absent where the list does not end', async () => {
    const { outcome, requests } = await find({ status: 200, json: 'more' });
    expect(outcome).toEqual({
      kind: 'unreachable',
      error: {
        code: 'provider-answer-invalid',
        charged: 'no',
        subject: 'fal',
        maxPages: 20,
      },
    });
    expect(requests).toHaveLength(20);
  });

  test('is neither found nor absent where the response names another host', async () => {
    const json = { id: '7', statusUrl: 'https://evil.example/status/7' };
    expect((await find({ status: 200, json })).outcome).toMatchObject({
      kind: 'unreachable',
      error: { code: 'provider-answer-invalid', foreignHost: 'evil.example' },
    });
  });

  test('is not searched without a key', async () => {
    const { provider, setKey, requests } = await answering({ status: 200, json: null });
    setKey(null);
    expect(await provider.find?.(lost, call)).toMatchObject({
      kind: 'unreachable',
      error: { code: 'key-missing' },
    });
    expect(requests()).toEqual([]);
  });
});

describe('key', () => {
  const testKey = async (reply: Reply) => (await answering(reply)).provider.testKey(call);

  test('is valid, and the balance is reported', async () => {
    const { provider, log } = await answering({ status: 200, json: { balance: 12_500_000 } });
    expect(await provider.testKey(call)).toEqual({
      ok: true,
      value: { isGood: true, balanceMicros: 12_500_000 },
    });
    expect(log.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/account', `Bearer ${madeUpKey}`],
    ]);
  });

  test('is valid where the account reports no balance', async () => {
    expect(await testKey({ status: 200, json: {} })).toEqual({
      ok: true,
      value: { isGood: true, balanceMicros: null },
    });
  });

  test.each([
    [{ status: 401, json: why }, 'key-refused', 'why'],
    [{ status: 402, json: why }, 'no-credit', 'why'],
    [{ status: 429, json: why }, 'provider-rate-limited', 'why'],
    // Being offline does not make the key invalid.
    [{ status: 500, json: why }, 'provider-unreachable', 'HTTP 500: why'],
    [{ status: 302, json: why }, 'provider-unreachable', 'HTTP 302'],
    ['drop', 'provider-unreachable', expect.any(String)],
  ] satisfies [Reply, string, unknown][])('after %j is %s', async (reply, code, detail) => {
    expect(await testKey(reply)).toEqual({
      ok: false,
      error: { code, charged: 'no', subject: 'fal', detail },
    });
  });

  test('that is not set, or not allowed in a header, is not sent', async () => {
    const { provider, setKey, requests } = await answering({ status: 200, json: {} });
    setKey(null);
    expect(await provider.testKey(call)).toMatchObject({ ok: false, error: { code: 'key-missing' } });
    setKey('made-up-“key”');
    expect(await provider.testKey(call)).toEqual({
      ok: false,
      error: { code: 'key-refused', charged: 'no', subject: 'fal', detail: 'UNWRITABLE_HEADER' },
    });
    expect(requests()).toEqual([]);
  });
});

describe('prices', () => {
  const [model] = madeUp.models;
  const models = model
    ? ['first', 'second'].map((remoteName) => ({ id: `fal/${remoteName}` as typeof model.id, remoteName })) // A brand.
    : [];
  const { price } = madeUp;
  const keyless = price ? { ...madeUp, price: { ...price, needsKey: false } } : madeUp;
  const priced = (micros: number) => ({
    kind: 'per-run',
    microsPerRun: micros,
    source: 'the made-up price list',
    asOf: '2026-11-21',
  });

  test("are requested one model after the other, with the key, and have today's date", async () => {
    const { provider, log } = await createMadeUp(({ url }) => ({
      status: 200,
      json: { micros: url.pathname === '/price/first' ? 1000 : 2000 },
    }));
    expect(await provider.refreshPrices?.(models, call)).toEqual({
      ok: true,
      value: new Map([
        ['fal/first', priced(1000)],
        ['fal/second', priced(2000)],
      ]),
    });
    expect(log.map(({ path, authorization }) => [path, authorization])).toEqual([
      ['/price/first', `Bearer ${madeUpKey}`],
      ['/price/second', `Bearer ${madeUpKey}`],
    ]);
  });

  test.each([madeUpKey, null])(
    'that are public are requested without a key, whether one is set or not',
    async (key) => {
      const made = await answering({ status: 200, json: { micros: 1000 } });
      made.setKey(key);
      expect(await made.with({ protocol: keyless }).refreshPrices?.(models, call)).toMatchObject({
        ok: true,
      });
      expect(made.log.map(({ authorization }) => authorization)).toEqual([null, null]);
    },
  );

  test('that need a key are not requested without one', async () => {
    const { provider, setKey, requests } = await answering({ status: 200, json: { micros: 1000 } });
    setKey(null);
    expect(await provider.refreshPrices?.(models, call)).toMatchObject({
      ok: false,
      error: { code: 'key-missing' },
    });
    expect(requests()).toEqual([]);
  });

  test.each([
    ['is not known there', { status: 404, json: why }],
    ['has no price there', { status: 200, json: {} }],
  ] satisfies [string, Reply][])(
    'of a model that %s are left out, and the others are returned',
    async (_what, reply) => {
      const { provider } = await createMadeUp(({ url }) =>
        url.pathname === '/price/first' ? reply : { status: 200, json: { micros: 2000 } },
      );
      expect(await provider.refreshPrices?.(models, call)).toEqual({
        ok: true,
        value: new Map([['fal/second', priced(2000)]]),
      });
    },
  );

  test.each([
    [{ status: 401, json: why }, 'key-refused'],
    [{ status: 302, json: why }, 'provider-unreachable'],
    [{ status: 429, json: why }, 'provider-rate-limited'],
    [{ status: 503, json: why }, 'provider-unreachable'],
    ['drop', 'provider-unreachable'],
  ] satisfies [Reply, string][])('are not returned after %j', async (reply, code) => {
    const { provider } = await answering(reply);
    expect(await provider.refreshPrices?.(models, call)).toMatchObject({
      ok: false,
      error: { code, charged: 'no', subject: 'fal' },
    });
  });
});
