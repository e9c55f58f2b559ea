/** Who may talk to browser mode: the one browser that was given the address with the token, on this machine only. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

export type Session = {
  /** The address to open; carries the token once, after which a cookie takes its place. */
  readonly address: (port: number) => string;
  readonly isToken: (token: string | undefined) => boolean;
  /** A request under another host name is another site's page (DNS rebinding), one with a foreign origin is too. */
  readonly isOurHost: (host: string | undefined, port: number) => boolean;
  readonly isOurOrigin: (origin: string | undefined, port: number) => boolean;
  readonly cookieName: (port: number) => string;
  readonly token: string;
};

const names = ['127.0.0.1', 'localhost'];

export const createSession = (token = randomBytes(24).toString('base64url')): Session => {
  const isToken = (given: string | undefined): boolean => {
    const a = Buffer.from(given ?? '');
    const b = Buffer.from(token);
    return a.length === b.length && timingSafeEqual(a, b);
  };
  return {
    token,
    isToken,
    address: (port) => `http://127.0.0.1:${port}/?token=${token}`,
    isOurHost: (host, port) => names.some((name) => host === `${name}:${port}`),
    isOurOrigin: (origin, port) =>
      origin === undefined || names.some((name) => origin === `http://${name}:${port}`),
    // Cookies are shared by all ports of a host, so the name tells two running programs apart.
    cookieName: (port) => `understudy-${port}`,
  };
};
