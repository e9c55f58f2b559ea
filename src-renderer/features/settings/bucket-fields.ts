/** Normalises and validates the bucket fields. */
import type { Bucket } from '#contract/model/delivery.ts';

type EndpointProblem = 'no-address' | 'not-https' | 'with-more';

const thisComputer = ['localhost', '127.0.0.1', '[::1]'];

/** Services such as Backblaze show the endpoint as a host without a scheme. */
const withScheme = (endpoint: string): string =>
  endpoint === '' || endpoint.includes('://') ? endpoint : `https://${endpoint}`;

/** Cloudflare shows it with the bucket name at its end. */
const withoutName = (endpoint: string, name: string): string =>
  name !== '' && endpoint.endsWith(`/${name}`) ? endpoint.slice(0, -name.length - 1) : endpoint;

/** As it is stored. */
export const tidyBucket = (bucket: Bucket): Bucket => {
  const name = bucket.name.trim();
  return {
    endpoint: withoutName(withScheme(bucket.endpoint.trim()).replace(/\/+$/, ''), name),
    region: bucket.region.trim(),
    name,
    accessKeyId: bucket.accessKeyId.trim(),
    prefix: bucket.prefix.trim(),
  };
};

/** Expects a normalised bucket; null: no problem, also while the field is empty. */
export const endpointProblem = ({ endpoint }: Pick<Bucket, 'endpoint'>): EndpointProblem | null => {
  if (endpoint === '') return null;
  const url = URL.parse(endpoint);
  if (url === null || url.hostname === '') return 'no-address';
  const isLocal = url.protocol === 'http:' && thisComputer.includes(url.hostname);
  if (url.protocol !== 'https:' && !isLocal) return 'not-https';
  const more = [url.username, url.password, url.search, url.hash];
  return more.every((part) => part === '') ? null : 'with-more';
};

const needed = ['endpoint', 'name', 'accessKeyId'] as const;
type NeededField = (typeof needed)[number];

/** Required fields that are empty: an empty region means the endpoint's own, and the prefix is optional. */
export const missingFields = (bucket: Bucket): readonly NeededField[] =>
  needed.filter((field) => bucket[field] === '');

export const isSameBucket = (one: Bucket, other: Bucket): boolean =>
  [...needed, 'region' as const, 'prefix' as const].every((field) => one[field] === other[field]);

/** Examples of the two fields that differ by service. `source`: where the format was read, on 2026-11-21. */
export const bucketExamples = [
  {
    service: 'AWS S3',
    endpoint: 'https://s3.eu-central-1.amazonaws.com',
    region: 'eu-central-1',
    source: 'https://docs.aws.amazon.com/general/latest/gr/s3.html',
  },
  {
    service: 'Cloudflare R2',
    endpoint: 'https://ACCOUNT.r2.cloudflarestorage.com',
    region: 'auto',
    source: 'https://developers.cloudflare.com/r2/get-started/s3',
  },
  {
    service: 'Backblaze B2',
    endpoint: 'https://s3.us-west-004.backblazeb2.com',
    region: 'us-west-004',
    source: 'https://www.backblaze.com/apidocs/introduction-to-the-s3-compatible-api',
  },
  {
    service: 'MinIO',
    endpoint: 'https://minio.example.com',
    region: 'us-east-1',
    source: 'https://github.com/minio/minio/discussions/15997',
  },
] as const;
