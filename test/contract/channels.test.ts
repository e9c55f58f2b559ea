import { expect, expectTypeOf, test } from 'vitest';
import { type CallName, callNames, type EventName, eventNames, hostCallNames } from '#contract/channels.ts';
import { type Contract, contract, events } from '#contract/ipc.ts';
import type { Handlers } from '#main/ipc/handlers.ts';

test('every named call has its schemas, and no call is without a name', () => {
  expect(Object.keys(contract).sort()).toEqual([...callNames].sort());
  expectTypeOf<keyof Contract>().toEqualTypeOf<CallName>();
  expectTypeOf<keyof Handlers>().toEqualTypeOf<CallName>();
});

test('every named event has its schema, and no event is without a name', () => {
  expect(Object.keys(events).sort()).toEqual([...eventNames].sort());
  expectTypeOf<keyof typeof events>().toEqualTypeOf<EventName>();
});

test('no name is given twice, and calls for hosts only are calls', () => {
  expect(new Set([...callNames, ...eventNames]).size).toBe(callNames.length + eventNames.length);
  expect(callNames).toEqual(expect.arrayContaining([...hostCallNames]));
});
