import { describe, expect, test } from 'vitest';
import type { Reply } from '#test/sandbox/server.ts';
import { createMadeUp, type MadeUp, madeUp, madeUpKey, madeUpRequest } from './made-up-provider.ts';

const call = { signal: new AbortController().signal };
const [id = '', secret = ''] = madeUpKey.split(':');

/** A provider whose responses repeat secrets. */
const talk = [
  `No user for ${madeUpKey}, that is ${id} with ${secret} (Bearer ${madeUpKey}).`,
  'Read https://cdn.example/a.mp4?X-Amz-Signature=feedface&more=1 and https://cdn.example/b#token=feedface too.',
].join(' ');
const forbidden = [id, secret, 'feedface'];

const statuses = [200, 204, 302, 400, 401, 402, 403, 404, 408, 409, 413, 422, 429, 499, 500, 503];
const replies: readonly Reply[] = statuses.flatMap((status): readonly Reply[] => [
  { status, json: { message: talk } },
  { status, json: { state: talk } },
  { status, json: { state: 'failed', message: talk } },
  { status, json: talk },
  { status, bytes: Buffer.from(`<html>${talk}`) },
  { status, bytes: Buffer.from(`${'.'.repeat(1990)}${talk}`) },
]);

const verbs: Readonly<Record<string, (made: MadeUp) => Promise<unknown>>> = {
  'a submit': ({ provider }) => provider.start(madeUpRequest, call),
  'a status request': ({ provider, ticket }) => provider.status(ticket, call),
  'a cancel request': async ({ provider, ticket }) => provider.cancel?.(ticket, call),
  'a search for a request': async ({ provider }) =>
    provider.find?.({ requestId: 'job-1', sentAt: '2026-11-21T12:00:00.000Z' }, call),
  'a key test': ({ provider }) => provider.testKey(call),
  'a price request': async ({ provider }) => provider.refreshPrices?.(madeUp.models, call),
};

const leaksIn = (output: unknown): readonly string[] =>
  forbidden.filter((part) => JSON.stringify(output).includes(part));

/** What results and log contain after each response. */
const outputOf = async (ask: (made: MadeUp) => Promise<unknown>, meanwhile: (made: MadeUp) => void) => {
  let reply: Reply = 'drop';
  let act = (): void => undefined;
  const made = await createMadeUp(() => {
    act();
    return reply;
  });
  act = () => meanwhile(made);
  const output: unknown[] = [];
  for (const next of replies) {
    reply = next;
    made.setKey(madeUpKey);
    output.push(await ask(made));
  }
  return [...output, ...made.warnings];
};

describe('redacts the key, half of it, and the signature of a link', () => {
  test.each(Object.entries(verbs))('after %s, for any response', async (_what, ask) => {
    const output = await outputOf(ask, () => undefined);
    expect(output.flatMap(leaksIn)).toEqual([]);
    // The words themselves are kept: otherwise there would be nothing to leak.
    expect(output.some((each) => JSON.stringify(each).includes('No user for [key]'))).toBe(true);
    expect(output.some((each) => JSON.stringify(each).includes('a.mp4?[hidden]'))).toBe(true);
  });

  test.each(Object.entries(verbs))(
    'after %s, also where another key was set before the response arrived',
    async (_what, ask) => {
      const output = await outputOf(ask, ({ setKey }) => setKey('another-key-altogether'));
      expect(output.flatMap(leaksIn)).toEqual([]);
    },
  );

  test('in a result at another address', async () => {
    const output: unknown[] = [];
    for (const reply of replies) {
      const { provider, ticket } = await createMadeUp(({ url }) =>
        url.pathname === '/status/7' ? { status: 200, json: { state: 'ended' } } : reply,
      );
      output.push(await provider.status(ticket, call));
    }
    expect(output.flatMap(leaksIn)).toEqual([]);
    expect(output.some((each) => JSON.stringify(each).includes('No user for [key]'))).toBe(true);
  });

  test('in a network failure', async () => {
    const made = await createMadeUp(() => 'drop');
    const fails: typeof fetch = () =>
      Promise.reject(new TypeError(talk, { cause: Object.assign(new Error(talk), { code: 'ECONNRESET' }) }));
    const provider = made.with({ fetch: fails });
    const output = await Promise.all(Object.values(verbs).map((ask) => ask({ ...made, provider })));
    expect(output.flatMap(leaksIn)).toEqual([]);
    expect(output.map((each) => JSON.stringify(each)).every((each) => each.includes('ECONNRESET'))).toBe(
      true,
    );
  });

  test('and does not follow a redirect of any kind to another origin', async () => {
    const elsewhere = await createMadeUp(() => ({ status: 200, json: {} }));
    for (const status of [301, 302, 303, 307, 308]) {
      const made = await createMadeUp(({ url }) => ({
        status,
        headers: { location: `${elsewhere.origin}${url.pathname}` },
        json: {},
      }));
      for (const ask of Object.values(verbs)) await ask(made);
    }
    expect(elsewhere.requests()).toEqual([]);
  });
});
