import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxNovitaKey } from '#test/sandbox/novita.ts';
import { createNovitaHarness } from './novita-harness.ts';
import { call, type Harness } from './stand-in-harness.ts';

let harness: Harness;
beforeEach(async () => {
  harness = await createNovitaHarness();
});
afterEach(() => harness.close());

describe('Novita key', () => {
  test('is tested free of charge, with the balance in millionths of a dollar', async () => {
    // 123456 ten-thousandths: $12.3456.
    expect(await harness.provider.testKey(call)).toEqual({
      ok: true,
      value: { isGood: true, balanceMicros: 12_345_600 },
    });
    harness.setKey('wrong-key-altogether');
    expect(await harness.provider.testKey(call)).toMatchObject({
      ok: false,
      error: { code: 'key-refused', charged: 'no' },
    });
    expect(harness.sandbox.log.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /openapi/v1/billing/balance/detail',
      'GET /openapi/v1/billing/balance/detail',
    ]);
  });

  test.each([
    [{ availableBalance: '-15' }, null],
    [{ availableBalance: '1e9' }, null],
    [{ availableBalance: 1e300 }, null],
    [{ availableBalance: '10000000001' }, null],
    [{ availableBalance: 20 }, 2000],
    [{ availableBalance: '' }, null],
    [{ availableBalance: 'plenty' }, null],
    [{}, null],
  ])('balance of %j is %s', async (body, balanceMicros) => {
    const provider = harness.answering(() => Response.json(body));
    expect(await provider.testKey(call)).toEqual({ ok: true, value: { isGood: true, balanceMicros } });
  });

  test('never occurs in stored text, nor do the signed parts of links', async () => {
    const message = `no ${sandboxNovitaKey} at https://s3.example/a.mp4?X-Amz-Signature=s3cret`;
    const hidden = 'no [key] at https://s3.example/a.mp4?[hidden]';
    const errors = [];
    for (const status of [400, 403, 500]) {
      const body = { code: status, reason: 'INVALID_REQUEST_BODY', message };
      const provider = harness.answering(() => Response.json(body, { status }));
      const outcome = await provider.start(harness.request, call);
      errors.push('error' in outcome ? outcome.error.detail : outcome.kind);
    }
    const task = { status: 'TASK_STATUS_FAILED', reason: message };
    const failed = await harness.answering(() => Response.json({ task })).status({ taskId: 'a' }, call);
    errors.push('error' in failed ? failed.error.detail : failed.kind);
    expect(errors).toEqual([
      `${hidden} (INVALID_REQUEST_BODY)`,
      `${hidden} (INVALID_REQUEST_BODY)`,
      `HTTP 500: ${hidden} (INVALID_REQUEST_BODY)`,
      hidden,
    ]);
  });

  test('is sent to Novita alone where no override is set', async () => {
    const seen: string[] = [];
    const real = harness.providerAt({}, async (input) => {
      seen.push(new URL(String(input)).origin);
      return Response.json({ task_id: 'a' });
    });
    await real.start(harness.request, call);
    await real.status({ taskId: 'a' }, call);
    await real.testKey(call);
    expect(seen).toEqual(['https://api.novita.ai', 'https://api.novita.ai', 'https://api.novita.ai']);
    expect(() => harness.providerAt({ UNDERSTUDY_NOVITA_URL: 'http://example.com' })).toThrow(
      'UNDERSTUDY_NOVITA_URL',
    );
  });
});
