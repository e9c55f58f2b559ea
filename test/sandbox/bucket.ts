/**
 * A stand-in for the user's own S3-compatible bucket. It checks every signature, of headers and of links, because a
 * server that accepts everything would prove nothing.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { type SignedRequest, signatureOf } from './aws-signature.ts';
import { type Logged, type ReceivedRequest, type Reply, startServer } from './server.ts';

/** Configured faults. Counts decrease with each use. */
export type BucketFaults = {
  failingPuts: number;
  droppedPuts: number;
  failingDeletes: number;
  refusedDeletes: number;
  /** The longest lifetime of a link, in seconds. */
  maxLinkSec: number;
  /** Links are refused, as by a policy. */
  areLinksRefused: boolean;
  /** Stores other bytes than it received. */
  isGarbling: boolean;
};

export type BucketSandbox = {
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  readonly accessKeyId: string;
  readonly secret: string;
  /** Environment variables that connect the program to this bucket, including the secret. */
  readonly environment: Readonly<Record<string, string>>;
  readonly log: readonly Logged[];
  readonly faults: BucketFaults;
  readonly objects: () => Promise<readonly string[]>;
  readonly close: () => Promise<void>;
};

type Stored = { readonly contentType: string; readonly bytes: Buffer };
type Auth = SignedRequest & { readonly accessKeyId: string; readonly signature: string };

const region = 'sandbox-region-1';
const bucket = 'sandbox-bucket';
const accessKeyId = 'SANDBOXACCESSKEYID';
const secret = 'sandbox+bucket/secret+that+nobody+may+see';
const week = 604_800;
const skewMs = 15 * 60_000;

