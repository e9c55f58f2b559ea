/** Reads the files of a request as the real API would: fetches links, decodes data URIs, checks the first bytes. */

export type ReadFile =
  | { readonly kind: 'read'; readonly bytes: Buffer }
  /** Not found, no response, an error, a login page. */
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'wrong-type' }
  | { readonly kind: 'too-large' };

type Expected = { readonly kind: 'image' | 'video'; readonly maxBytes: number };

/** JPEG and PNG by their signature; MP4 and MOV by the type at their fifth byte. */
const isOfKind = (bytes: Buffer, kind: Expected['kind']): boolean =>
  kind === 'image'
    ? bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])) ||
      bytes.subarray(1, 4).toString('latin1') === 'PNG'
    : bytes.subarray(4, 8).toString('latin1') === 'ftyp';

const judge = (bytes: Buffer, { kind, maxBytes }: Expected): ReadFile => {
  if (bytes.length > maxBytes) return { kind: 'too-large' };
  return isOfKind(bytes, kind) ? { kind: 'read', bytes } : { kind: 'wrong-type' };
};

/** Follows redirects, as downloaders do. Loopback only: a stand-in sends nothing to the network. */
export const readLink = async (link: string, expected: Expected): Promise<ReadFile> => {
  if (!URL.canParse(link) || new URL(link).hostname !== '127.0.0.1') return { kind: 'unreadable' };
  try {
    const response = await fetch(link);
    if (!response.ok) {
      await response.body?.cancel();
      return { kind: 'unreadable' };
    }
    const type = response.headers.get('content-type') ?? '';
    const bytes = Buffer.from(await response.arrayBuffer());
    return type.startsWith(`${expected.kind}/`) ? judge(bytes, expected) : { kind: 'wrong-type' };
  } catch {
    return { kind: 'unreadable' };
  }
};

/** `data:image/png;base64,...` */
export const readDataUri = (uri: string, expected: Expected): ReadFile => {
  const found = /^data:(image|video)\/[\w.+-]+;base64,([A-Za-z0-9+/]+={0,2})$/.exec(uri);
  if (!found?.[2]) return { kind: 'unreadable' };
  return found[1] === expected.kind
    ? judge(Buffer.from(found[2], 'base64'), expected)
    : { kind: 'wrong-type' };
};
