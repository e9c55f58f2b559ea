/** Reads the settings of the user's bucket from settings and environment, and names its objects. Pure. */
import type { ErrorBecause } from '#contract/errors.ts';
import type { Bucket } from '#contract/model/delivery.ts';
import { bucketNameProblem } from '#contract/rules/delivery.ts';
import type { LocalFile } from '../artifacts.ts';
import { isLoopback } from '../net/addresses.ts';
import type { Ports } from '../ports.ts';

/** Where objects are stored. */
export type BucketPlace = {
  /** Without the bucket's name and without a trailing slash. */
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
};

export type BucketSettings =
  | {
      readonly kind: 'set';
      readonly place: BucketPlace;
      readonly accessKeyId: string;
      readonly prefix: string;
      /** Host name, with the port if there is one. */
      readonly host: string;
    }
  /** `host`: present when the endpoint itself is valid. */
  | {
      readonly kind: 'unset';
      readonly missing: readonly MissingField[];
      readonly host: string | null;
    }
  | { readonly kind: 'wrong-endpoint'; readonly host: string | null }
  | { readonly kind: 'wrong-name'; readonly name: string; readonly host: string };

type MissingField = ErrorBecause<'bucket-refused', 'not-set-up'>['missing'][number];

const variables = {
  endpoint: 'UNDERSTUDY_S3_ENDPOINT',
  region: 'UNDERSTUDY_S3_REGION',
  name: 'UNDERSTUDY_S3_BUCKET',
  accessKeyId: 'UNDERSTUDY_S3_ACCESS_KEY_ID',
} as const;

const readEndpoint = (text: string): URL | null => {
  const full = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(full) ? new URL(full) : null;
};

/** Name, host and signed address must be unambiguous: no query, no user name or password. */
const isUsable = (url: URL): boolean =>
  (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) &&
  url.username === '' &&
  url.password === '' &&
  url.search === '' &&
  url.hash === '';

/** R2 shows its address with the bucket's name at the end, and users copy it like that. */
const withoutBucket = (url: URL, bucket: string): string => {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const path = parts.at(-1) === bucket ? parts.slice(0, -1) : parts;
  return [url.origin, ...path].join('/');
};

/**
 * Where no region is set, the one in the address: `s3.eu-central-1.amazonaws.com`, `s3.us-west-004.backblazeb2.com`
 * (https://docs.aws.amazon.com/general/latest/gr/s3.html,
 * https://www.backblaze.com/docs/cloud-storage-s3-compatible-api, read 2026-11-21). R2 calls its only region `auto`.
 */
const regionOf = (region: string, url: URL): string => {
  if (region !== '' && region !== 'auto') return region;
  return /^s3\.([a-z]{2}-[a-z0-9-]+)\.(?:amazonaws|backblazeb2)\.com$/.exec(url.hostname)?.[1] ?? 'auto';
};

/**
 * Before 2018 S3 allowed bucket names with capital letters, underscores and up to 255 characters; such buckets still
 * exist. https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const isOlderName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(name);

/** The environment takes precedence over the settings, field by field. */
export const readBucketSettings = (typed: Bucket, environment: Ports['environment']): BucketSettings => {
  const readField = (field: keyof typeof variables): string =>
    environment[variables[field]]?.trim() || typed[field].trim();
  const [endpoint, bucket, accessKeyId] = [
    readField('endpoint'),
    readField('name'),
    readField('accessKeyId'),
  ];
  const url = endpoint === '' ? null : readEndpoint(endpoint);
  const host = url === null || url.host === '' ? null : url.host;
  if (endpoint === '' || bucket === '' || accessKeyId === '') {
    const missing: readonly MissingField[] = [
      ...(endpoint === '' ? (['endpoint'] as const) : []),
      ...(bucket === '' ? (['name'] as const) : []),
      ...(accessKeyId === '' ? (['access-key-id'] as const) : []),
    ];
    return { kind: 'unset', missing, host };
  }
  if (url === null || host === null || !isUsable(url)) return { kind: 'wrong-endpoint', host };
  if (bucketNameProblem(bucket) !== null && !isOlderName(bucket))
    return { kind: 'wrong-name', name: bucket, host };
  return {
    kind: 'set',
    place: { endpoint: withoutBucket(url, bucket), region: regionOf(readField('region'), url), bucket },
    accessKeyId,
    prefix: typed.prefix,
    host,
  };
};

const extensions: Readonly<Record<LocalFile['contentType'], string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'video/mp4': '.mp4',
  'video/quicktime': '.mov',
};

/** `prefix`, then a random id: it cannot be guessed and reveals nothing about the user's file. */
export const objectName = (prefix: string, id: string, contentType?: LocalFile['contentType']): string => {
  const parts = prefix.trim().split('/');
  // A path with `.`, `..` or an empty segment is normalised in transit, which breaks the signature.
  const folders = parts.slice(0, -1).filter((part) => !['', '.', '..'].includes(part));
  const extension = contentType === undefined ? '' : extensions[contentType];
  return [...folders, `${parts.at(-1) ?? ''}${id}${extension}`].join('/');
};

/**
 * Path-style: every S3-compatible server supports it, and a bucket name with a dot does not break the certificate.
 */
export const objectUrl = (
  { endpoint, bucket }: Pick<BucketPlace, 'endpoint' | 'bucket'>,
  object: string,
): URL => new URL([endpoint, bucket, ...object.split('/').map(encodeURIComponent)].join('/'));
