/**
 * Controls a stand-in server from another process: `/__control` reads and sets its faults, `/__log` returns its
 * requests.
 */
import { type Faults, faultsSchema } from './faults.ts';
import { type Handler, type Logged, type LoopbackServer, startServer } from './server.ts';

export const startControl = (deps: {
  readonly faults: Faults;
  readonly log: readonly Logged[];
  readonly port?: number;
}): Promise<LoopbackServer> => {
  const { faults, log } = deps;
  const handle: Handler = ({ method, url, json }) => {
    if (url.pathname === '/__log' && method === 'GET') return { status: 200, json: log };
    if (url.pathname !== '/__control') return { status: 404, json: { error: 'unknown path' } };
    if (method === 'GET') return { status: 200, json: faults };
    if (method !== 'POST') return { status: 405, json: { error: 'GET or POST' } };
    const parsed = faultsSchema.partial().safeParse(json);
    if (!parsed.success) return { status: 400, json: { error: parsed.error.issues } };
    Object.assign(faults, parsed.data);
    return { status: 200, json: faults };
  };
  // Its own requests are not part of the provider's log.
  return startServer({ name: 'control', log: [], handle, ...(deps.port ? { port: deps.port } : {}) });
};
