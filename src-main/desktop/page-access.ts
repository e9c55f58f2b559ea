/**
 * What the page may do: where it may navigate, which permissions and addresses it gets, and which frames may call.
 * Electron's security checklist, https://www.electronjs.org/docs/latest/tutorial/security
 */

export const pageScheme = 'app';
export const pageHost = 'understudy';
export const pageAddress = `${pageScheme}://${pageHost}/`;

/** Compares parsed parts: a prefix would also match `app://understudy.example/` or a user name. */
export const isPageAddress = (url: string): boolean => {
  if (!URL.canParse(url)) return false;
  const { protocol, host, username, password } = new URL(url);
  return protocol === `${pageScheme}:` && host === pageHost && username === '' && password === '';
};

/** The document itself, as opposed to its scripts and media; the fragment is free. */
const isPageDocument = (url: string): boolean => {
  if (!isPageAddress(url)) return false;
  const { pathname, search } = new URL(url);
  return pathname === '/' && search === '';
};

/** The page may load itself again. Every other navigation, redirect and frame is refused. */
export const isNavigationAllowed = (to: { readonly url: string; readonly isMainFrame: boolean }): boolean =>
  to.isMainFrame && isPageDocument(to.url);

/** A frame of the page's own process that shows the page and has no parent. `null`: it was destroyed or has navigated. */
export const isCallAllowed = (
  frame: { readonly url: string; readonly parent: unknown } | null | undefined,
): boolean => frame !== null && frame !== undefined && frame.parent === null && isPageDocument(frame.url);

const grantedPermissions: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

/** `url`: of the frame that asks; undefined where Electron does not report it. */
export const isPermissionGranted = (request: {
  readonly permission: string;
  readonly url: string | undefined;
  readonly isMainFrame: boolean;
}): boolean =>
  grantedPermissions.has(request.permission) &&
  request.isMainFrame &&
  request.url !== undefined &&
  isPageAddress(request.url);

/**
 * The page reads its own address, its own blobs, and data addresses. The program's requests to providers are made by the
 * main process. `hasDevTools`: the developer tools load their own files.
 */
export const isRequestAllowed = (
  url: string,
  { hasDevTools }: { readonly hasDevTools: boolean },
): boolean => {
  if (isPageAddress(url) || url.startsWith('data:')) return true;
  if (url.startsWith('blob:')) return isPageAddress(url.slice('blob:'.length));
  return hasDevTools && url.startsWith('devtools:');
};
