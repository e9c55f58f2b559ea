import { expect, test } from 'vitest';
import { calls } from '#contract/calls.ts';
import { fail, ok } from '#contract/errors.ts';
import type { Handlers } from '#main/ipc/handlers.ts';
import { createServe } from '#main/ipc/serve.ts';
import type { Log } from '#main/ports.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Handlers of which only the named ones may be called. */
const serveWith = (handlers: Partial<Handlers>, log: Log = silent) =>
  // The rest is absent on purpose: calling it would be the test's mistake.
  createServe({ calls, handlers: handlers as Handlers, log });

test('a good call gets what the room answers', async () => {
  const serve = serveWith({
    'keys.test': async ({ provider }) =>
      provider === 'fal' ? ok({ isGood: true, balanceMicros: null }) : fail('internal'),
  });
  expect(await serve('keys.test', { provider: 'fal' })).toEqual({
    ok: true,
    value: { isGood: true, balanceMicros: null },
  });
});

test('an expected failure comes back as a value', async () => {
  const serve = serveWith({ 'keys.test': async () => fail('key-refused', { subject: 'fal' }) });
  expect(await serve('keys.test', { provider: 'fal' })).toEqual({
    ok: false,
    error: { code: 'key-refused', charged: 'no', subject: 'fal' },
  });
});

test('an input that the contract does not know never reaches the room', async () => {
  const serve = serveWith({});
  expect(await serve('keys.test', { provider: 'nobody' })).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
  expect(await serve('keys.test', undefined)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
});

test.each(['toString', '__proto__', 'constructor', 'files.delete', ''])(
  'there is no call named "%s"',
  async (name) => {
    expect(await serveWith({})(name, {})).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  },
);

test('what the contract does not name is cut from an answer', async () => {
  const answer = { isGood: true, balanceMicros: 5, key: 'fal-secret' } as const;
  const serve = serveWith({ 'keys.test': async () => ok(answer) });
  expect(await serve('keys.test', { provider: 'fal' })).toEqual({
    ok: true,
    value: { isGood: true, balanceMicros: 5 },
  });
});

test('an answer of the wrong shape becomes an internal error and is written to the log', async () => {
  const logged: string[] = [];
  // A room that breaks the contract, which the compiler would not let through.
  const broken = { 'library.list': async () => ok({ items: 'none' }) } as unknown as Partial<Handlers>;
  const serve = serveWith(broken, { ...silent, error: (message) => void logged.push(message) });
  expect(await serve('library.list', { offset: 0, limit: 10 })).toMatchObject({
    ok: false,
    error: { code: 'internal' },
  });
  expect(logged).toHaveLength(1);
});

test('a room that throws does not take the program with it', async () => {
  const serve = serveWith({
    'settings.get': async () => {
      throw new Error('a bug');
    },
  });
  expect(await serve('settings.get', {})).toEqual({
    ok: false,
    error: { code: 'internal', charged: 'no', subject: 'settings.get' },
  });
});
