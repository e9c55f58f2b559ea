/** Takes keys and signed parts of links out of what a provider said, before it is stored or shown. */

const maxChars = 2000;

/** `secrets`: the keys in use. */
export const scrub = (text: string, secrets: readonly (string | null)[]): string => {
  let shown = text;
  for (const secret of secrets)
    if (secret !== null && secret.length >= 4) shown = shown.replaceAll(secret, '[key]');
  return (
    shown
      // In raw JSON the slashes can be escaped.
      .replace(/\b(https?:(?:\\?\/){2})[^\s"'<>?#/\\@]*@/gi, '$1')
      .replace(/\b(https?:(?:\\?\/){2}[^\s"'<>?#]+)[?#][^\s"'<>]*/gi, '$1?[hidden]')
      .replace(/\b(Key|Bearer|Basic)\s+[\w.~+/:=-]{8,}/g, '$1 [key]')
      .slice(0, maxChars)
  );
};
