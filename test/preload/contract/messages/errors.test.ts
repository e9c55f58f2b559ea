import { describe, expect, test } from 'vitest';
import { errorReasons } from '#contract/error-parameters.ts';
import { appErrorSchema, errorCodes, fail } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import { errorsOf, everyError } from '#test/fixtures/errors.ts';

const commons = [{}, { subject: 'clip.mov' }, { subject: 'fal', detail: 'HTTP 500' }];
const errors = commons.flatMap(everyError);

test('the samples hold every code and every reason', () => {
  expect(new Set(errors.map(({ code }) => code))).toEqual(new Set(errorCodes));
  for (const [code, reasons] of Object.entries(errorReasons)) {
    const seen = errors.flatMap((error) => (error.code === code && 'reason' in error ? [error.reason] : []));
    expect(new Set(seen), code).toEqual(new Set(Object.keys(reasons)));
  }
});

test('every reason belongs to a code', () => {
  expect(Object.keys(errorReasons).filter((code) => !errorCodes.some((known) => known === code))).toEqual([]);
});

/** Sentences, each ending with a full stop and none with two. */
const isWhole = (text: string): boolean =>
  /^[^\s.].*[^\s.]\.$/s.test(text) &&
  !/undefined|null|NaN|\[object|\.\.(?!\.)| {2}|\(\)|: \.|«»|""/.test(text);

describe.each([
  ['English', en],
  ['Spanish', es],
])('in %s', (_, messages) => {
  test('every error says what happened and what to do', () => {
    const broken = errors
      .map((error) => ({ error, ...messages.error(error) }))
      .filter(({ what, wayOut }) => !isWhole(what) || !isWhole(wayOut));
    expect(broken).toEqual([]);
  });

  test('each reason of a code has a sentence of its own', () => {
    for (const code of errorCodes) {
      if (!(code in errorReasons)) continue;
      const byReason = new Map(
        errorsOf(code).flatMap((error) =>
          'reason' in error ? [[error.reason, messages.error(error).what] as const] : [],
        ),
      );
      expect(new Set(byReason.values()).size, code).toBe(byReason.size);
    }
  });
});

test('no Spanish sentence is the English one', () => {
  const sentences = (text: string) => text.split(/(?<=\.) /);
  const same = errors.filter((error) => {
    const [english, spanish] = [en.error(error), es.error(error)];
    const known = new Set([...sentences(english.what), ...sentences(english.wayOut)]);
    return [...sentences(spanish.what), ...sentences(spanish.wayOut)].some((sentence) => known.has(sentence));
  });
  expect(same).toEqual([]);
});

test('an error passes its schema unchanged, and one without its parameters is refused', () => {
  for (const error of errors) expect(appErrorSchema.parse(error)).toEqual(error);
  expect(appErrorSchema.safeParse({ code: 'tool-failed', charged: 'no' }).success).toBe(false);
  expect(appErrorSchema.safeParse({ code: 'tool-failed', charged: 'no', reason: 'not-empty' }).success).toBe(
    false,
  );
  expect(appErrorSchema.safeParse({ code: 'clock-wrong', charged: 'no', subject: '7' }).success).toBe(false);
});

test('foreign text is cut to what the schema stores', () => {
  const { error } = fail('provider-failed', { subject: 'fal', detail: 'x'.repeat(5000) });
  expect(error.detail).toHaveLength(4000);
  expect(appErrorSchema.safeParse(error).success).toBe(true);
});
