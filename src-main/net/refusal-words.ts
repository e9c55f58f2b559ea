/**
 * Extracts the error message from the body of a response, in any form: a sentence, a list, an object, JSON inside a
 * text, an HTML page, XML. Pure. Keys and signed links are redacted where the words are used (redact.ts).
 */

export type RefusalWords = {
  /** null: the body has no message. */
  readonly words: string | null;
  /** Machine-readable names beside the words: `type`, `error_type`, `kind`, `code`, a `reason` in capitals. */
  readonly names: readonly string[];
  /** The HTTP status of the provider's upstream service, where the body repeats it. */
  readonly status: number | null;
};

const nothing: RefusalWords = { words: null, names: [], status: null };

const maxDepth = 8;
const maxEntries = 5;
/** More than an error's detail holds (redact.ts), so nothing that is shown is cut before it is redacted. */
const maxWordsChars = 8000;
/** Each brace of a text may begin JSON and is parsed, so the search is limited to this length. */
const maxSearchedChars = 4000;
const maxBraces = 100;
const maxMarkupChars = 8000;

/** Keys of the message, the most specific first. */
const sentenceKeys = [
  ...['detail', 'message', 'msg', 'error_message', 'errorMessage', 'failMsg', 'error_description', 'reason'],
  ...[
    'error',
    'errors',
    'details',
    'issues',
    'description',
    'task',
    'data',
    'output',
    'result',
    'title',
    'name',
  ],
];
/** Below these keys a plain object is a list of fields with what is wrong with each. */
const fieldListKeys = ['detail', 'message', 'error', 'errors', 'details'];
const nameKeys = ['type', 'error_type', 'errorType', 'kind', 'code', 'reason'];
/** Below these keys there may be further names that are not beside the message. */
const namedKeys = ['error', 'data'];
const fieldKeys = ['loc', 'field', 'param'];

const name = /^[A-Za-z][\w.-]{1,79}$/;
const isName = (key: string, value: unknown): value is string =>
  typeof value === 'string' &&
  (key === 'reason' ? /^[A-Z][A-Z\d_]{2,79}$/.test(value) : name.test(value) && !/^error$/i.test(value));

/** Repeats only the HTTP status: another place may hold more. */
const isPhrase = (words: string): boolean =>
  /^(bad request|unauthorized|payment required|forbidden|not found|conflict|unprocessable (entity|content)|internal server error|error|failed|failure)[.!]?$/i.test(
    words,
  );
/** Spellings of an empty value. */
const isEmpty = (words: string): boolean =>
  words === '' || /^(null|none|undefined|nan|\[object object\])$/i.test(words);

