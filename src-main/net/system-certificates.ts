/** Certificates that the operating system trusts: company networks and virus scanners install their own there. */
import * as tls from 'node:tls';

let isDone = false;

/**
 * Adds them once to Node's own list, before the first secure connection. Node has both functions since 24.5
 * (https://nodejs.org/api/tls.html#tlssetdefaultcacertificatescerts); an older one keeps its own list.
 */
export const trustSystemCertificates = (): void => {
  if (isDone || typeof tls.setDefaultCACertificates !== 'function') return;
  isDone = true;
  try {
    const all = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
    tls.setDefaultCACertificates([...new Set(all)]);
  } catch {
    // If the system store cannot be read, Node's own list stays in use.
  }
};
