/** The user's own S3-compatible bucket; the only file that imports the signing library. Nothing here costs money. */
import { createHash } from 'node:crypto';
import { AwsV4Signer } from 'aws4fetch';
import { fail, ok, type Result } from '#contract/errors.ts';
import { bucketLinkSec } from '#contract/rules/delivery.ts';
import type { LocalFile } from '../artifacts.ts';
import { redact } from '../net/redact.ts';
import { readRefusal } from '../net/refusal-words.ts';
import { networkFault } from '../net/request-sent.ts';
import {
  createRetriedRequest,
  isRateLimited,
  isTemp,
  type Outcome,
  type RetriedRequest,
} from '../net/retried-request.ts';
import type { RetryDeps } from '../net/retry.ts';
import type { Call } from '../providers/spec.ts';
import { type BucketPlace, objectUrl } from './bucket-settings.ts';
import { clockError } from './clock-error.ts';

/** One object and the credentials for it. */
export type BucketTarget = {
  readonly place: Pick<BucketPlace, 'endpoint' | 'region' | 'bucket'>;
  readonly object: string;
  readonly accessKeyId: string;
  readonly secret: string;
};

export type BucketLink = {
  readonly url: string;
  /** ISO time. */
  readonly expiresAt: string;
};

type Done = Result<Record<string, never>>;

export type BucketPut = {
  readonly result: Done;
  /**
   * The object exists, or may exist: only after a first attempt that was refused is it certain that nothing was
   * stored.
   */
  readonly mayRemain: boolean;
};

export type Bucket = {
  readonly put: (
    target: BucketTarget,
    body: string | LocalFile,
    call: Call & { readonly onProgress?: (fraction: number) => void },
  ) => Promise<BucketPut>;
  /** A signed link, read once from here without credentials to check it; `sizeBytes`: the size it must have. */
  readonly link: (
    target: BucketTarget,
    request: { readonly sizeBytes: number },
    call: Call,
  ) => Promise<Result<BucketLink>>;
  /** An object that does not exist counts as deleted. */
  readonly remove: (target: BucketTarget, call: Call) => Promise<Done>;
  /** Writes, reads by a signed link without the key, compares, deletes. Reports which step failed. */
  readonly test: (target: BucketTarget, call: Call) => Promise<BucketTest>;
};

export type BucketTest = {
  readonly result: Result<{ readonly isGood: true }>;
  /** The object may still exist. */
  readonly mayRemain: boolean;
};

/**
 * Links last as long as the contract states; where an endpoint refuses that, a day, which is longer than most queues.
 * In seconds.
 */
const linkSecs = [bucketLinkSec, 24 * 3600];

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** `20261121T120000Z`, the time format of the signature. */
const stampOf = (now: Date): string => now.toISOString().replace(/[:-]|\.\d{3}/g, '');

const isGood = (outcome: Outcome): boolean =>
  outcome.kind === 'answered' && outcome.status >= 200 && outcome.status < 300;

/** Size of the whole object, from the response to a request for one byte; null: not stated. */
const wholeBytes = (headers: Headers): number | null => {
  const total = /\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? headers.get('content-length');
  return total === null ? null : Number(total);
};

