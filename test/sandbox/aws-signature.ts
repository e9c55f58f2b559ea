/**
 * AWS Signature Version 4 as a server computes it, by the published algorithm and not by the library that signs:
 * https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html and sigv4-query-string-auth.html
 */
import { createHash, createHmac } from 'node:crypto';

export type SignedRequest = {
  readonly method: string;
  /** As received, with its query. */
  readonly url: URL;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Names of the signed headers, in order. */
  readonly signedHeaders: readonly string[];
  /** Hex, or `UNSIGNED-PAYLOAD`. */
  readonly payloadHash: string;
  /** `20130524T000000Z` */
  readonly stamp: string;
  readonly region: string;
};

const hmac = (key: string | Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

const byCode = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const canonicalRequest = (request: SignedRequest): string => {
  const { method, url, headers, signedHeaders, payloadHash } = request;
  const path = url.pathname.split('/').map((part) => encode(decodeURIComponent(part)));
  const query = [...url.searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort(byCode);
  const lines = signedHeaders.map((name) => `${name}:${(headers[name] ?? '').trim().replace(/ +/g, ' ')}\n`);
  return [method, path.join('/'), query.join('&'), lines.join(''), signedHeaders.join(';'), payloadHash].join(
    '\n',
  );
};

/** Hex. */
export const signatureOf = (request: SignedRequest, secret: string): string => {
  const { stamp, region } = request;
  const day = stamp.slice(0, 8);
  const scope = `${day}/${region}/s3/aws4_request`;
  const hash = createHash('sha256').update(canonicalRequest(request)).digest('hex');
  const key = ['s3', 'aws4_request'].reduce(hmac, hmac(hmac(`AWS4${secret}`, day), region));
  return hmac(key, ['AWS4-HMAC-SHA256', stamp, scope, hash].join('\n')).toString('hex');
};
