import type { LookupFunction } from 'node:net';
import { expect, test } from 'vitest';
import { createOutsideOnly, outsideLookup } from '#main/net/outside-only.ts';
import { type Logged, startServer } from '#test/sandbox/server.ts';

/** A name server that says what the test wants. */
const saying =
  (...addresses: readonly string[]): LookupFunction =>
  (_hostname, options, done) =>
    options.all === true
      ? done(
          null,
          addresses.map((address) => ({ address, family: 4 })),
        )
      : done(null, addresses[0] ?? '', 4);

const asked = (look: LookupFunction, all: boolean): Promise<unknown> =>
  new Promise((resolve) =>
    outsideLookup(look)('files.example', { all }, (error, address) => resolve(error?.code ?? address)),
  );

test('a name is answered with its addresses unless one of them is inside', async () => {
  expect([
    await asked(saying('93.184.216.34'), false),
    await asked(saying('93.184.216.34'), true),
    await asked(saying('10.0.0.7'), false),
    await asked(saying('93.184.216.34', '127.0.0.1'), true),
    await asked(saying(), true),
  ]).toEqual(['93.184.216.34', [{ address: '93.184.216.34', family: 4 }], 'EINSIDE', 'EINSIDE', 'EINSIDE']);
});

test('a name that leads here when the connection is made gets no connection', async () => {
  const log: Logged[] = [];
  const server = await startServer({ name: 'inside', log, handle: () => ({ status: 200, json: {} }) });
  const { port } = new URL(server.origin);
  const outside = createOutsideOnly({ fetch, look: saying('127.0.0.1') });
  try {
    const reaching = outside.fetchLink(`http://rebound.example:${port}/latest/meta-data`);
    await expect(reaching).rejects.toMatchObject({ cause: { code: 'EINSIDE' } });
    expect(log).toEqual([]);
    // A stand-in is reached by its address, where its caller allows that.
    expect((await outside.fetchLink(server.origin)).status).toBe(200);
  } finally {
    await outside.close();
    await server.close();
  }
});
