/** Access control of browser mode: admits only a browser on this computer that was opened with the token. */
import { randomBytes, timingSafeEqual } from 'node:crypto';

export type Session = {
  /** The address to open; contains the token once, after which a cookie replaces it. */
  readonly address: (port: number) => string;
  readonly isToken: (token: string | undefined) => boolean;
  /**
   * A request under another host name comes from another site's page (DNS rebinding), as does one with a foreign
   * origin.
   */
  readonly isOurHost: (host: string | undefined, port: number) => boolean;
  readonly isOurOrigin: (origin: string | undefined, port: number) => boolean;
  /**
   * Another site may only open the page in a tab, as a link does. Read from the fetch metadata that
   * browsers send (https://www.w3.org/TR/fetch-metadata/); to a browser, another port of this computer is another
   * origin of the same site, to which cookies are sent.
   */
  readonly isAllowed: (origin: RequestOrigin) => boolean;
  readonly cookieName: (port: number) => string;
  readonly token: string;
};

type RequestOrigin = {
  readonly method: string;
  readonly path: string;
  /** Sec-Fetch-Site, -Mode and -Dest; undefined from a program that is not a browser. */
  readonly site: string | undefined;
  readonly mode: string | undefined;
  readonly dest: string | undefined;
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
    isAllowed: ({ method, path, site, mode, dest }) => {
      if (site === undefined || site === 'same-origin' || site === 'none') return true;
      return method === 'GET' && path === '/' && mode === 'navigate' && dest === 'document';
    },
    // All ports of a host share cookies, so the name distinguishes two running programs.
    cookieName: (port) => `understudy-${port}`,
  };
};
