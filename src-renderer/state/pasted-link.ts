/**
 * Validates a link that the user has pasted by its syntax; the main process checks its target before the run is paid.
 */

export type PastedLink =
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly url: string }
  | { readonly kind: 'bad'; readonly why: 'no-link' | 'not-https' | 'password' };

/** Longest accepted link; signed links are long. */
const maxChars = 4000;

export const readPastedLink = (text: string): PastedLink => {
  const url = text.trim();
  if (url === '') return { kind: 'none' };
  const parsed = url.length > maxChars ? null : URL.parse(url);
  if (parsed === null || parsed.hostname === '') return { kind: 'bad', why: 'no-link' };
  if (parsed.protocol !== 'https:') return { kind: 'bad', why: 'not-https' };
  // Credentials would be sent to the provider with the link.
  if (parsed.username !== '' || parsed.password !== '') return { kind: 'bad', why: 'password' };
  // As typed: a signed link may be invalid in another spelling.
  return { kind: 'good', url };
};
