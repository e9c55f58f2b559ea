import { expect, test } from 'vitest';
import { calls } from '#contract/calls.ts';
import { fail, ok } from '#contract/errors.ts';
import type { Handlers } from '#main/ipc/handlers.ts';
import { createServe } from '#main/ipc/serve.ts';
import type { Log } from '#main/ports.ts';

const silent: Log = { info: () => undefined, warn: () => undefined, error: () => undefined };

/** Serves only the given handlers. */
const serveWith = (handlers: Partial<Handlers>, log: Log = silent) =>
  // The other handlers are missing on purpose: no test calls them.
  createServe({ calls, handlers: handlers as Handlers, log });

test('returns the value of the handler', async () => {
  const serve = serveWith({
    'keys.test': async ({ provider }) =>
      provider === 'fal' ? ok({ isGood: true, balanceMicros: null }) : fail('internal'),
  });
  expect(await serve('keys.test', { provider: 'fal' })).toEqual({
    ok: true,
    value: { isGood: true, balanceMicros: null },
  });
});

test('returns an expected failure as a value', async () => {
  const serve = serveWith({ 'keys.test': async () => fail('key-refused', { subject: 'fal' }) });
  expect(await serve('keys.test', { provider: 'fal' })).toEqual({
    ok: false,
    error: { code: 'key-refused', charged: 'no', subject: 'fal' },
  });
});

test('rejects an invalid input before the handler', async () => {
  const serve = serveWith({});
  expect(await serve('keys.test', { provider: 'unknown' })).toMatchObject({
    ok: false,
    error: { code: 'bad-request' },
  });
  expect(await serve('keys.test', undefined)).toMatchObject({ ok: false, error: { code: 'bad-request' } });
});

test.each(['toString', '__proto__', 'constructor', 'files.delete', ''])(
  'rejects the unknown call "%s"',
  async (name) => {
    expect(await serveWith({})(name, {})).toMatchObject({ ok: false, error: { code: 'bad-request' } });
  },
);

test('removes fields that the contract does not define from a reply', async () => {
  const answer = { isGood: true, balanceMicros: 5, key: 'fal-secret' } as const;
  const serve = serveWith({ 'keys.test': async () => ok(answer) });
  expect(await serve('keys.test', { provider: 'fal' })).toEqual({
    ok: true,
    value: { isGood: true, balanceMicros: 5 },
  });
});

test('turns a reply that violates the contract into an internal error and logs it', async () => {
  const logged: string[] = [];
  // A handler that violates the contract, which the compiler would reject.
  const broken = { 'library.list': async () => ok({ items: 'none' }) } as unknown as Partial<Handlers>;
  const serve = serveWith(broken, { ...silent, error: (message) => void logged.push(message) });
  expect(await serve('library.list', { offset: 0, limit: 10 })).toMatchObject({
    ok: false,
    error: { code: 'internal' },
  });
  expect(logged).toHaveLength(1);
});

test('returns an internal error if a handler throws', async () => {
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
