/**
 * Removes keys, signatures and secret links from a text. The only place that knows their patterns; errors and the log
 * use it.
 */

/** A detail is stored with its job and shown; an error's schema accepts at most twice this length. */
const maxChars = 2000;
/** Only the beginning of a longer text is searched: the patterns below are fast up to this length. */
const maxReadChars = 8000;

/** A slash: plain, escaped as in JSON, or percent-encoded once or more often. */
const slash = String.raw`(?:\\?\/|%(?:25)*2F)`;
const equals = '(?:=|%(?:25)*3D)';
/** The value in a query, up to its end. */
const value = String.raw`(?:\\\/|[^\s"'<>&,;(){}[\]\\])+`;
/** Also inside JSON that is nested in JSON. */
const quote = String.raw`\\*["']?`;

const secretWord = 'signature|token|secret|password|credential|api[-_]?key|access[-_]?key[-_]?id';
/** Names whose value is always a secret. The last ones are of links signed for CloudFront. */
const secretName = String.raw`(?:x-(?:amz|goog)-[\w-]{1,40}|[\w-]{0,40}(?:${secretWord})|sig|policy|key-pair-id)`;

const headerName = String.raw`(?:x-(?:amz|goog)-[\w-]{1,40}|x-[\w-]{0,40}(?:key|token|signature)|api-key)`;

type Replacement = readonly [pattern: RegExp, shown: string];

/** `#` stands for the replacement of a key. */
const replacements: readonly Replacement[] = [
  // User name and password in front of a host.
  [/\b([a-z][a-z\d+.-]{0,20}:(?:\\?\/){2})[^\s"'<>?#/\\]*@/gi, '$1[hidden]@'],
  // The query of a link, which holds its signature: of any scheme, percent-encoded as a whole, or without its host.
  [/\b([a-z][a-z\d+.-]{0,20}:(?:\\?\/){2}[^\s"'<>?#]+)([?#])[^\s"'<>]*/gi, '$1$2[hidden]'],
  [/\b([a-z][a-z\d+.-]{0,20}%(?:25)*3A(?:%(?:25)*2F){2}[^\s"'<>?#&]*?)%(?:25)*3F[^\s"'<>]*/gi, '$1?[hidden]'],
  [/(\/[^\s"'<>?#/]*)\?(?=[^\s"'<>=]*=)[^\s"'<>]+/g, '$1?[hidden]'],
  // fal's storage: "publicly accessible to anyone with the link", so its path is the secret.
  // https://fal.ai/docs/documentation/model-apis/file-access-controls
  [new RegExp(String.raw`(fal\.media${slash}files${slash})[^\s"'<>?#]+`, 'gi'), '$1[hidden]'],
  // Headers.
  [
    new RegExp(String.raw`\b((?:proxy-)?authorization${quote}\s*[:=]\s*${quote})(?:\w+\s+)?${value}`, 'gi'),
    '$1#',
  ],
  [new RegExp(String.raw`\b(${headerName}${quote}\s*:\s*${quote})${value}`, 'gi'), '$1#'],
  // Values by their names.
  [new RegExp(String.raw`\b(${secretName}${equals})${value}`, 'gi'), '$1[hidden]'],
  [new RegExp(String.raw`(["']${secretName}\\*["']\s*:\s*${quote})${value}`, 'gi'), '$1[hidden]'],
  // When a signed link expires, in seconds since 1970, next to its signature.
  [new RegExp(String.raw`\b(expires${equals})\d{9,}`, 'gi'), '$1[hidden]'],
  [/\b(Key|Basic|Token|[Bb]earer|BEARER)\s+[\w.~+/:=%-]{8,}/g, '$1 #'],
];

/**
 * A path of fal's storage without its host, as in the errors of Python's requests about links that cannot be opened.
 */
const falPath = /(\/files\/)(?!\[hidden\])[^\s"'<>?#)]+/g;

/** The forms in which it may occur in a text: plain, percent-encoded, inside JSON. */
const formsOf = (secret: string): readonly string[] => [
  secret,
  encodeURIComponent(secret.toWellFormed()),
  JSON.stringify(secret).slice(1, -1),
  secret.replaceAll('/', '\\/'),
  secret.replaceAll('/', '\\/').replaceAll('&', '\\u0026'),
];

/** Shorter paths occur in ordinary texts and give no access. */
const minPathChars = 8;

/** Everything after the host can be what gives access to a link. */
const hideLink = (text: string, link: string): string => {
  if (!URL.canParse(link)) return text;
  const { href, origin, pathname, search } = new URL(link);
  let shown = text;
  for (const form of [link, href].flatMap(formsOf)) shown = shown.replaceAll(form, `${origin}/[hidden]`);
  for (const part of [`${pathname}${search}`, pathname])
    if (part.length >= minPathChars)
      for (const form of formsOf(part)) shown = shown.replaceAll(form, '/[hidden]');
  return shown;
};

/** `mark`: replacement of a key. `links`: known ones, of which only the host is kept. */
export const hideSecrets = (
  text: string,
  {
    secrets,
    links = [],
    mark,
  }: {
    readonly secrets: Iterable<string>;
    readonly links?: readonly string[];
    readonly mark: string;
  },
): string => {
  let shown = text;
  for (const link of links) shown = hideLink(shown, link);
  for (const secret of secrets) for (const form of formsOf(secret)) shown = shown.replaceAll(form, mark);
  shown = shown.slice(0, maxReadChars);
  for (const [pattern, instead] of replacements) shown = shown.replace(pattern, instead.replace('#', mark));
  return shown.includes('fal.media') ? shown.replace(falPath, '$1[hidden]') : shown;
};

/** For an error's detail. */
export const inShort = (text: string): string => text.slice(0, maxChars);

/** `secrets`: the keys in use. `links`: of the user's own files. */
export const redact = (
  text: string,
  secrets: readonly (string | null)[],
  links: readonly string[] = [],
): string => {
  const known = secrets.flatMap((secret) => (secret !== null && secret.length >= 4 ? [secret] : []));
  return inShort(hideSecrets(text, { secrets: known, links, mark: '[key]' }));
};
