/** Determines whether a failed request had left this machine: only a request that has not may be sent again. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';

/**
 * Error code for failures of a proxy; with the suffix `_407`, for example, the status with which it refused a tunnel.
 */
export const proxyFailed = 'EPROXY';

/**
 * The channel on which undici, the implementation of Node's own fetch, publishes this: "connectError",
 * https://undici.nodejs.org/#/docs/api/DiagnosticsChannel
 */
const channel = 'undici:client:connectError';

/**
 * Codes that are proof by themselves, for a fetch that is not Node's. Codes with which an open connection can also
 * end (EHOSTUNREACH, ENETUNREACH, ETIMEDOUT, ECONNRESET, a TLS alert) are no proof. The certificate is checked before
 * the first byte of the request: https://nodejs.org/api/tls.html#x509-certificate-error-codes
 */
const certificateCodes = [
  'ERR_TLS_CERT_ALTNAME_INVALID',
  'CERT_CHAIN_TOO_LONG',
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'CERT_REJECTED',
  'CERT_REVOKED',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'INVALID_CA',
  'INVALID_PURPOSE',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
];
const beforeConnection = new Set([
  'ENOTFOUND',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'UND_ERR_CONNECT_TIMEOUT',
  // A tunnel that was not opened carried no data.
  proxyFailed,
  ...certificateCodes,
]);

/** Why the connection failed, by the code of the failure; null: offline, or a fault that no setting can fix. */
export const networkFault = (code: string): 'certificate-refused' | 'proxy-refused' | null => {
  if (certificateCodes.includes(code)) return 'certificate-refused';
  return code.startsWith(proxyFailed) ? 'proxy-refused' : null;
};

/** An error and the errors nested in `cause`, where fetch puts the socket's own. */
const chainOf = (cause: unknown, depth = 0): readonly Error[] =>
  cause instanceof Error && depth < 5 ? [cause, ...chainOf(cause.cause, depth + 1)] : [];

/** The codes along the chain; parallel attempts at several addresses come as one AggregateError. */
const codesOf = (cause: unknown, depth = 0): readonly string[] =>
  chainOf(cause).flatMap((error) => {
    const own = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
    const several = error instanceof AggregateError && depth < 5 ? error.errors : [];
    return [...own, ...several.flatMap((each) => codesOf(each, depth + 1))];
  });

/** Short and without text from outside: safe for a log and for the details of an error. */
export const codeOf = (cause: unknown): string =>
  codesOf(cause)[0] ?? (cause instanceof Error ? cause.name : 'UNKNOWN');

/** Runs `work` and returns its value, or why it failed and whether a connection had ever been established. */
export const watchConnecting = async <T>(
  work: () => Promise<T>,
): Promise<
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: string; readonly hasLeft: boolean }
> => {
  const failures = new WeakSet<object>();
  const note = (message: unknown): void => {
    if (typeof message !== 'object' || message === null || !('error' in message)) return;
    if (message.error instanceof Error) failures.add(message.error);
  };
  subscribe(channel, note);
  try {
    return { ok: true, value: await work() };
  } catch (cause) {
    const codes = codesOf(cause);
    const isBefore =
      chainOf(cause).some((error) => failures.has(error)) ||
      (codes.length > 0 && codes.every((code) => beforeConnection.has(code)));
    return { ok: false, code: codeOf(cause), hasLeft: !isBefore };
  } finally {
    unsubscribe(channel, note);
  }
};
