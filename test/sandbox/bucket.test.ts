import { AwsV4Signer } from 'aws4fetch';
import { describe, expect, onTestFinished, test } from 'vitest';
import { signatureOf } from './aws-signature.ts';
import { startBucket } from './bucket.ts';

const emptyHash = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

describe("signatures equal AWS's published examples", () => {
  const published = {
    method: 'GET',
    url: new URL('https://examplebucket.s3.amazonaws.com/test.txt'),
    headers: {
      host: 'examplebucket.s3.amazonaws.com',
      range: 'bytes=0-9',
      'x-amz-content-sha256': emptyHash,
      'x-amz-date': '20130524T000000Z',
    },
    stamp: '20130524T000000Z',
    region: 'us-east-1',
  };
  const publishedSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

  test('in a header', () => {
    const signedHeaders = ['host', 'range', 'x-amz-content-sha256', 'x-amz-date'];
    expect(signatureOf({ ...published, signedHeaders, payloadHash: emptyHash }, publishedSecret)).toBe(
      'f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41',
    );
  });

  test('in a link', () => {
    const url = new URL(published.url);
    url.search =
      'X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3' +
      '%2Faws4_request&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host';
    const request = { ...published, url, signedHeaders: ['host'], payloadHash: 'UNSIGNED-PAYLOAD' };
    expect(signatureOf(request, publishedSecret)).toBe(
      'aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404',
    );
  });
});

const stamp = (date: Date): string => date.toISOString().replace(/[:-]|\.\d{3}/g, '');

const started = async () => {
  let now = new Date('2026-11-21T12:00:00Z');
  const sandbox = await startBucket({ now: () => now });
  onTestFinished(() => sandbox.close());
  const ask = async (
    method: 'PUT' | 'GET' | 'DELETE',
    change: Partial<ConstructorParameters<typeof AwsV4Signer>[0]> = {},
  ) => {
    const signed = await new AwsV4Signer({
      method,
      url: `${sandbox.endpoint}/${sandbox.bucket}/a/b.txt`,
      accessKeyId: sandbox.accessKeyId,
      secretAccessKey: sandbox.secret,
      service: 's3',
      region: sandbox.region,
      datetime: stamp(now),
      ...change,
    }).sign();
    return { url: signed.url, headers: signed.headers, method };
  };
  const send = async (request: Awaited<ReturnType<typeof ask>>, body?: string) => {
    const { url, ...more } = request;
    const response = await fetch(url, { ...more, ...(body === undefined ? {} : { body }) });
    const text = await response.text();
    return [response.status, /<Code>(.*)<\/Code>/.exec(text)?.[1] ?? text];
  };
  return {
    sandbox,
    ask,
    send,
    passMs: (ms: number) => {
      now = new Date(now.getTime() + ms);
    },
  };
};

test('answers a signed request and refuses an unsigned one', async () => {
  const { sandbox, ask, send } = await started();
  expect(await send(await ask('PUT'), 'hello')).toEqual([200, '']);
  expect(await send(await ask('GET'))).toEqual([200, 'hello']);
  expect(await send({ ...(await ask('GET')), headers: new Headers() })).toEqual([403, 'AccessDenied']);
  expect(await sandbox.objects()).toEqual(['a/b.txt']);
});

test.each([
  ['another secret', { secretAccessKey: 'another-secret' }, 'SignatureDoesNotMatch'],
  ['another id', { accessKeyId: 'SOMEBODYELSE' }, 'InvalidAccessKeyId'],
  ['another region', { region: 'elsewhere-1' }, 'AuthorizationHeaderMalformed'],
  ['a wrong clock', { datetime: '20261121T100000Z' }, 'RequestTimeTooSkewed'],
])('refuses %s', async (_, change, code) => {
  const { ask, send, sandbox } = await started();
  expect((await send(await ask('PUT', change), 'hello'))[1]).toBe(code);
  expect(await sandbox.objects()).toEqual([]);
});

test('refuses bytes other than the signed ones', async () => {
  const { ask, send } = await started();
  const signed = await ask('PUT', { headers: { 'x-amz-content-sha256': emptyHash } });
  expect(await send(signed, 'hello')).toEqual([400, 'XAmzContentSHA256Mismatch']);
});

test('a signed link is valid for one object, one method and one period', async () => {
  const { ask, send, passMs } = await started();
  await send(await ask('PUT'), 'hello');
  const link = await ask('GET', { signQuery: true });
  const other = new URL(link.url);
  other.pathname = other.pathname.replace('b.txt', 'c.txt');
  const bare = { headers: new Headers(), method: 'GET' } as const;
  expect(await send({ ...bare, url: link.url })).toEqual([200, 'hello']);
  expect(await send({ ...bare, url: other })).toEqual([403, 'SignatureDoesNotMatch']);
  expect(await send({ ...bare, url: link.url, method: 'DELETE' })).toEqual([403, 'SignatureDoesNotMatch']);
  passMs(86_401_000);
  expect(await send({ ...bare, url: link.url })).toEqual([403, 'AccessDenied']);
});

test('a bucket of another name does not exist', async () => {
  const { ask, send, sandbox } = await started();
  const url = `${sandbox.endpoint}/another/b.txt`;
  expect(await send(await ask('PUT', { url }), 'hello')).toEqual([404, 'NoSuchBucket']);
});
