import { expect, test } from 'vitest';
import {
  bucketExamples,
  endpointProblem,
  isSameBucket,
  missingFields,
  tidyBucket,
} from '#renderer/features/settings/bucket-fields.ts';

const empty = { endpoint: '', region: 'auto', name: '', accessKeyId: '', prefix: 'understudy/' };

test('normalises typed bucket fields', () => {
  expect(
    tidyBucket({
      endpoint: ' s3.us-west-004.backblazeb2.com/ ',
      region: ' us-west-004',
      name: 'clips ',
      accessKeyId: ' 004abc ',
      prefix: ' mine/ ',
    }),
  ).toEqual({
    endpoint: 'https://s3.us-west-004.backblazeb2.com',
    region: 'us-west-004',
    name: 'clips',
    accessKeyId: '004abc',
    prefix: 'mine/',
  });
  expect(tidyBucket({ ...empty, endpoint: '  ' }).endpoint).toBe('');
});

test('removes the bucket name at the end of a pasted address', () => {
  const bucket = { ...empty, endpoint: 'https://account.r2.cloudflarestorage.com/clips/', name: 'clips' };
  expect(tidyBucket(bucket).endpoint).toBe('https://account.r2.cloudflarestorage.com');
  expect(tidyBucket({ ...bucket, name: 'others' }).endpoint).toBe(
    'https://account.r2.cloudflarestorage.com/clips',
  );
});

test.each([
  ['', null],
  ['https://s3.eu-central-1.amazonaws.com', null],
  ['https://minio.example.com:9000', null],
  ['https://project.example.com/storage/v1/s3', null],
  ['http://127.0.0.1:9000', null],
  ['http://localhost:9000', null],
  ['http://[::1]:9000', null],
  ['http://minio.example.com', 'not-https'],
  ['http://127.0.0.1.example.com', 'not-https'],
  ['ftp://example.com', 'not-https'],
  ['https://', 'no-address'],
  ['https://a b', 'no-address'],
  ['https://me:secret@example.com', 'with-more'],
  ['https://example.com/?x=1', 'with-more'],
])('validates the endpoint "%s"', (endpoint, problem) => {
  expect(endpointProblem({ endpoint })).toBe(problem);
});

test('has only examples that are valid endpoints', () => {
  expect(bucketExamples.map(endpointProblem)).toEqual(bucketExamples.map(() => null));
});

test('requires endpoint, name and access key id', () => {
  expect(missingFields({ ...empty, region: '', prefix: '' })).toEqual(['endpoint', 'name', 'accessKeyId']);
});

test('compares buckets by every field', () => {
  expect(isSameBucket(empty, { ...empty })).toBe(true);
  expect(isSameBucket(empty, { ...empty, prefix: '' })).toBe(false);
});
