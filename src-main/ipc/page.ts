/** Answers requests for the built page and for media addresses; the window's protocol and browser mode both use it. */
import { extname, join, normalize, sep } from 'node:path';
import { fileResponse } from '../storage/file-response.ts';
import type { MediaRoutes } from './media-routes.ts';

const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy': contentSecurityPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** The same response with the page's headers. */
export const withPageHeaders = (response: Response): Response => {
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(pageHeaders)) headers.set(name, value);
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
};

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

export type Page = (request: Request) => Promise<Response>;

export const createPage = (deps: { readonly rendererFolder: string; readonly media: MediaRoutes }): Page => {
  const { rendererFolder, media } = deps;
  const file = (request: Request, pathname: string): Promise<Response> => {
    const path = normalize(
      join(rendererFolder, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)),
    );
    const contentType = contentTypes[extname(path)];
    if (!path.startsWith(rendererFolder + sep) || contentType === undefined)
      return Promise.resolve(new Response('Not found', { status: 404 }));
    return fileResponse({ path, request, contentType });
  };
  return async (request) => {
    const { pathname } = new URL(request.url);
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return withPageHeaders(new Response('Method not allowed', { status: 405 }));
    return withPageHeaders((await media(request)) ?? (await file(request, pathname)));
  };
};
