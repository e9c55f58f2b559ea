/** Fetches a link from public addresses only: no key, no cookie, each redirect checked before it is followed. */
import { judgeLink, type Lookup } from './addresses.ts';

const maxRedirects = 5;

export type Reached =
  | { readonly kind: 'answered'; readonly response: Response }
  /** The link, or a redirect (`isRedirect`), leads to an address that may not be requested. */
  | { readonly kind: 'forbidden'; readonly link: URL; readonly isRedirect: boolean }
  | { readonly kind: 'unknown-host'; readonly link: URL }
  /** Not a URL, or too many redirects. */
  | { readonly kind: 'nowhere' };

/** Rejects as fetch does. */
export const publicFetch = async (request: {
  /** As created by public-network.ts. */
  readonly fetchLink: typeof fetch;
  readonly lookup: Lookup;
  /** Whether links to this computer are allowed, because the provider itself is configured to be there. */
  readonly isLocalAllowed: boolean;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
}): Promise<Reached> => {
  const { signal, headers } = request;
  let link = URL.canParse(request.url) ? new URL(request.url) : null;
  for (let hop = 0; hop <= maxRedirects && link !== null; hop += 1) {
    const verdict = await judgeLink(link, request);
    if (verdict === 'unknown-host') return { kind: 'unknown-host', link };
    if (verdict === 'forbidden') return { kind: 'forbidden', link, isRedirect: hop > 0 };
    const response = await request.fetchLink(link, { redirect: 'manual', headers, signal });
    const next = response.headers.get('location');
    if (response.status < 300 || response.status >= 400 || next === null)
      return { kind: 'answered', response };
    await response.body?.cancel();
    link = URL.canParse(next, link.href) ? new URL(next, link) : null;
  }
  return { kind: 'nowhere' };
};
