/** Which HTTP proxy a request uses: from the environment's variables, otherwise from the system. Pure. */

type Environment = Readonly<Record<string, string | undefined>>;

/** The lower-case name takes precedence, as in curl. */
const variable = (environment: Environment, name: string): string | undefined =>
  [environment[name.toLowerCase()], environment[name]].find((value) => value !== undefined && value !== '');

/** `proxy.example:8080` without a scheme is an HTTP proxy, as in curl. */
const withScheme = (text: string): string => (/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`);

const isExcluded = (url: URL, entry: string): boolean => {
  if (entry === '*') return true;
  const [, name = '', port] = /^(.+?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? [];
  const ownPort = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  if (port !== undefined && port !== ownPort) return false;
  const suffix = name.replace(/^\*?\./, '');
  return url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
};

/**
 * The proxy's address from HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY; null: none is set for this URL.
 * NO_PROXY takes host names, domains (with or without a leading dot), `host:port` and `*`; no address ranges.
 */
export const environmentProxy = (environment: Environment, url: URL): string | null => {
  const own = variable(environment, url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY');
  const proxy = own ?? variable(environment, 'ALL_PROXY');
  if (proxy === undefined) return null;
  const entries = (variable(environment, 'NO_PROXY') ?? '').split(/[,\s]+/).filter((entry) => entry !== '');
  return entries.some((entry) => isExcluded(url, entry)) ? null : withScheme(proxy);
};

/** Whether the environment configures proxies at all; otherwise the system does. */
export const hasEnvironmentProxy = (environment: Environment): boolean =>
  ['HTTPS_PROXY', 'HTTP_PROXY', 'ALL_PROXY'].some((name) => variable(environment, name) !== undefined);

const schemes: Readonly<Record<string, string>> = {
  PROXY: 'http',
  HTTP: 'http',
  HTTPS: 'https',
  SOCKS: 'socks5',
  SOCKS5: 'socks5',
};

/**
 * The first entry of a proxy list in the format of browsers, `PROXY proxy.example:8080; DIRECT`; null: direct
 * connection.
 */
export const systemProxyAddress = (list: string): string | null => {
  const [kind = 'DIRECT', address] = (list.split(';')[0] ?? '').trim().split(/\s+/);
  const scheme = schemes[kind.toUpperCase()];
  return scheme === undefined || address === undefined ? null : `${scheme}://${address}`;
};
