import { describe, expect, test } from 'vitest';
import { endpointsOf } from '#main/providers/endpoints.ts';

const endpoints = {
  queue: { standard: 'https://queue.example', variable: 'UNDERSTUDY_QUEUE_URL' },
  rest: { standard: 'https://rest.example', variable: 'UNDERSTUDY_REST_URL' },
};
const addresses = (environment: Readonly<Record<string, string | undefined>>) => {
  const { queue, rest } = endpointsOf(endpoints, environment);
  return [queue.href, rest.href];
};

describe('addresses of a provider', () => {
  test.each([
    ['the documented ones', {}, ['https://queue.example/', 'https://rest.example/']],
    [
      'the documented ones where a variable is empty',
      { UNDERSTUDY_QUEUE_URL: '' },
      ['https://queue.example/', 'https://rest.example/'],
    ],
    [
      'set to this computer one by one',
      { UNDERSTUDY_REST_URL: 'http://127.0.0.1:9001' },
      ['https://queue.example/', 'http://127.0.0.1:9001/'],
    ],
    [
      'behind a proxy',
      { UNDERSTUDY_QUEUE_URL: 'https://proxy.example', UNDERSTUDY_REST_URL: 'https://proxy.example' },
      ['https://proxy.example/', 'https://proxy.example/'],
    ],
  ])('are %s', (_what, environment, expected) => {
    expect(addresses(environment)).toEqual(expected);
  });

  test.each(['http://example.com', 'http://192.168.0.9', 'ftp://127.0.0.1', 'nonsense'])(
    'are refused for %s, with the name of the variable',
    (address) => {
      expect(() => addresses({ UNDERSTUDY_REST_URL: address })).toThrow(
        'UNDERSTUDY_REST_URL must be an https address, or an http one of this computer.',
      );
    },
  );
});
