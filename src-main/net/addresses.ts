/**
 * Which addresses may be requested: a provider's own with its key, results without one; never an address inside the
 * user's network.
 */
import { lookup as systemLookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';

const loopbackNames = ['localhost', '127.0.0.1', '[::1]'];

export const isLoopback = (url: URL): boolean => loopbackNames.includes(url.hostname);

/** An endpoint override: https anywhere, plain http for loopback only. */
export const endpointOf = (override: string | undefined, standard: string): URL => {
  const url = new URL(override && override !== '' ? override : standard);
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) return url;
  throw new Error(`An endpoint must be https, or http on this computer: ${url.origin}`);
};

/** Private, loopback, link-local, shared, multicast and reserved ranges (RFC 6890). */
const inside = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  // Unspecified, loopback and the deprecated IPv4-compatible notation (RFC 4291).
  ['::', 96],
  // Translated (RFC 2765, RFC 6052, RFC 8215), Teredo and 6to4 addresses embed an IPv4 address, which may be any.
  ['::ffff:0:0:0', 96],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  // Site-local: deprecated by RFC 3879, still in use in places.
  ['fec0::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(network, prefix, 'ipv6');

/** Anything that is not an IP address counts as inside, so it is never requested. */
export const isInsideAddress = (address: string): boolean => {
  const family = isIP(address);
  if (family === 0) return true;
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return inside.check(mapped ?? address, family === 6 && mapped === undefined ? 'ipv6' : 'ipv4');
};

/** `by-proxy`: this computer cannot resolve the name, and the request goes through a proxy that does. */
export type Lookup = (hostname: string) => Promise<readonly string[] | 'by-proxy'>;

export const lookupAll = async (hostname: string): Promise<readonly string[]> =>
  (await systemLookup(hostname, { all: true })).map(({ address }) => address);

export type LinkVerdict = 'good' | 'forbidden' | 'unknown-host';

/**
 * Whether a link from a provider may be fetched. `isLocalAllowed`: the endpoint itself is configured to be on this
 * computer.
 */
export const judgeLink = async (
  link: URL,
  deps: { readonly lookup: Lookup; readonly isLocalAllowed: boolean },
): Promise<LinkVerdict> => {
  if (deps.isLocalAllowed && isLoopback(link) && ['http:', 'https:'].includes(link.protocol)) return 'good';
  if (link.protocol !== 'https:' || link.username !== '' || link.password !== '') return 'forbidden';
  const hostname = link.hostname.replace(/^\[|\]$/g, '');
  if (isIP(hostname)) return isInsideAddress(hostname) ? 'forbidden' : 'good';
  try {
    const addresses = await deps.lookup(hostname);
    if (addresses === 'by-proxy') return 'good';
    return addresses.length > 0 && !addresses.some(isInsideAddress) ? 'good' : 'forbidden';
  } catch {
    return 'unknown-host';
  }
};
