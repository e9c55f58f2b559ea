/**
 * Common parts of the stand-ins with one API and one CDN: both servers, the control server, and closing all of them.
 */
import { type CdnFiles, createCdn } from './cdn.ts';
import { startControl } from './control.ts';
import type { Faults } from './faults.ts';
import type { Sandbox, SandboxRequest } from './sandbox.ts';
import { type Handler, type Logged, startServer } from './server.ts';

export const openStandIn = async (given: {
  /** Name of the API's server in the log. */
  readonly name: string;
  readonly request: SandboxRequest;
  readonly faults: Faults;
  readonly log: Logged[];
  /** The files of its CDN. */
  readonly files: CdnFiles;
  readonly handle: Handler;
  /** Whether a request is for a paid run. */
  readonly isRun: (method: string, path: string) => boolean;
  readonly jobIds: () => readonly string[];
  readonly environmentAt: (apiOrigin: string) => Readonly<Record<string, string>>;
}): Promise<Sandbox & { readonly cdnOrigin: string }> => {
  const { name, request, faults, log, isRun } = given;
  const slowMs = () => faults.slowMs;
  const at = (offset: number) => (request.port === undefined ? {} : { port: request.port + offset });
  const handleCdn = createCdn({ faults, files: given.files });
  const cdn = await startServer({ name: 'cdn', log, handle: handleCdn, slowMs, ...at(1) });
  const api = await startServer({
    name,
    log,
    handle: given.handle,
    slowMs,
    ...at(0),
    dropsUnread: (method, path) => isRun(method, path) && faults.submit === 'dropped-before-reading',
  });
  const control = await startControl({ faults, log, ...at(2) });
  return {
    environment: given.environmentAt(api.origin),
    log,
    faults,
    cdnOrigin: cdn.origin,
    controlOrigin: control.origin,
    jobIds: given.jobIds,
    submits: () => log.filter(({ server, method, path }) => server === name && isRun(method, path)).length,
    close: async () => {
      await Promise.all([api, cdn, control].map((server) => server.close()));
    },
  };
};
