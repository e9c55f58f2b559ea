import { expect, test } from 'vitest';
import { createLazyNetwork } from '#main/net/lazy-network.ts';

const createTestNetwork = () => {
  const requested: string[] = [];
  const network = createLazyNetwork({
    fetch: async (input) => {
      requested.push(String(input));
      return new Response('answered');
    },
    environment: {},
    lookup: async () => ['192.0.2.1'],
  });
  return { requested, network };
};

test('passes requests and lookups on', async () => {
  const { requested, network } = createTestNetwork();
  const response = await network.fetch('http://127.0.0.1:4711/');
  expect([await response.text(), requested]).toEqual(['answered', ['http://127.0.0.1:4711/']]);
  expect(await network.lookup('example.com')).toEqual(['192.0.2.1']);
  await network.close();
});

test('closes without a request', async () => {
  const { network } = createTestNetwork();
  await expect(network.close()).resolves.toBeUndefined();
});
