import { expect, expectTypeOf, test } from 'vitest';
import {
  type CallName,
  callNames,
  calls,
  isCallName,
  isPageCall,
  mayCharge,
  type PageCallName,
  pageCallNames,
} from '#contract/calls.ts';
import { eventNames } from '#contract/events.ts';
import type { Handlers } from '#main/ipc/handlers.ts';

test('lists every call of the table and no other', () => {
  expect(callNames).toEqual(Object.keys(calls));
  expectTypeOf<keyof Handlers>().toEqualTypeOf<CallName>();
});

test('exposes to the page only calls without a path or a file', () => {
  expect(callNames.filter((name) => !isPageCall(name))).toEqual([
    'media.open',
    'media.openBytes',
    'library.import',
  ]);
  expect(pageCallNames).toEqual(callNames.filter(isPageCall));
  expectTypeOf<PageCallName>().toEqualTypeOf<
    Exclude<CallName, 'media.open' | 'media.openBytes' | 'library.import'>
  >();
});

test('marks the calls that may lead to a paid request', () => {
  expect(callNames.filter(mayCharge)).toEqual([
    'jobs.submit',
    'jobs.submitBatch',
    'jobs.retry',
    'jobs.resolve',
  ]);
});

test('no call has the name of an event', () => {
  expect(eventNames.filter(isCallName)).toEqual([]);
});

test.each(['toString', '__proto__', 'constructor', 'files.delete', ''])('has no call named "%s"', (name) => {
  expect(isCallName(name)).toBe(false);
});
