import { describe, expect, test } from 'vitest';
import { bucketSchema } from '#contract/model/delivery.ts';
import { objectName, objectUrl, readBucketSettings } from '#main/delivery/bucket-settings.ts';

const r2 = bucketSchema.parse({
  endpoint: 'https://abc.r2.cloudflarestorage.com',
  name: 'clips',
  accessKeyId: 'AKID',
});
const read = (change: Partial<typeof r2>, environment = {}) =>
  readBucketSettings({ ...r2, ...change }, environment);

describe('bucket settings', () => {
  test('are trimmed', () => {
    expect(read({ name: ' clips ' })).toEqual({
      kind: 'set',
      place: { endpoint: 'https://abc.r2.cloudflarestorage.com', region: 'auto', bucket: 'clips' },
      accessKeyId: 'AKID',
      prefix: 'understudy/',
      host: 'abc.r2.cloudflarestorage.com',
    });
  });

  test('give way to the environment, field by field', () => {
    const environment = {
      UNDERSTUDY_S3_BUCKET: 'other',
      UNDERSTUDY_S3_REGION: 'eu-1',
      UNDERSTUDY_S3_ENDPOINT: '',
    };
    expect(read({}, environment)).toMatchObject({
      kind: 'set',
      place: { endpoint: r2.endpoint, region: 'eu-1', bucket: 'other' },
      accessKeyId: 'AKID',
    });
  });

  test('are complete when all of them come from the environment', () => {
    const environment = {
      UNDERSTUDY_S3_ENDPOINT: 'http://127.0.0.1:9000',
      UNDERSTUDY_S3_BUCKET: 'local',
      UNDERSTUDY_S3_ACCESS_KEY_ID: 'id',
    };
    expect(readBucketSettings(bucketSchema.parse({}), environment)).toMatchObject({
      kind: 'set',
      host: '127.0.0.1:9000',
      place: { endpoint: 'http://127.0.0.1:9000', bucket: 'local' },
    });
  });

  test('name the missing fields', () => {
    expect(readBucketSettings(bucketSchema.parse({}), {})).toEqual({
      kind: 'unset',
      missing: ['endpoint', 'name', 'access-key-id'],
      host: null,
    });
    expect(read({ accessKeyId: '' })).toEqual({
      kind: 'unset',
      missing: ['access-key-id'],
      host: 'abc.r2.cloudflarestorage.com',
    });
  });
});

describe('bucket address', () => {
  test.each([
    ['abc.r2.cloudflarestorage.com', 'https://abc.r2.cloudflarestorage.com'],
    ['https://abc.r2.cloudflarestorage.com/', 'https://abc.r2.cloudflarestorage.com'],
    ['https://abc.r2.cloudflarestorage.com/clips', 'https://abc.r2.cloudflarestorage.com'],
    ['https://x.supabase.co/storage/v1/s3/', 'https://x.supabase.co/storage/v1/s3'],
    ['http://localhost:9000', 'http://localhost:9000'],
  ])('%s is read as %s', (endpoint, meant) => {
    expect(read({ endpoint })).toMatchObject({ kind: 'set', place: { endpoint: meant } });
  });

  test.each([
    'http://minio.example',
    'http://192.168.1.5:9000',
    'ftp://abc.example',
    'https://somebody:secret@abc.example',
    'https://abc.example/?x=1',
    'https://abc.example/#x',
    'not an address',
  ])('%s is refused', (endpoint) => {
    expect(read({ endpoint }).kind).toBe('wrong-endpoint');
  });

  test.each(['a/b', '..', 'a?b', 'a b', 'a'])('refuses a bucket named %s', (name) => {
    expect(read({ name }).kind).toBe('wrong-name');
  });
});

describe('region that is not set', () => {
  test.each([
    ['https://s3.eu-central-1.amazonaws.com', 'auto', 'eu-central-1'],
    ['https://s3.us-west-004.backblazeb2.com', '', 'us-west-004'],
    ['https://abc.r2.cloudflarestorage.com', '', 'auto'],
    ['https://s3.eu-central-1.amazonaws.com', 'us-east-1', 'us-east-1'],
    ['https://s3.eu-central-1.amazonaws.com.example.com', 'auto', 'auto'],
  ])('at %s with "%s" is %s', (endpoint, region, meant) => {
    expect(read({ endpoint, region })).toMatchObject({ kind: 'set', place: { region: meant } });
  });
});

describe('object name', () => {
  test.each([
    ['understudy/', 'video/mp4', 'understudy/ID.mp4'],
    ['', 'image/jpeg', 'ID.jpg'],
    ['mine-', 'image/png', 'mine-ID.png'],
    ['/a//b/../c/', 'video/quicktime', 'a/b/c/ID.mov'],
    ['x/', undefined, 'x/ID'],
  ] as const)('after "%s" for %s is %s', (prefix, type, name) => {
    expect(objectName(prefix, 'ID', type)).toBe(name);
  });

  test('is percent-encoded in its address', () => {
    const place = { endpoint: 'https://h.example/s3', bucket: 'b' };
    expect(objectUrl(place, 'mis videos+/ñ?#.mp4').href).toBe(
      'https://h.example/s3/b/mis%20videos%2B/%C3%B1%3F%23.mp4',
    );
  });
});