/** Does not cut inside a word: half a key would not be recognised by the redaction. */
const inLimits = (words: string): string => {
  if (words.length <= maxWordsChars) return words;
  const head = words.slice(0, maxWordsChars);
  const end = head.search(/\s\S*$/);
  return end > 0 ? head.slice(0, end) : head;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const entities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  '#39': "'",
  nbsp: ' ',
};
const readable = (markup: string): string =>
  markup
    .replace(/<[^>]{0,1000}>/g, ' ')
    .replace(/&(#?\w{2,5});/g, (whole, entity: string) => entities[entity] ?? whole)
    .replace(/\s+/g, ' ')
    .trim();

const inMarkup = (markup: string, tag: string): string =>
  readable(new RegExp(`<${tag}\\b[^>]{0,500}>([^<]{1,1000})`, 'i').exec(markup)?.[1] ?? '');

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html; only these two elements, because others repeat
 * what was signed.
 */
const readXml = (markup: string): RefusalWords => {
  const code = inMarkup(markup, 'Code');
  const message = inMarkup(markup, 'Message');
  const words = [code, message].filter((part) => part !== '').join(': ');
  return words === '' ? nothing : { words, names: code === '' ? [] : [code], status: null };
};

const readMarkup = (text: string): RefusalWords => {
  const markup = text.slice(0, maxMarkupChars);
  const xml = /<Error\b/.test(markup) ? readXml(markup) : nothing;
  if (xml.words !== null) return xml;
  const body = markup.replace(/<(script|style)\b[\s\S]*?<\/\1>/gi, ' ');
  const words = inMarkup(body, 'title') || inMarkup(body, 'h1') || readable(body).slice(0, 300);
  return words === '' ? nothing : { words, names: [], status: null };
};

/**
 * `Error submitting task: 400, {"code":400,"message":"..."}`: the JSON inside a text is the response of the upstream
 * service.
 */
const readEmbedded = (text: string, depth: number): RefusalWords => {
  const head = text.slice(0, maxSearchedChars);
  const ends = { '{': head.lastIndexOf('}') + 1, '[': head.lastIndexOf(']') + 1 };
  for (const { 0: brace, index } of [...head.matchAll(/[{[]/g)].slice(-maxBraces)) {
    const inner = parse(head.slice(index, ends[brace === '{' ? '{' : '[']));
    const nested = typeof inner === 'object' ? read(inner, depth + 1) : nothing;
    if (nested.words !== null) return nested;
  }
  return nothing;
};

const readText = (given: string, depth: number): RefusalWords => {
  const text = given.replace(/[^\P{Cc}\n\t]/gu, '').trim();
  if (isEmpty(text)) return nothing;
  if (/^["{[]/.test(text)) {
    const whole = parse(text);
    if (whole !== undefined) return read(whole, depth + 1);
  }
  if (text.startsWith('<')) return readMarkup(text);
  const embedded = readEmbedded(text, depth);
  return embedded.words === null ? { words: inLimits(text), names: [], status: null } : embedded;
};

const readList = (list: readonly unknown[], depth: number): RefusalWords => {
  const nested = list.slice(0, maxEntries).map((entry) => read(entry, depth + 1));
  const words = [...new Set(nested.flatMap((each) => each.words ?? []))].join('; ');
  return {
    words: words === '' ? null : inLimits(words),
    names: nested.flatMap(({ names }) => names),
    status: nested.find(({ status }) => status !== null)?.status ?? null,
  };
};

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const namesIn = (fields: Fields, depth: number): readonly string[] => [
  ...nameKeys.flatMap((key) => (isName(key, fields[key]) ? [fields[key]] : [])),
  ...namedKeys.flatMap((key) => {
    const inner = fields[key];
    return isFields(inner) && depth < maxDepth ? namesIn(inner, depth + 1) : [];
  }),
];

/** `body.video_url` of `["body", "video_url"]`. */
const fieldOf = (fields: Fields): string => {
  const field = fieldKeys.map((key) => fields[key]).find((value) => value !== undefined);
  return Array.isArray(field) ? field.slice(0, maxEntries).join('.') : typeof field === 'string' ? field : '';
};

const readFieldList = (fields: Fields, depth: number): RefusalWords =>
  readList(
    Object.entries(fields)
      .filter(([key]) => !nameKeys.includes(key))
      .map(([key, value]) => {
        const { words } = typeof value === 'number' ? nothing : read(value, depth + 1);
        return words === null ? null : `${key}: ${words}`;
      }),
    depth,
  );

const readFields = (fields: Fields, depth: number, isFieldList: boolean): RefusalWords => {
  const found = sentenceKeys
    .filter((key) => !isName(key, fields[key]) || key !== 'reason')
    .map((key) => read(fields[key], depth + 1, fieldListKeys.includes(key)));
  const nested =
    found.find(({ words }) => words !== null && !isPhrase(words)) ??
    found.find(({ words }) => words !== null) ??
    (isFieldList ? readFieldList(fields, depth) : nothing);
  const own = namesIn(fields, depth);
  const status = nested.status ?? (typeof fields.code === 'number' ? fields.code : null);
  const names = [...new Set([...own, ...nested.names])];
  const sentence =
    nested.words ?? own.find((each) => [fields.error_type, fields.reason].includes(each)) ?? null;
  if (sentence === null) return { words: null, names, status };
  const untold = [...new Set(own)].filter((each) => !sentence.includes(each));
  const words = [fieldOf(fields), sentence, untold.length > 0 ? `(${untold.join(', ')})` : ''];
  return { words: inLimits(words.filter((part) => part !== '').join(' ')), names, status };
};

const read = (value: unknown, depth: number, isFieldList = false): RefusalWords => {
  if (depth > maxDepth) return nothing;
  if (typeof value === 'string') return readText(value, depth);
  if (Array.isArray(value)) return readList(value, depth);
  return isFields(value) ? readFields(value, depth, isFieldList) : nothing;
};

/** `body`: the text of a response, or its parsed JSON. */
export const readRefusal = (body: unknown): RefusalWords => read(body, 0);
