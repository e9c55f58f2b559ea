/** A link that a person has pasted, judged by its looks; where it leads is looked at by the program, before paying. */

export type PastedLink =
  | { readonly kind: 'none' }
  | { readonly kind: 'good'; readonly url: string }
  | { readonly kind: 'bad'; readonly why: 'no-link' | 'not-https' | 'password' };

/** As long as a request may be; signed links are long. */
const maxChars = 4000;

export const readPastedLink = (text: string): PastedLink => {
  const url = text.trim();
  if (url === '') return { kind: 'none' };
  const parsed = url.length > maxChars ? null : URL.parse(url);
  if (parsed === null || parsed.hostname === '') return { kind: 'bad', why: 'no-link' };
  if (parsed.protocol !== 'https:') return { kind: 'bad', why: 'not-https' };
  // It would be told to the provider with the link.
  if (parsed.username !== '' || parsed.password !== '') return { kind: 'bad', why: 'password' };
  // As it was typed: a signed link may not bear another spelling.
  return { kind: 'good', url };
};
