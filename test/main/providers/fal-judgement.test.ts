import { describe, expect, test } from 'vitest';
import { modelIdSchema } from '#contract/model/choices.ts';
import type { Answer } from '#main/net/http.ts';
import { fal } from '#main/providers/fal.ts';

const answer = (status: number, json: unknown, headers: Record<string, string> = {}): Answer => ({
  status,
  headers: new Headers(headers),
  json,
  text: json === undefined ? '<html>' : JSON.stringify(json),
});
const modelError = (type: string) => ({ detail: [{ loc: ['body'], msg: 'It did not work.', type }] });

const base = 'https://queue.fal.run/fal-ai/kling-video/requests/1';
const ticket = {
  endpoint: 'fal-ai/kling-video/v2.6/pro/motion-control',
  requestId: '1',
  statusUrl: `${base}/status`,
  responseUrl: base,
  cancelUrl: `${base}/cancel`,
};

describe('response to a submit', () => {
  test.each([
    [400, 'provider-refused'],
    [401, 'key-refused'],
    [402, 'no-credit'],
    [403, 'provider-refused'],
    [422, 'provider-refused'],
    [429, 'provider-rate-limited'],
  ])('with %i is a refusal (%s) that costs nothing', (status, code) => {
    expect(fal.judge(answer(status, { detail: 'why' }))).toEqual({ code, charged: 'no', words: 'why' });
  });

  test.each([
    ['content_policy_violation', 'content-refused'],
    ['file_download_error', 'input-unreadable-there'],
    ['image_load_error', 'input-unreadable-there'],
    ['video_duration_too_long', 'provider-refused'],
  ])('with 422 and %s is classified by its type: %s', (type, code) => {
    expect(fal.judge(answer(422, modelError(type)))).toEqual({
      code,
      charged: 'no',
      words: `body It did not work. (${type})`,
    });
  });

  test.each([
    [
      'a sentence with a type of the platform',
      { detail: 'Slow down', error_type: 'limit' },
      'Slow down (limit)',
    ],
    ['a list without types', { detail: [{ msg: 'One.' }, { msg: 'Two.' }] }, 'One.; Two.'],
    ['JSON of another form', { oddly: 'no' }, '{"oddly":"no"}'],
    ['a body that is not JSON', undefined, '<html>'],
  ])('in %s keeps the words', (_what, json, words) => {
    expect(fal.judge(answer(400, json)).words).toBe(words);
  });

  test.each([
    ['no id', { status_url: base, response_url: base, cancel_url: base }],
    ['no addresses', { request_id: '1' }],
    ['an invalid address', { request_id: '1', status_url: 'soon', response_url: base, cancel_url: base }],
    ['a body that is not JSON', undefined],
  ])('with %s is no acceptance', (_what, json) => {
    const run = { remoteName: ticket.endpoint } as Parameters<typeof fal.readSubmitted>[1]; // All that it reads.
    expect(fal.readSubmitted(answer(200, json), run)).toBeNull();
  });
});

describe('missing result', () => {
  test('is temporary after a gateway failure and final after a model failure, even with the same status', () => {
    const isFinal = (status: number, json: unknown) => fal.result?.isFinal(answer(status, json));
    expect(isFinal(504, { detail: 'timed out', error_type: 'request_timeout' })).toBe(false);
    expect(isFinal(500, undefined)).toBe(false);
    expect(isFinal(504, modelError('generation_timeout'))).toBe(true);
    expect(isFinal(422, modelError('file_too_large'))).toBe(true);
    expect(isFinal(429, null)).toBe(false);
  });

  test('is not charged after a server failure, and may be after a refused input', () => {
    const failure = (status: number) =>
      fal.result?.read(answer(status, modelError('face_detection_error')), ticket);
    const failed = (charged: string) => ({
      kind: 'failed',
      why: { code: 'provider-failed', charged, words: 'body It did not work. (face_detection_error)' },
    });
    expect([500, 504, 400, 422].map(failure)).toEqual(['no', 'no', 'unknown', 'unknown'].map(failed));
  });

  test.each([
    [422, {}, '{}'],
    [409, undefined, '<html>'],
  ])('is not readable for a response of %i without a body', (status, json, words) => {
    expect(fal.result?.read(answer(status, json), ticket)).toEqual({
      kind: 'failed',
      why: { code: 'provider-answer-invalid', charged: 'unknown', words },
    });
  });

  test('is not final for a page of an intermediary, except with the status for refused inputs', () => {
    const page = (status: number) => {
      const text = '<html><head><title>Blocked</title></head></html>';
      const reading = fal.result?.read({ ...answer(status, undefined), text }, ticket);
      return reading?.kind === 'failed' ? [reading.why.code, reading.why.words] : reading;
    };
    expect([400, 422].map(page)).toEqual([
      ['provider-answer-invalid', 'Blocked'],
      ['provider-failed', 'Blocked'],
    ]);
  });

  test('is awaited when requested too early', () => {
    expect(fal.result?.read(answer(400, { detail: 'Request is still in progress' }), ticket)).toEqual({
      kind: 'pending',
      isQueued: false,
      queuePosition: null,
      fraction: null,
      etaSec: null,
    });
  });

  test.each([
    ['a sentence', { detail: 'The dancer left the stage.' }],
    ['a list of sentences', { detail: ['The dancer left the stage.'] }],
    ['a message', { message: 'The dancer left the stage.' }],
    ['JSON in JSON', { detail: JSON.stringify({ error: { message: 'The dancer left the stage.' } }) }],
  ])('ends the run with a refusal as %s, in its words', (_what, json) => {
    expect(fal.result?.read(answer(422, json), ticket)).toEqual({
      kind: 'failed',
      why: { code: 'provider-failed', charged: 'unknown', words: 'The dancer left the stage.' },
    });
  });

  test('names content refused while running, which may have been charged', () => {
    expect(fal.result?.read(answer(422, modelError('content_policy_violation')), ticket)).toEqual({
      kind: 'failed',
      why: {
        code: 'content-refused',
        charged: 'unknown',
        words: 'body It did not work. (content_policy_violation)',
      },
    });
  });

  test('is charged by the type of a failed completion, and unknown for an unknown type', () => {
    const failure = (error_type?: string) =>
      fal.readStatus(answer(200, { status: 'COMPLETED', error: 'It broke.', error_type }), ticket);
    const failed = (code: string, charged: string, words: string) => ({
      kind: 'failed',
      why: { code, charged, words },
    });
    expect(
      ['runner_disconnected', 'generation_timeout', 'face_detection_error', undefined].map(failure),
    ).toEqual([
      failed('provider-failed', 'no', 'It broke. (runner_disconnected)'),
      failed('provider-failed', 'no', 'It broke. (generation_timeout)'),
      failed('provider-failed', 'unknown', 'It broke. (face_detection_error)'),
      failed('provider-failed', 'unknown', 'It broke.'),
    ]);
    expect(failure('content_policy_violation')).toMatchObject({ why: { code: 'content-refused' } });
  });

  test('of a cancelled completion is no failure, and costs nothing', () => {
    const json = { status: 'COMPLETED', error: 'Cancelled', error_type: 'client_cancelled' };
    expect(fal.readStatus(answer(200, json), ticket)).toEqual({ kind: 'cancelled', charged: 'no' });
  });
});

