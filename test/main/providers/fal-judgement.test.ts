import { describe, expect, test } from 'vitest';
import {
  failedCompletion,
  failedRun,
  isPassing,
  isSubmitUnsure,
  refusal,
} from '#main/providers/fal-judgement.ts';

const modelError = (type: string) => ({ detail: [{ loc: ['body'], msg: 'It did not work.', type }] });

describe('a submit that was answered', () => {
  test.each([300, 307, 408, 499, 500, 502, 503, 504])(
    '%i leaves it unsure whether a job was made',
    (status) => {
      expect(isSubmitUnsure(status)).toBe(true);
    },
  );

  test.each([
    [400, 'provider-refused'],
    [401, 'key-refused'],
    [402, 'no-credit'],
    [403, 'no-credit'],
    [422, 'provider-refused'],
    [429, 'provider-rate-limited'],
  ])('%i is a refusal (%s) that costs nothing', (status, code) => {
    expect([isSubmitUnsure(status), refusal({ status, json: null, words: 'why' })]).toEqual([
      false,
      { code, charged: 'no', subject: 'fal', detail: 'why' },
    ]);
  });
});

describe('a result that did not come', () => {
  test('a gateway in the way passes; a model that failed does not, even with the same status', () => {
    expect(
      isPassing({ status: 504, json: { detail: 'timed out', error_type: 'request_timeout' }, words: '' }),
    ).toBe(true);
    expect(isPassing({ status: 500, json: undefined, words: '<html>' })).toBe(true);
    expect(isPassing({ status: 504, json: modelError('generation_timeout'), words: '' })).toBe(false);
    expect(isPassing({ status: 422, json: modelError('file_too_large'), words: '' })).toBe(false);
    expect(isPassing({ status: 429, json: null, words: '' })).toBe(true);
  });

  test('a failure of the server is not charged, a refused input may be', () => {
    const charged = (status: number) => failedRun({ status, json: null, words: '' }).charged;
    expect([500, 504, 400, 422].map(charged)).toEqual(['no', 'no', 'unknown', 'unknown']);
  });

  test('a completion that failed is charged as its type says, and an unknown type says nothing', () => {
    const charged = (type?: string) => failedCompletion(type, '').charged;
    expect(
      ['runner_disconnected', 'generation_timeout', 'face_detection_error', undefined].map(charged),
    ).toEqual(['no', 'no', 'unknown', 'unknown']);
  });
});
