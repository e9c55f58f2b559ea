/** The network, loaded at the first request: loading undici would take a third of the start of a command without requests. */
import type { createNetwork, Network } from './public-network.ts';

export const createLazyNetwork = (deps: Parameters<typeof createNetwork>[0]): Network => {
  let loading: Promise<Network> | null = null;
  const load = (): Promise<Network> => {
    loading ??= import('./public-network.ts').then((loaded) => loaded.createNetwork(deps));
    return loading;
  };
  return {
    fetch: async (input, init) => (await load()).fetch(input, init),
    fetchLink: async (input, init) => (await load()).fetchLink(input, init),
    lookup: async (hostname) => (await load()).lookup(hostname),
    close: async () => {
      if (loading !== null) await (await loading).close();
    },
  };
};
