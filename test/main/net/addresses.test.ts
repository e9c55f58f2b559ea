import { describe, expect, test } from 'vitest';
import { endpointOf, isInsideAddress, isLoopback, judgeLink, type Lookup } from '#main/net/addresses.ts';

describe('IP addresses', () => {
  test.each([
    '0.0.0.0',
    '127.0.0.1',
    '127.255.255.254',
    '10.1.2.3',
    '172.16.0.0',
    '172.20.0.1',
    '172.31.255.255',
    '192.168.0.9',
    '169.254.169.254',
    '100.64.1.1',
    '100.127.255.255',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'fc00::1',
    'fd00::1',
    'ff02::1',
  ])('%s is inside', (address) => expect(isInsideAddress(address)).toBe(true));

  test.each([
    ['IPv4 written as IPv6', '::ffff:10.0.0.1'],
    ['the same in upper case', '::FFFF:10.0.0.1'],
    ['the same in hexadecimal groups', '::ffff:a00:1'],
    ['the same at full length', '0:0:0:0:0:ffff:7f00:1'],
    ['deprecated IPv4-compatible notation', '::127.0.0.1'],
    ['deprecated notation in hexadecimal groups', '::7f00:1'],
    ['translated, RFC 2765', '::ffff:0:10.0.0.1'],
    ['translated, RFC 6052', '64:ff9b::7f00:1'],
    ['translated with a local prefix, RFC 8215', '64:ff9b:1::a00:1'],
    ['6to4', '2002:7f00:1::'],
    ['6to4 of a public address, which no server needs', '2002:808:808::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  ])('address of this computer or its network is inside in every notation: %s (%s)', (_what, address) =>
    expect(isInsideAddress(address)).toBe(true),
  );

  test.each([
    '1.1.1.1',
    '9.255.255.255',
    '11.0.0.0',
    '100.128.0.0',
    '126.255.255.255',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '::ffff:8.8.8.8',
    '::ffff:808:808',
    '2001:1::1',
    '2001:4860:4860::8888',
    '2003::1',
    '2606:4700::1111',
  ])('%s is outside', (address) => expect(isInsideAddress(address)).toBe(false));

  test.each(['', '127.1', '0x7f000001', 'localhost', '10.0.0.1/8'])(
    '"%s" is not an IP address and counts as inside',
    (text) => expect(isInsideAddress(text)).toBe(true),
  );
});

describe('links', () => {
  const outside: Lookup = async () => ['93.184.216.34'];
  const judge = (link: string, lookup: Lookup = outside, isLocalAllowed = false) =>
    judgeLink(new URL(link), { lookup, isLocalAllowed });

  test('are forbidden when any address of their name is inside', async () => {
    expect(await judge('https://cdn.example/a.mp4', async () => ['93.184.216.34', '10.0.0.1'])).toBe(
      'forbidden',
    );
    expect(await judge('https://cdn.example/a.mp4', async () => ['93.184.216.34', '::ffff:a00:1'])).toBe(
      'forbidden',
    );
    expect(await judge('https://cdn.example/a.mp4', async () => [])).toBe('forbidden');
    expect(await judge('https://cdn.example/a.mp4')).toBe('good');
  });

  test('are unreachable, not forbidden, when their name does not resolve', async () => {
    const offline: Lookup = () => Promise.reject(new Error('offline'));
    expect(await judge('https://cdn.example/a.mp4', offline)).toBe('unknown-host');
  });

  test.each([
    'http://cdn.example/a.mp4',
    'ftp://cdn.example/a.mp4',
    'file:///etc/passwd',
    'https://user@cdn.example/a.mp4',
    'https://user:secret@cdn.example/a.mp4',
    'https://127.0.0.1/a.mp4',
    'https://127.1/a.mp4',
    'https://2130706433/a.mp4',
    'https://0x7f.0.0.1/a.mp4',
    'https://[::1]/a.mp4',
    'https://[::ffff:10.0.0.1]/a.mp4',
    'https://[64:ff9b::10.0.0.1]/a.mp4',
    'https://[2002:a00:1::]/a.mp4',
  ])('%s is forbidden', async (link) => expect(await judge(link)).toBe('forbidden'));

  test.each(['https://1.1.1.1/a.mp4', 'https://[2606:4700::1111]/a.mp4'])('%s is allowed', async (link) =>
    expect(await judge(link)).toBe('good'),
  );

  test('to this computer are allowed only where the provider is configured there', async () => {
    const link = 'http://127.0.0.1:8080/a.mp4';
    expect([await judge(link), await judge(link, outside, true)]).toEqual(['forbidden', 'good']);
    expect(await judge('http://192.168.0.9/a.mp4', outside, true)).toBe('forbidden');
    expect(await judge('ftp://127.0.0.1/a.mp4', outside, true)).toBe('forbidden');
  });
});

describe('endpoints', () => {
  const standard = 'https://api.example';

  test.each([
    [undefined, 'https://api.example/'],
    ['', 'https://api.example/'],
    ['https://proxy.example:8443', 'https://proxy.example:8443/'],
    ['http://127.0.0.1:9000', 'http://127.0.0.1:9000/'],
    ['http://localhost:9000', 'http://localhost:9000/'],
    ['http://[::1]:9000', 'http://[::1]:9000/'],
  ])('accepts %s', (override, url) => expect(endpointOf(override, standard).href).toBe(url));

  test.each([
    'http://api.example',
    'http://127.0.0.2',
    'http://localhost.example',
    'ftp://127.0.0.1',
    'here',
  ])('refuses %s', (override) => expect(() => endpointOf(override, standard)).toThrow());

  test('recognises this computer only by its own names', () => {
    const hosts = ['localhost', '127.0.0.1', '[::1]', '127.0.0.2', 'localhost.example', '10.0.0.1'];
    expect(hosts.map((host) => isLoopback(new URL(`http://${host}/`)))).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