describe('fal status', () => {
  const pending = { kind: 'pending', isQueued: false, queuePosition: null, fraction: null, etaSec: null };

  test.each([
    [
      { status: 'IN_QUEUE', queue_position: 3 },
      { ...pending, isQueued: true, queuePosition: 3 },
    ],
    [
      { status: 'IN_QUEUE', queue_position: 'soon' },
      { ...pending, isQueued: true },
    ],
    [{ status: 'IN_PROGRESS', queue_position: 3 }, pending],
    [{ status: 'WARMING_UP' }, { ...pending, unknownWord: 'WARMING_UP' }],
    [{ status: 'COMPLETED' }, { kind: 'ended', ticket }],
    [{ state: 'COMPLETED' }, null],
    [undefined, null],
  ])('reads %j as intended', (json, reading) => {
    expect(fal.readStatus(answer(202, json), ticket)).toEqual(reading);
  });
});

describe('fal bill', () => {
  const result = (headers: Record<string, string>) =>
    fal.result?.read(answer(200, { video: { url: 'https://v3.fal.media/a.mp4' } }, headers), ticket);

  test.each([
    [{ 'x-fal-billable-units': '10.04' }, { kind: 'seconds', sec: 10.04 }],
    [{ 'x-fal-billable-units': '0' }, { kind: 'seconds', sec: 0 }],
    [{ 'x-fal-billable-units': '' }, null],
    [{ 'x-fal-billable-units': 'many' }, null],
    [{ 'x-fal-billable-units': '-1' }, null],
    [{ 'x-fal-billable-units': '1e300' }, null],
    [{ 'x-fal-billable-units': '86401' }, null],
    [{}, null],
  ])('of %j is read exactly or not at all', (headers, billed) => {
    expect(result(headers)).toEqual({
      kind: 'done',
      url: 'https://v3.fal.media/a.mp4',
      expiresAt: null,
      billed,
    });
  });
});

describe('fal price', () => {
  const remoteName = ticket.endpoint;
  const model = { id: modelIdSchema.parse('fal/kling-v2.6-pro'), remoteName };
  const priced = (entry: Readonly<Record<string, unknown>>) =>
    fal.price?.read(answer(200, { prices: [entry] }), model, '2026-11-21');

  test("of a second has its source and today's date", () => {
    expect(priced({ endpoint_id: remoteName, unit_price: 0.112, unit: 'seconds', currency: 'USD' })).toEqual({
      kind: 'per-second',
      microsPerSec: 112_000,
      rounding: 'none',
      source: "fal's price service",
      asOf: '2026-11-21',
    });
  });

  test.each([
    ['another model', { endpoint_id: 'fal-ai/other', unit_price: 0.1, unit: 'seconds' }],
    ['an absurdly high price', { endpoint_id: remoteName, unit_price: 1e300, unit: 'seconds' }],
    ['a millionth of a cent', { endpoint_id: remoteName, unit_price: 1e-9, unit: 'seconds' }],
    ['another currency', { endpoint_id: remoteName, unit_price: 0.1, unit: 'seconds', currency: 'EUR' }],
    ['an empty price', { endpoint_id: remoteName, unit_price: 0, unit: 'seconds' }],
  ])('is missing for %s', (_what, entry) => {
    expect(priced(entry)).toBeNull();
  });

  test.each(['videos', '5 seconds', 'unit'])(
    'for each of another unit (%s) is reported as unknown',
    (unit) => {
      expect(priced({ endpoint_id: remoteName, unit_price: 0.56, unit })).toEqual({
        kind: 'unknown',
        reason: `fal states a price for each "${unit}", not for each second.`,
      });
    },
  );
});
