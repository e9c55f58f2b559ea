/** Browser mode: the same page and the same contract over loopback HTTP, for machines without an Electron binary. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { streamSSE } from 'hono/streaming';
import { type HostCallName, isCallName, isPageCall } from '#contract/calls.ts';
import { fail } from '#contract/errors.ts';
import type { App } from '../app.ts';
import { createPage, withPageHeaders } from '../ipc/page.ts';
import type { Log } from '../ports.ts';
import { removeTree } from '../storage/busy-retry.ts';
import { toFileError } from '../storage/file-error.ts';

/** Access control: admits only a browser on this computer that was opened with the token. */
type Session = {
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

const createSession = (token = randomBytes(24).toString('base64url')): Session => {
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

export type WebServer = {
  readonly address: string;
  readonly port: number;
  readonly close: () => Promise<void>;
};

export const startWebServer = async (deps: {
  readonly app: App;
  readonly rendererFolder: string;
  /** 0: any free port. */
  readonly port: number;
  readonly log: Log;
}): Promise<WebServer> => {
  const { app, log } = deps;
  const session = createSession();
  const page = createPage({ rendererFolder: deps.rendererFolder, media: app.mediaRoutes });
  let port = deps.port;

  const refuse = (c: Context, why: string) => {
    log.warn('browser request refused', { why, method: c.req.method, path: c.req.path });
    return withPageHeaders(new Response(`${why}\n`, { status: 403 }));
  };

  const web = new Hono();
  web.use(async (c, next) => {
    if (!session.isOurHost(c.req.header('host'), port))
      return refuse(c, 'Open the address that the program printed.');
    if (!session.isOurOrigin(c.req.header('origin'), port))
      return refuse(c, 'Requests from other sites are not allowed.');
    const { method, path } = c.req;
    const [site, mode, dest] = ['site', 'mode', 'dest'].map((name) => c.req.header(`sec-fetch-${name}`));
    if (!session.isAllowed({ method, path, site, mode, dest }))
      return refuse(c, 'Requests from other sites are not allowed.');
    if (path === '/' && session.isToken(c.req.query('token'))) {
      setCookie(c, session.cookieName(port), session.token, {
        httpOnly: true,
        // Links on other sites must work; the checks above limit what such a site can request, and no GET
        // request changes anything.
        sameSite: 'Lax',
        path: '/',
      });
      return c.redirect('/', 303);
    }
    if (!session.isToken(getCookie(c, session.cookieName(port))))
      return refuse(c, 'Open the address with the token that the program printed when it started.');
    // A plain form or image on another site cannot set this header.
    if (method !== 'GET' && method !== 'HEAD' && c.req.header('x-understudy') !== '1')
      return refuse(c, 'This request does not come from the page of Understudy.');
    await next();
    return undefined;
  });

  web.post('/call/:name', async (c) => {
    const name = c.req.param('name');
    if (!isCallName(name) || !isPageCall(name))
      return c.json(fail('bad-request', { subject: name.slice(0, 100), reason: 'call-not-allowed' }));
    const input: unknown = await c.req.json().catch(() => undefined);
    return c.json(await app.serve(name, input));
  });

  /** Streams an uploaded file to disk and calls `call` with its path. Removes the file unless `isKept`. */
  const receiveFile =
    (call: HostCallName, isKept: (reply: { readonly ok: boolean }) => boolean) => async (c: Context) => {
      const name = c.req.query('name') ?? '';
      const path = await app.dropPath(name);
      const discard = () =>
        removeTree(dirname(path)).catch((cause: unknown) => log.warn('uploaded file not removed', { cause }));
      try {
        const body = c.req.raw.body;
        const bytes = body ? Readable.fromWeb(body) : Readable.from([]);
        await pipeline(bytes, createWriteStream(path), { signal: c.req.raw.signal });
      } catch (cause) {
        await discard();
        return c.json({ ok: false, error: toFileError(cause, name.slice(0, 120)) });
      }
      const reply = await app.serve(call, { path });
      if (!isKept(reply)) await discard();
      return c.json(reply);
    };
  web.post(
    '/files',
    receiveFile('media.open', ({ ok }) => ok),
  );
  web.post(
    '/imports',
    receiveFile('library.import', () => false),
  );

  web.get('/events', (c) =>
    streamSSE(c, async (stream) => {
      const closed = Promise.withResolvers<void>();
      const unsubscribe = app.subscribe((event, payload) => {
        stream.writeSSE({ event, data: JSON.stringify(payload) }).catch(closed.resolve);
      });
      stream.onAbort(closed.resolve);
      closing.signal.addEventListener('abort', () => closed.resolve(), { once: true });
      // Sent immediately, so that the page detects the open connection.
      await stream.writeSSE({ event: 'hello', data: '{}' });
      await closed.promise;
      unsubscribe();
    }),
  );

  web.get('*', (c) => page(c.req.raw));

  const closing = new AbortController();
  const server = serve({
    fetch: web.fetch,
    port: deps.port,
    hostname: '127.0.0.1',
    autoCleanupIncoming: true,
    // The default replaces Node's global Response, also for responses of providers.
    overrideGlobalObjects: false,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  // Only the address of a pipe is a string.
  port = (server.address() as AddressInfo).port;

  return {
    address: session.address(port),
    port,
    close: async () => {
      closing.abort();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
};
