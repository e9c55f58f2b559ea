import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { modelIdSchema } from '#contract/model/choices.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { sandboxAimlapiKey } from '#test/sandbox/aimlapi.ts';
import { createAimlapiHarness } from './aimlapi-harness.ts';
import { call, type Harness } from './stand-in-harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createAimlapiHarness();
});
afterEach(() => harness.close());

const answerOf = (json: unknown) => ({ status: 200, headers: new Headers(), json, text: '' });

describe('AIMLAPI key', () => {
  test('is tested free of charge, with the balance of the account', async () => {
    expect(await harness.provider.testKey(call)).toEqual({
      ok: true,
      value: { isGood: true, balanceMicros: 12_340_000 },
    });
    expect(harness.sandbox.log).toMatchObject([
      { method: 'GET', path: '/v2/billing', authorization: `Bearer ${sandboxAimlapiKey}`, body: null },
    ]);
  });

  test('is refused when it is another one, and stays unjudged when there is no response', async () => {
    harness.setKey('another-key-altogether');
    const wrong = await harness.provider.testKey(call);
    await harness.sandbox.close();
    expect([wrong, await harness.provider.testKey(call)]).toMatchObject([
      { ok: false, error: { code: 'key-refused', subject: 'aimlapi' } },
      { ok: false, error: { code: 'provider-unreachable' } },
    ]);
  });

  test('returns no balance for an invalid, absurd or negative amount or another currency', () => {
    const balance = (current_balance: unknown, currency: string) =>
      aimlapi.keyTest.readBalance(answerOf({ current_balance, currency }));
    expect([
      balance(-0.5, 'USD'),
      balance(3, 'EUR'),
      balance('3', 'USD'),
      balance(12e9, 'USD'),
      balance(1e308, 'USD'),
      balance(1_000_000, 'USD'),
    ]).toEqual([null, null, null, null, null, 1_000_000_000_000]);
  });
});

describe('AIMLAPI prices', () => {
  const rate = (microsPerSec: number) => ({
    kind: 'per-second',
    microsPerSec,
    rounding: 'none',
    source: "AIMLAPI's model catalogue",
    asOf: '2026-11-21',
  });

  test('are read without a key, for each model the one of its own tier', async () => {
    harness.setKey(null);
    const prices = await harness.provider.refreshPrices?.(aimlapi.models, call);
    expect(prices?.ok ? Object.fromEntries(prices.value) : prices).toEqual({
      // The older name continues as an alias of one that has modes: that it costs what `pro` costs is an inference.
      'aimlapi/kling-v2.6-pro': { ...rate(145_600), caveat: 'our-reading' },
      'aimlapi/kling-v2.6-std': rate(91_000),
      'aimlapi/kling-v3-std': rate(163_800),
      'aimlapi/kling-v3-pro': rate(218_400),
    });
    expect(harness.sandbox.log.map(({ method, authorization }) => [method, authorization])).toEqual(
      aimlapi.models.map(() => ['GET', null]),
    );
    expect(harness.sandbox.log[0]?.path).toBe(
      '/v1/models?id=klingai%2Fvideo-v2-6-pro-motion-control&include=pricing',
    );
  });

  test('are requested by the remote name that the user has set', async () => {
    const named = aimlapi.models
      .slice(0, 1)
      .map(({ id }) => ({ id, remoteName: 'klingai/video-v2-6-motion-control' }));
    const gone = named.map(({ id }) => ({ id, remoteName: 'klingai/gone' }));
    const prices = await harness.provider.refreshPrices?.(named, call);
    const none = await harness.provider.refreshPrices?.(gone, call);
    expect([prices, none].map((result) => (result?.ok ? [...result.value.values()] : result))).toEqual([
      [rate(145_600)],
      [],
    ]);
  });

  test('under the older name are those of `pro`, whichever model has that name', async () => {
    const named = aimlapi.models
      .slice(0, 2)
      .map(({ id }) => ({ id, remoteName: 'klingai/video-v2-6-pro-motion-control' }));
    const prices = await harness.provider.refreshPrices?.(named, call);
    const reading = { ...rate(145_600), caveat: 'our-reading' };
    expect(prices?.ok ? [...prices.value.values()] : prices).toEqual([reading, reading]);
  });

  const pro = {
    id: modelIdSchema.parse('aimlapi/kling-v3-pro'),
    remoteName: 'klingai/video-v3-motion-control',
  };
  const read = (pricing: unknown, entry: Readonly<Record<string, unknown>> = {}) =>
    aimlapi.price?.read(
      answerOf({ data: [{ id: pro.remoteName, aliases: null, pricing, ...entry }] }),
      pro,
      '2026-11-21',
    );
  const variants = (...list: readonly unknown[]) => ({
    kind: 'variants',
    dimensions: ['mode'],
    variants: list,
  });
  const variant = (when: unknown, price: number, unit = 'second', per = 1) => ({ when, price, unit, per });

  test('are read per unit: a price for 1000 seconds is not a price of one', () => {
    expect(read({ kind: 'fixed', units: [{ name: 'second', price: 168, per: 1000 }] })).toEqual(
      rate(168_000),
    );
  });

  test('may be for a whole run', () => {
    expect(
      read(variants(variant({ mode: 'std' }, 1, 'generation'), variant({ mode: 'pro' }, 2, 'generation'))),
    ).toEqual({
      kind: 'per-run',
      microsPerRun: 2_000_000,
      source: "AIMLAPI's model catalogue",
      asOf: '2026-11-21',
    });
  });

  test('that do not depend on the mode are used unchanged', () => {
    expect(read(variants(variant({}, 0.2), variant(undefined, 0.2)))).toEqual(rate(200_000));
  });

  test.each([
    ['a rate that is not known before the run', { kind: 'variable' }],
    ['no rate at all', null],
    ['an unsupported unit', { kind: 'fixed', units: [{ name: 'megapixel', price: 1, per: 1 }] }],
    ['no unit', { kind: 'fixed', units: [{ price: 1, per: 1 }] }],
    ['an unknown form', { kind: 'fixed', units: 'many' }],
    ['only the other tier', variants(variant({ mode: 'std' }, 0.1))],
    [
      'rates that depend on options that are not sent',
      variants(variant({ mode: 'pro', audio: true }, 0.3), variant({ mode: 'pro', audio: false }, 0.2)),
    ],
  ])('are left out for: %s', (_what, pricing) => {
    expect(read(pricing)).toBe(null);
  });

  test('of another model are ignored, and names are compared without case', () => {
    const fixed = { kind: 'fixed', units: [{ name: 'second', price: 0.2, per: 1 }] };
    expect([
      read(fixed, { id: 'klingai/another', aliases: ['klingai/more'] }),
      read(fixed, { id: 'klingai/another', aliases: ['KlingAI/video-v3-motion-control'] }),
    ]).toEqual([null, rate(200_000)]);
  });
});
