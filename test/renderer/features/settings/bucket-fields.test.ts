import { expect, test } from 'vitest';
import {
  bucketExamples,
  endpointProblem,
  isSameBucket,
  missingFields,
  tidyBucket,
} from '#renderer/features/settings/bucket-fields.ts';

const empty = { endpoint: '', region: 'auto', name: '', accessKeyId: '', prefix: 'understudy/' };

test('what is typed of a bucket is set right where that is plain', () => {
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

test('the name of the bucket at the end of a copied address is taken off', () => {
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
])('the endpoint "%s" is judged before it is saved', (endpoint, problem) => {
  expect(endpointProblem({ endpoint })).toBe(problem);
});

test('every example is an endpoint that can be saved', () => {
  expect(bucketExamples.map(endpointProblem)).toEqual(bucketExamples.map(() => null));
});

test('endpoint, name and access key id must be filled in', () => {
  expect(missingFields({ ...empty, region: '', prefix: '' })).toEqual(['endpoint', 'name', 'accessKeyId']);
});

test('two buckets are the same only where every field is', () => {
  expect(isSameBucket(empty, { ...empty })).toBe(true);
  expect(isSameBucket(empty, { ...empty, prefix: '' })).toBe(false);
});
