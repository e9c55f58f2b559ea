/** What the settings and the environment say of a person's bucket, and how its objects are named. Pure. */
import type { ErrorBecause } from '#contract/errors.ts';
import type { Bucket } from '#contract/model/delivery-setup.ts';
import { bucketNameProblem } from '#contract/rules/bucket-name.ts';
import type { LocalFile } from '../artifacts.ts';
import { isLoopback } from '../net/addresses.ts';
import type { Ports } from '../ports.ts';

/** Where objects lie. */
export type BucketPlace = {
  /** Without the bucket's name and without a slash at its end. */
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
      /** The name of the machine, with its port where it has one. */
      readonly host: string;
    }
  /** `host`: where at least the endpoint can be read. */
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

/** A name, a host and a signed address must mean the same thing to everybody: no queries, no names or passwords. */
const isUsable = (url: URL): boolean =>
  (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url))) &&
  url.username === '' &&
  url.password === '' &&
  url.search === '' &&
  url.hash === '';

/** R2 shows its address with the bucket's name at the end, and that is what people copy. */
const withoutBucket = (url: URL, bucket: string): string => {
  const parts = url.pathname.split('/').filter((part) => part !== '');
  const path = parts.at(-1) === bucket ? parts.slice(0, -1) : parts;
  return [url.origin, ...path].join('/');
};

/**
 * Where no region is set, the one that the address names: `s3.eu-central-1.amazonaws.com`, `s3.us-west-004.backblazeb2.com`
 * (https://docs.aws.amazon.com/general/latest/gr/s3.html, https://www.backblaze.com/docs/cloud-storage-s3-compatible-api,
 * read 2026-11-21). R2 calls its only one `auto`.
 */
const regionOf = (region: string, url: URL): string => {
  if (region !== '' && region !== 'auto') return region;
  return /^s3\.([a-z]{2}-[a-z0-9-]+)\.(?:amazonaws|backblazeb2)\.com$/.exec(url.hostname)?.[1] ?? 'auto';
};

/**
 * Before 2018 S3 made buckets with capital letters, underscores and up to 255 characters, and they are still there.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
 */
const isOlderName = (name: string): boolean => /^[A-Za-z0-9][A-Za-z0-9._-]{2,254}$/.test(name);

/** The environment wins over what was typed in, each by itself. */
export const readBucketSettings = (typed: Bucket, environment: Ports['environment']): BucketSettings => {
  const said = (field: keyof typeof variables): string =>
    environment[variables[field]]?.trim() || typed[field].trim();
  const [endpoint, bucket, accessKeyId] = [said('endpoint'), said('name'), said('accessKeyId')];
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
    place: { endpoint: withoutBucket(url, bucket), region: regionOf(said('region'), url), bucket },
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

/** `prefix`, then chance: nobody can guess it, and nothing in it tells of the person's file. */
export const objectName = (prefix: string, id: string, contentType?: LocalFile['contentType']): string => {
  const parts = prefix.trim().split('/');
  // An address with `.`, `..` or nothing between two slashes is rewritten on its way, and its signature breaks.
  const folders = parts.slice(0, -1).filter((part) => !['', '.', '..'].includes(part));
  const extension = contentType === undefined ? '' : extensions[contentType];
  return [...folders, `${parts.at(-1) ?? ''}${id}${extension}`].join('/');
};

/** Path-style: every S3-compatible server knows it, and a name with a dot breaks no certificate. */
export const objectUrl = (
  { endpoint, bucket }: Pick<BucketPlace, 'endpoint' | 'bucket'>,
  object: string,
): URL => new URL([endpoint, bucket, ...object.split('/').map(encodeURIComponent)].join('/'));
