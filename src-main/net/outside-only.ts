/**
 * Connections to the outside world only: an address is judged at the very moment of connecting, so a name that leads
 * somewhere else than when its link was judged gets nowhere (DNS rebinding). The one file that knows undici, of which
 * Node's own fetch is made.
 */
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { Agent } from 'undici';
import { isInsideAddress, isLoopback } from './addresses.ts';

/** As `dns.lookup`, and an error with the code `EINSIDE` for a name that leads into this network. */
export const outsideLookup =
  (look: LookupFunction = systemLookup): LookupFunction =>
  (hostname, options, done) => {
    look(hostname, options, (error, addresses, family) => {
      const all = typeof addresses === 'string' ? [addresses] : addresses.map(({ address }) => address);
      const isInside = error === null && (all.length === 0 || all.some(isInsideAddress));
      if (!isInside) return done(error, addresses, family);
      done(Object.assign(new Error(`${hostname} leads into this network.`), { code: 'EINSIDE' }), '');
    });
  };

export type OutsideOnly = {
  /** For links that somebody else gave. A link to this computer itself is for its caller to allow. */
  readonly fetchLink: typeof fetch;
  readonly close: () => Promise<void>;
};

export const createOutsideOnly = (deps: {
  readonly fetch: typeof fetch;
  readonly look?: LookupFunction;
}): OutsideOnly => {
  const agent = new Agent({ connect: { lookup: outsideLookup(deps.look) } });
  // The same class, from two copies of its types: undici's own and those that Node's fetch is declared with.
  const dispatcher = agent as unknown as NonNullable<RequestInit['dispatcher']>;
  return {
    fetchLink: (input, init) => {
      const url = new URL(input instanceof URL || typeof input === 'string' ? input : input.url);
      return deps.fetch(input, isLoopback(url) ? init : { ...init, dispatcher });
    },
    close: () => agent.close(),
  };
};
