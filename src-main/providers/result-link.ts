/** Finds the link to a finished video: providers nest it in different ways and change that without notice. Pure. */

const maxDepth = 6;
const maxEntries = 20;
/** The most specific key first. */
const keys = ['video_url', 'video', 'videos', 'result', 'url', 'output', 'outputs', 'data', 'file', 'files'];

/** Files of another type, for example a thumbnail beside the video. */
const isOfAnotherKind = /\.(png|jpe?g|webp|avif|json|txt|zip|mp3|wav)$/i;

const asLink = (text: string): string | null => {
  const url = URL.parse(text);
  const isLink = url !== null && /^https?:$/.test(url.protocol) && !isOfAnotherKind.test(url.pathname);
  return isLink ? text : null;
};

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const find = (value: unknown, depth: number): string | null => {
  if (depth > maxDepth || value === null) return null;
  if (typeof value === 'string') {
    const text = value.trim();
    return /^["{[]/.test(text) ? find(parse(text), depth + 1) : asLink(text);
  }
  if (typeof value !== 'object') return null;
  const fields = value as Readonly<Record<string, unknown>>; // Read only by the known keys.
  const inside = Array.isArray(value) ? value.slice(0, maxEntries) : keys.map((key) => fields[key]);
  for (const each of inside) {
    const link = find(each, depth + 1);
    if (link !== null) return link;
  }
  return null;
};

/** null: there is none. */
export const resultLink = (value: unknown): string | null => find(value, 0);
