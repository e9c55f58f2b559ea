/** Certificates that the operating system trusts: company networks and virus scanners put their own there. */
import * as tls from 'node:tls';

let isDone = false;

/**
 * Adds them once to those that Node brings, before the first secure connection. Node has both functions since 24.5
 * (https://nodejs.org/api/tls.html#tlssetdefaultcacertificatescerts); an older one keeps its own list.
 */
export const trustSystemCertificates = (): void => {
  if (isDone || typeof tls.setDefaultCACertificates !== 'function') return;
  isDone = true;
  try {
    const all = [...tls.getCACertificates('default'), ...tls.getCACertificates('system')];
    tls.setDefaultCACertificates([...new Set(all)]);
  } catch {
    // A system store that cannot be read leaves Node's own list.
  }
};
