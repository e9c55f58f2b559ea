/**
 * How requests leave this computer. For a direct connection the address is checked at the time of connecting, so a
 * name that resolves differently from when its link was checked is refused (DNS rebinding); with a proxy, the proxy
 * resolves names. The only file that imports undici, the implementation of Node's own fetch.
 */
import { lookup as systemLookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import * as tls from 'node:tls';
import { Agent, type Dispatcher, Pool, ProxyAgent } from 'undici';
import { isInsideAddress, isLoopback, type Lookup } from './addresses.ts';
import { environmentProxy, hasEnvironmentProxy, systemProxyAddress } from './proxy.ts';
import { proxyFailed } from './request-sent.ts';

/** Certificates that the operating system trusts: company networks and virus scanners install their own there. */
let isDone = false;

/**
 * Adds them once to Node's own list, before the first secure connection. Node has both functions since 24.5
 * (https://nodejs.org/api/tls.html#tlssetdefaultcacertificatescerts); an older one keeps its own list.
 */
const trustSystemCertificates = (): void => {
  if (isDone || typeof tls.setDefaultCACertificates !== 'function') return;
  isDone = true;
  try {
    const all = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
    tls.setDefaultCACertificates([...new Set(all)]);
  } catch {
    // If the system store cannot be read, Node's own list stays in use.
  }
};

/** As `dns.lookup`, with an error of code `EINSIDE` for a name that resolves into this network. */
export const outsideLookup =
  (resolve: LookupFunction = systemLookup): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, options, (error, addresses, family) => {
      const all = typeof addresses === 'string' ? [addresses] : addresses.map(({ address }) => address);
      const isInside = error === null && (all.length === 0 || all.some(isInsideAddress));
      if (!isInside) return done(error, addresses, family);
      done(Object.assign(new Error(`${hostname} leads into this network.`), { code: 'EINSIDE' }), '');
    });
  };

const proxyError = (why: string, code: string, cause?: unknown): Error =>
  Object.assign(new Error(`The proxy ${why}.`, { cause }), { code });

/**
 * undici's errors do not name the proxy, and after UND_ERR_SOCKET, which it takes for temporary, it requests the
 * tunnel again without limit.
 */
const proxyClient = (origin: URL, options: object): Dispatcher => {
  const pool = new Pool(origin, options);
  const open = pool.connect.bind(pool) as (
    request: Dispatcher.ConnectOptions,
  ) => Promise<Dispatcher.ConnectData>;
  const connect = async (request: Dispatcher.ConnectOptions): Promise<Dispatcher.ConnectData> => {
    let tunnel: Dispatcher.ConnectData;
    try {
      tunnel = await open(request);
    } catch (cause) {
      throw proxyError('cannot be reached or ended the connection', proxyFailed, cause);
    }
    if (tunnel.statusCode === 200) return tunnel;
    tunnel.socket.on('error', () => undefined).destroy();
    throw proxyError(`answers ${tunnel.statusCode}`, `${proxyFailed}_${tunnel.statusCode}`);
  };
  return Object.assign(pool, { connect });
};

export type Network = {
  /** For configured addresses: providers and the user's bucket. */
  readonly fetch: typeof fetch;
  /** For links from elsewhere. Whether a link to this computer is allowed is up to the caller. */
  readonly fetchLink: typeof fetch;
  /** The addresses of a name; `by-proxy` where only a proxy can resolve it. */
  readonly lookup: Lookup;
  readonly close: () => Promise<void>;
};

export const createNetwork = (deps: {
  readonly fetch: typeof fetch;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** The system's proxy list for a URL, for example `PROXY proxy.example:8080; DIRECT`. */
  readonly systemProxy?: ((url: string) => Promise<string>) | undefined;
  readonly lookup: (hostname: string) => Promise<readonly string[]>;
  readonly resolve?: LookupFunction;
}): Network => {
  const { environment, systemProxy } = deps;
  const outside = new Agent({ connect: { lookup: outsideLookup(deps.resolve) } });
  const proxies = new Map<string, Dispatcher>();

  const proxyFor = async (url: URL): Promise<string | null> => {
    if (isLoopback(url)) return null;
    if (hasEnvironmentProxy(environment)) return environmentProxy(environment, url);
    return systemProxy === undefined ? null : systemProxyAddress(await systemProxy(url.href));
  };

  const proxyAgent = (address: string): Dispatcher => {
    const known = proxies.get(address);
    if (known) return known;
    if (!URL.canParse(address)) throw proxyError('has no valid address', proxyFailed);
    const made = new ProxyAgent({ uri: address, clientFactory: proxyClient });
    proxies.set(address, made);
    return made;
  };

  /** `direct`: null leaves the connection to Node's own agent. */
  const through =
    (direct: Dispatcher | null): typeof fetch =>
    async (input, init) => {
      const url = new URL(input instanceof URL || typeof input === 'string' ? input : input.url);
      if (url.protocol === 'https:') trustSystemCertificates();
      const proxy = await proxyFor(url);
      const agent = proxy === null ? (isLoopback(url) ? null : direct) : proxyAgent(proxy);
      if (agent === null) return deps.fetch(input, init);
      // The same class with two declarations: undici's own and the one that Node's fetch is declared with.
      const dispatcher = agent as unknown as NonNullable<RequestInit['dispatcher']>;
      return deps.fetch(input, { ...init, dispatcher });
    };

  return {
    fetch: through(null),
    fetchLink: through(outside),
    lookup: async (hostname) => {
      try {
        return await deps.lookup(hostname);
      } catch (cause) {
        if ((await proxyFor(new URL(`https://${hostname}`))) === null) throw cause;
        return 'by-proxy';
      }
    },
    close: async () => {
      await Promise.all([outside, ...proxies.values()].map((agent) => agent.close()));
    },
  };
};