export const createBucket = (deps: RetryDeps & { readonly fetch: typeof fetch }): Bucket => {
  const { clock } = deps;
  const retryPolicy = createRetriedRequest(deps);

  const signer = (target: BucketTarget, more: Partial<ConstructorParameters<typeof AwsV4Signer>[0]>) =>
    new AwsV4Signer({
      url: objectUrl(target.place, target.object).href,
      accessKeyId: target.accessKeyId,
      secretAccessKey: target.secret,
      service: 's3',
      region: target.place.region,
      datetime: stampOf(clock.now()),
      ...more,
    });

  const failed = (target: BucketTarget, reason: 'write' | 'read' | 'delete', outcome: Outcome) => {
    const { secret, accessKeyId } = target;
    const isRefused = outcome.kind === 'answered' && !isTemp(outcome);
    const why =
      outcome.kind === 'unreachable'
        ? outcome.code
        : [`HTTP ${outcome.status}`, readRefusal(outcome.text).words ?? ''].join(' ').trim();
    const detail = redact(why, [secret, accessKeyId]).replace(/[0-9a-f]{64}/gi, '[hidden]');
    if (isRateLimited(outcome)) return fail('provider-rate-limited', { subject: 'bucket', detail });
    const fault = outcome.kind === 'unreachable' ? networkFault(outcome.code) : null;
    if (fault !== null) return fail(fault, { subject: 'bucket', detail });
    if (!isRefused) return fail('upload-failed', { subject: 'bucket', reason, detail });
    const { text, headers } = outcome;
    const off = clockError({ text, date: headers.get('date'), now: clock.now() });
    if (off === null) return fail('bucket-refused', { subject: 'bucket', reason, detail });
    return fail('clock-wrong', { aheadSec: off.aheadSec, detail });
  };

  /** `sha256`: of the body. It is signed as well, so a server that checks it stores exactly these bytes or none. */
  const ask = (
    target: BucketTarget,
    request: Pick<RetriedRequest, 'method' | 'body' | 'signal' | 'onProgress'> & {
      readonly sha256: string;
      readonly contentType?: string;
    },
  ) => {
    const { sha256, contentType, ...sending } = request;
    return retryPolicy({
      ...sending,
      head: async () => {
        const type: Record<string, string> = contentType === undefined ? {} : { 'content-type': contentType };
        const headers = { 'x-amz-content-sha256': sha256, ...type };
        return signer(target, { method: request.method, headers }).sign();
      },
    });
  };

  const put: Bucket['put'] = async (target, body, call) => {
    const isText = typeof body === 'string';
    const outcome = await ask(target, {
      method: 'PUT',
      body,
      sha256: isText ? sha256Of(body) : body.sha256,
      contentType: isText ? 'text/plain' : body.contentType,
      ...call,
    });
    if (!outcome.ok) return { result: outcome, mayRemain: true };
    const { value } = outcome;
    if (isGood(value)) return { result: ok({}), mayRemain: true };
    const isRefusedFirst = value.kind === 'answered' && value.tries === 1 && !isTemp(value);
    return { result: failed(target, 'write', value), mayRemain: !isRefusedFirst };
  };

  const sign = async (target: BucketTarget, keptSec: number): Promise<BucketLink> => {
    const url = objectUrl(target.place, target.object);
    url.searchParams.set('X-Amz-Expires', String(keptSec));
    const signed = await signer(target, { method: 'GET', url: url.href, signQuery: true }).sign();
    const expiresAt = new Date(clock.now().getTime() + keptSec * 1000).toISOString();
    return { url: signed.url.href, expiresAt };
  };

  /** Without credentials: no header identifies the sender. */
  const read = (link: BucketLink, headers: Readonly<Record<string, string>>, { signal }: Call) =>
    retryPolicy({
      method: 'GET',
      head: async () => ({ url: new URL(link.url), headers: new Headers(headers) }),
      signal,
    });

  const link: Bucket['link'] = async (target, { sizeBytes }, call) => {
    let last: Outcome = { kind: 'unreachable', code: 'ABORTED' };
    for (const keptSec of linkSecs) {
      const signed = await sign(target, keptSec);
      const outcome = await read(signed, { range: 'bytes=0-0', 'accept-encoding': 'identity' }, call);
      if (!outcome.ok) return outcome;
      last = outcome.value;
      if (last.kind === 'unreachable') break;
      const foundBytes = wholeBytes(last.headers);
      if (isGood(last) && foundBytes !== null && foundBytes !== sizeBytes)
        return fail('bucket-refused', {
          subject: 'bucket',
          reason: 'size-differs',
          foundBytes,
          sizeBytes,
        });
      if (isGood(last)) return ok(signed);
    }
    return failed(target, 'read', last);
  };

  const remove: Bucket['remove'] = async (target, { signal }) => {
    const outcome = await ask(target, { method: 'DELETE', sha256: sha256Of(''), signal });
    if (!outcome.ok) return outcome;
    const isAbsent = outcome.value.kind === 'answered' && outcome.value.status === 404;
    return isGood(outcome.value) || isAbsent ? ok({}) : failed(target, 'delete', outcome.value);
  };

  const compare = async (target: BucketTarget, text: string, call: Call): Promise<Done> => {
    const linked = await link(target, { sizeBytes: Buffer.byteLength(text) }, call);
    if (!linked.ok) return linked;
    const found = await read(linked.value, {}, call);
    if (!found.ok) return found;
    if (found.value.kind === 'unreachable' || !isGood(found.value))
      return failed(target, 'read', found.value);
    if (found.value.text === text) return ok({});
    return fail('bucket-refused', { subject: 'bucket', reason: 'content-differs' });
  };

  const test: Bucket['test'] = async (target, call) => {
    const text = `Written by Understudy to test this bucket, ${clock.now().toISOString()}. It may be deleted.\n`;
    const { result: written, mayRemain } = await put(target, text, call);
    if (!written.ok) return { result: written, mayRemain };
    const readBack = await compare(target, text, call);
    // Also after a failure: the test object is not left in the bucket.
    const removed = await remove(target, call);
    const done = removed.ok ? ok({ isGood: true as const }) : removed;
    return { result: readBack.ok ? done : readBack, mayRemain: !removed.ok };
  };

  return { put, link, remove, test };
};
