import { expect, test } from 'vitest';
import { createLazyNetwork } from '#main/net/lazy-network.ts';

const createTestNetwork = () => {
  const asked: string[] = [];
  const network = createLazyNetwork({
    fetch: async (input) => {
      asked.push(String(input));
      return new Response('answered');
    },
    environment: {},
    lookup: async () => ['192.0.2.1'],
  });
  return { asked, network };
};

test('passes requests and lookups on', async () => {
  const { asked, network } = createTestNetwork();
  const response = await network.fetch('http://127.0.0.1:4711/');
  expect([await response.text(), asked]).toEqual(['answered', ['http://127.0.0.1:4711/']]);
  expect(await network.lookup('example.com')).toEqual(['192.0.2.1']);
  await network.close();
});

test('closes without a request', async () => {
  const { network } = createTestNetwork();
  await expect(network.close()).resolves.toBeUndefined();
});
