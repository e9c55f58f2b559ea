import { expect, test } from 'vitest';
import { environmentProxy, hasEnvironmentProxy, systemProxyAddress } from '#main/net/proxy.ts';

const target = new URL('https://queue.fal.run/fal-ai/kling-video');
const proxy = 'http://proxy.example:3128';

test.each([
  ['HTTPS_PROXY', { HTTPS_PROXY: proxy }, proxy],
  ['the lower-case name first', { https_proxy: proxy, HTTPS_PROXY: 'http://other.example:1' }, proxy],
  [
    'ALL_PROXY where no other variable is set',
    { ALL_PROXY: 'socks5://proxy.example:1080' },
    'socks5://proxy.example:1080',
  ],
  ['an address without a scheme', { HTTPS_PROXY: 'proxy.example:3128' }, proxy],
  ['an empty value as unset', { HTTPS_PROXY: '' }, null],
  ['HTTP_PROXY, which does not apply to https', { HTTP_PROXY: proxy }, null],
  ['no variable', {}, null],
])('reads the proxy for an address from %s', (_what, environment, expected) => {
  expect(environmentProxy(environment, target)).toBe(expected);
});

test.each([
  ['the host itself', 'queue.fal.run', true],
  ['its domain', 'fal.run', true],
  ['its domain with a dot', 'example.com, .fal.run', true],
  ['its domain with an asterisk', '*.fal.run', true],
  ['everything by an asterisk', '*', true],
  ['the host and its port', 'queue.fal.run:443', true],
  ['the host and another port', 'queue.fal.run:8443', false],
  ['another host with the same ending', 'al.run', false],
  ['another host', 'example.com', false],
])('NO_PROXY that names %s', (_what, value, isDirect) => {
  const found = environmentProxy({ HTTPS_PROXY: proxy, NO_PROXY: value }, target);
  expect(found === null).toBe(isDirect);
});

test("uses the system's setting when no proxy variable is set, whatever NO_PROXY holds", () => {
  expect(hasEnvironmentProxy({ NO_PROXY: '*' })).toBe(false);
  expect(hasEnvironmentProxy({ all_proxy: proxy })).toBe(true);
});

test.each([
  ['DIRECT', null],
  ['', null],
  ['PROXY proxy.example:3128; DIRECT', 'http://proxy.example:3128'],
  ['HTTPS proxy.example:443', 'https://proxy.example:443'],
  ['SOCKS5 proxy.example:1080;PROXY other:1', 'socks5://proxy.example:1080'],
  ['QUIC proxy.example:1', null],
])('system list %j gives %j', (list, address) => {
  expect(systemProxyAddress(list)).toBe(address);
});