const error = (status: number, code: string, message: string, more = ''): Reply => ({
  status,
  headers: { 'content-type': 'application/xml' },
  bytes: Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message>` +
      `${more}<AWSAccessKeyId>${accessKeyId}</AWSAccessKeyId><RequestId>1</RequestId></Error>`,
  ),
});
const empty = (status: number): Reply => ({ status, bytes: Buffer.alloc(0) });

const textHeaders = (received: ReceivedRequest): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(received.headers).map(([name, value]) => [name, String(value ?? '')]));

const timeOf = (stamp: string): number =>
  Date.parse(stamp.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));

/** Credential, signed headers and signature of either form, unverified; null: none, or malformed. */
const readAuth = (received: ReceivedRequest): Auth | null => {
  const headers = textHeaders(received);
  const { searchParams } = received.url;
  const isLink = searchParams.has('X-Amz-Algorithm');
  const header = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]{64})$/;
  const found = header.exec(headers.authorization ?? '');
  const [credential, signed, signature] = isLink
    ? ['Credential', 'SignedHeaders', 'Signature'].map((name) => searchParams.get(`X-Amz-${name}`))
    : [found?.[1], found?.[2], found?.[3]];
  const [id, day, signedRegion, service, end] = credential?.split('/') ?? [];
  const stamp = (isLink ? searchParams.get('X-Amz-Date') : headers['x-amz-date']) ?? '';
  if (!id || !signedRegion || !signed || !signature || service !== 's3' || end !== 'aws4_request')
    return null;
  if (day !== stamp.slice(0, 8) || Number.isNaN(timeOf(stamp))) return null;
  return {
    method: received.method,
    url: received.url,
    headers,
    signedHeaders: signed.split(';'),
    payloadHash: isLink ? 'UNSIGNED-PAYLOAD' : (headers['x-amz-content-sha256'] ?? ''),
    stamp,
    region: signedRegion,
    accessKeyId: id,
    signature,
  };
};

export const startBucket = async (
  request: {
    readonly faults?: Partial<BucketFaults>;
    readonly now?: () => Date;
    /** Absent: any free port. */
    readonly port?: number;
  } = {},
): Promise<BucketSandbox> => {
  const { now = () => new Date() } = request;
  const faults: BucketFaults = {
    failingPuts: 0,
    droppedPuts: 0,
    failingDeletes: 0,
    refusedDeletes: 0,
    maxLinkSec: week,
    areLinksRefused: false,
    isGarbling: false,
    ...request.faults,
  };
  const log: Logged[] = [];
  const objects = new Map<string, Stored>();
  const takeOne = (name: 'failingPuts' | 'droppedPuts' | 'failingDeletes' | 'refusedDeletes'): boolean => {
    if (faults[name] <= 0) return false;
    faults[name] -= 1;
    return true;
  };

  const judgeLinkTime = (received: ReceivedRequest, madeAt: number): Reply | null => {
    if (faults.areLinksRefused) return error(403, 'AccessDenied', 'Access Denied');
    const keptSec = Number(received.url.searchParams.get('X-Amz-Expires') ?? Number.NaN);
    if (!Number.isInteger(keptSec) || keptSec < 1 || keptSec > faults.maxLinkSec)
      return error(
        400,
        'AuthorizationQueryParametersError',
        `X-Amz-Expires must be less than ${faults.maxLinkSec}`,
      );
    const isOver = now().getTime() > madeAt + keptSec * 1000;
    return isOver ? error(403, 'AccessDenied', 'Request has expired') : null;
  };

  /** null: the request is allowed. */
  const refuse = (received: ReceivedRequest): Reply | null => {
    const auth = readAuth(received);
    if (auth === null) return error(403, 'AccessDenied', 'Access Denied');
    if (auth.accessKeyId !== accessKeyId)
      return error(403, 'InvalidAccessKeyId', 'The access key id does not exist in our records.');
    if (auth.region !== region)
      return error(
        400,
        'AuthorizationHeaderMalformed',
        `the region '${auth.region}' is wrong; expecting '${region}'`,
      );
    const unsigned = Object.keys(auth.headers).filter((name) => name.startsWith('x-amz-'));
    if (!['host', ...unsigned].every((name) => auth.signedHeaders.includes(name)))
      return error(403, 'AccessDenied', 'There were headers present in the request which were not signed');
    const right = Buffer.from(signatureOf(auth, secret));
    const given = Buffer.from(auth.signature);
    if (right.length !== given.length || !timingSafeEqual(right, given))
      return error(
        403,
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided.',
      );
    const madeAt = timeOf(auth.stamp);
    if (received.url.searchParams.has('X-Amz-Algorithm')) return judgeLinkTime(received, madeAt);
    return Math.abs(now().getTime() - madeAt) > skewMs
      ? error(
          403,
          'RequestTimeTooSkewed',
          'The difference between the request time and now is too large.',
          `<RequestTime>${auth.stamp}</RequestTime><ServerTime>${now().toISOString()}</ServerTime>`,
        )
      : null;
  };

  const put = (received: ReceivedRequest, name: string): Reply => {
    if (received.headers['content-length'] === undefined)
      return error(411, 'MissingContentLength', 'You must provide the Content-Length HTTP header.');
    if (takeOne('droppedPuts')) return 'drop';
    if (takeOne('failingPuts')) return error(503, 'SlowDown', 'Please reduce your request rate.');
    const statedHash = String(received.headers['x-amz-content-sha256']);
    const isOther = statedHash !== createHash('sha256').update(received.body).digest('hex');
    if (statedHash !== 'UNSIGNED-PAYLOAD' && isOther)
      return error(
        400,
        'XAmzContentSHA256Mismatch',
        'The provided x-amz-content-sha256 header does not match what was computed.',
      );
    const bytes = faults.isGarbling ? Buffer.alloc(received.body.length, '?') : received.body;
    objects.set(name, { contentType: received.headers['content-type'] ?? 'binary/octet-stream', bytes });
    return empty(200);
  };

  const get = (received: ReceivedRequest, { bytes, contentType }: Stored): Reply => {
    const headers = { 'content-type': contentType };
    const range = /^bytes=(\d+)-(\d+)$/.exec(received.headers.range ?? '');
    if (range === null) return { status: 200, headers, bytes };
    const part = bytes.subarray(Number(range[1]), Number(range[2]) + 1);
    const contentRange = `bytes ${range[1]}-${Number(range[1]) + part.length - 1}/${bytes.length}`;
    return { status: 206, headers: { ...headers, 'content-range': contentRange }, bytes: part };
  };

  const remove = (name: string): Reply => {
    if (takeOne('failingDeletes')) return error(503, 'SlowDown', 'Please reduce your request rate.');
    if (takeOne('refusedDeletes')) return error(403, 'AccessDenied', 'Access Denied');
    objects.delete(name);
    return empty(204);
  };

  const server = await startServer({
    name: 'bucket',
    log,
    ...(request.port === undefined ? {} : { port: request.port }),
    handle: (received) => {
      const refused = refuse(received);
      if (refused !== null) return refused;
      const [, given, ...rest] = decodeURIComponent(received.url.pathname).split('/');
      const name = rest.join('/');
      if (given !== bucket) return error(404, 'NoSuchBucket', 'The specified bucket does not exist');
      if (received.method === 'PUT') return put(received, name);
      if (received.method === 'DELETE') return remove(name);
      const stored = objects.get(name);
      if (received.method !== 'GET') return error(405, 'MethodNotAllowed', 'The method is not allowed.');
      return stored ? get(received, stored) : error(404, 'NoSuchKey', 'The specified key does not exist.');
    },
  });

  return {
    endpoint: server.origin,
    region,
    bucket,
    accessKeyId,
    secret,
    environment: {
      UNDERSTUDY_S3_ENDPOINT: server.origin,
      UNDERSTUDY_S3_REGION: region,
      UNDERSTUDY_S3_BUCKET: bucket,
      UNDERSTUDY_S3_ACCESS_KEY_ID: accessKeyId,
      UNDERSTUDY_S3_SECRET_ACCESS_KEY: secret,
    },
    log,
    faults,
    objects: async () => [...objects.keys()],
    close: server.close,
  };
};
