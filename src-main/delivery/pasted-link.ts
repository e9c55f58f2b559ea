/** Checks that the user's own link holds exactly the file that would be sent, before anything is paid. */
import { createHash } from 'node:crypto';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Delivered, LocalFile } from '../artifacts.ts';
import type { Lookup } from '../net/addresses.ts';
import { retryAfterSec } from '../net/http.ts';
import { linkExpiry } from '../net/link-expiry.ts';
import { publicFetch, type Reached } from '../net/public-fetch.ts';
import { inShort, redact } from '../net/redact.ts';
import { codeOf, networkFault } from '../net/request-sent.ts';
import { type RetryDeps, retry } from '../net/retry.ts';
import type { Call } from '../providers/spec.ts';

type MediaKind = 'image' | 'video';

/** Number of bytes that `isOfKind` reads. */
const firstBytes = 12;

/**
 * First boxes of MP4 and QuickTime files, including old ones:
 * https://developer.apple.com/documentation/quicktime-file-format
 */
const firstBoxes = ['ftyp', 'moov', 'mdat', 'wide', 'free', 'skip', 'pnot'];

/** Whether the first bytes that a link returns are of the file that it should hold. */
const isOfKind = (bytes: Uint8Array, kind: MediaKind): boolean => {
  const text = Buffer.from(bytes.subarray(0, firstBytes)).toString('latin1');
  return kind === 'image'
    ? text.startsWith('\xff\xd8\xff') || text.startsWith('\x89PNG\r\n\x1a\n')
    : firstBoxes.includes(text.slice(4, 8));
};

/** Content types that servers send for an unknown type. S3 sends the second. */
const vagueTypes = ['', 'application/octet-stream', 'binary/octet-stream'];

const isTypeOfKind = (contentType: string | null, kind: MediaKind): boolean => {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return type.startsWith(`${kind}/`) || vagueTypes.includes(type);
};

/** In bytes; null: not stated, or stated for an encoded body. */
const statedBytes = (headers: Headers): number | null => {
  const length = headers.get('content-length');
  return length !== null && headers.get('content-encoding') === null ? Number(length) : null;
};

export type PastedLinkRequest = {
  readonly url: string;
  readonly file: MediaKind;
  readonly local: LocalFile;
  /** True where the provider's own endpoint is configured to be on this computer. */
  readonly isLocalAllowed: boolean;
};

export type CheckPastedLink = (
  request: PastedLinkRequest,
  call: Call & { readonly onProgress: (fraction: number) => void },
) => Promise<Result<Delivered>>;

const maxAttempts = 3;
const backoff = { firstMs: 2000 };
/** A run may wait in a queue before its files are read, in milliseconds. */
const minLifeMs = 3_600_000;

/** `silenceMs`: no data at all. `minBytesPerSec`: a provider does not wait for a slower one either. */
export type LinkRetry = {
  readonly silenceMs: number;
  readonly baseMs: number;
  readonly minBytesPerSec: number;
};
const defaultRetry: LinkRetry = { silenceMs: 20_000, baseMs: 30_000, minBytesPerSec: 50_000 };

type Attempt =
  | { readonly kind: 'settled'; readonly result: Result<Delivered> }
  /** `busySec`: the host is rate limiting and requests a pause of so long. */
  | { readonly kind: 'temp'; readonly why: TempFault; readonly busySec?: number };

/** A transient fault: the status of an answer, or the code of a failed connection. */
type TempFault =
  | { readonly kind: 'status'; readonly status: number }
  | { readonly kind: 'network'; readonly code: string };

type FetchOutcome = Extract<Reached, { readonly kind: 'answered' }> | Attempt;

const settled = (result: Result<Delivered>): Attempt => ({ kind: 'settled', result });

type PastedLinkDeps = RetryDeps & {
  /** As created by net/public-network.ts. */
  readonly fetchLink: typeof fetch;
  readonly lookup: Lookup;
  readonly retryPolicy?: LinkRetry;
};

export const createPastedLink = (deps: PastedLinkDeps): CheckPastedLink => {
  const { retryPolicy = defaultRetry } = deps;

  /** The response at the end of the redirects. No key, no cookie: a provider has none either. */
  const ask = async (request: PastedLinkRequest, signal: AbortSignal): Promise<FetchOutcome> => {
    const { url, isLocalAllowed } = request;
    const headers = { 'accept-encoding': 'identity' };
    const reached = await publicFetch({ ...deps, url, isLocalAllowed, headers, signal });
    switch (reached.kind) {
      case 'answered':
        return reached;
      case 'unknown-host':
        return settled(
          fail('link-unreachable', { reason: 'unknown-host', host: inShort(reached.link.host) }),
        );
      case 'forbidden': {
        const { link, isRedirect } = reached;
        const host = redact(`${link.protocol}//${link.host}`, []);
        return settled(fail('link-not-allowed', { reason: 'private-address', host, isRedirect }));
      }
      case 'nowhere':
        return settled(fail('link-unreachable', { reason: 'redirects-endlessly' }));
      default:
        return assertNever(reached);
    }
  };

  /** null: nothing in the headers rules the file out. */
  const judgeHead = (response: Response, { file }: PastedLinkRequest): Attempt | null => {
    const { status, headers } = response;
    if (status === 429) {
      const busySec = retryAfterSec(headers, deps.clock.now()) ?? 0;
      return { kind: 'temp', why: { kind: 'status', status }, busySec };
    }
    if (status >= 500) return { kind: 'temp', why: { kind: 'status', status } };
    if (status !== 200) return settled(fail('link-unreachable', { reason: 'status', status }));
    const type = headers.get('content-type');
    if (isTypeOfKind(type, file)) return null;
    return settled(fail('link-not-media', { reason: 'content-type', contentType: redact(type ?? '', []) }));
  };

  /** `foundBytes`: how many bytes the link holds; null: more than the file. */
  const otherFile = ({ sizeBytes }: LocalFile, foundBytes: number | null): Attempt =>
    settled(
      foundBytes === sizeBytes
        ? fail('link-other-file', { reason: 'content-differs', sizeBytes })
        : fail('link-other-file', { reason: 'size-differs', sizeBytes, foundBytes }),
    );

  const readThrough = async (
    response: Response,
    request: PastedLinkRequest,
    onBytes: (readBytes: number) => void,
  ): Promise<Attempt> => {
    const { local, file, url } = request;
    const statedSize = statedBytes(response.headers);
    const hash = createHash('sha256');
    let head = Buffer.alloc(0);
    let readBytes = 0;
    for await (const chunk of response.body ?? []) {
      hash.update(chunk);
      readBytes += chunk.byteLength;
      onBytes(readBytes);
      const isHeadKnown = head.length >= firstBytes;
      if (!isHeadKnown) head = Buffer.concat([head, chunk.subarray(0, firstBytes)]);
      if (!isHeadKnown && head.length >= firstBytes && !isOfKind(head, file)) break;
      // Further bytes cannot change the result.
      if (head.length >= firstBytes && statedSize !== null && statedSize !== local.sizeBytes) break;
      if (readBytes > local.sizeBytes) break;
    }
    if (!isOfKind(head, file)) {
      return settled(fail('link-not-media', { reason: 'first-bytes', file }));
    }
    if (statedSize !== null && statedSize !== local.sizeBytes) return otherFile(local, statedSize);
    if (readBytes > local.sizeBytes) return otherFile(local, null);
    if (readBytes < local.sizeBytes || hash.digest('hex') !== local.sha256)
      return otherFile(local, readBytes);
    return settled(ok({ kind: 'link', url, expiresAt: linkExpiry(url), via: 'pasted-link' }));
  };

  const attempt: (...args: Parameters<CheckPastedLink>) => Promise<Attempt> = async (request, call) => {
    const { sizeBytes } = request.local;
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), retryPolicy.silenceMs);
    const limitMs = retryPolicy.baseMs + Math.ceil((sizeBytes / retryPolicy.minBytesPerSec) * 1000);
    const limit = AbortSignal.timeout(limitMs);
    const signal = AbortSignal.any([call.signal, silence.signal, limit]);
    try {
      const outcome = await ask(request, signal);
      if (outcome.kind !== 'answered') return outcome;
      const { response } = outcome;
      const verdict = judgeHead(response, request);
      if (verdict !== null) {
        await response.body?.cancel();
        return verdict;
      }
      return await readThrough(response, request, (readBytes) => {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), retryPolicy.silenceMs);
        call.onProgress(Math.min(1, readBytes / sizeBytes));
      });
    } catch (cause) {
      if (silence.signal.aborted) return settled(fail('link-unreachable', { reason: 'silent' }));
      if (limit.aborted) return settled(fail('link-unreachable', { reason: 'slow' }));
      return { kind: 'temp', why: { kind: 'network', code: codeOf(cause) } };
    } finally {
      clearTimeout(timer);
    }
  };

  return async (request, call) => {
    const { signal } = call;
    const endsAt = linkExpiry(request.url);
    if (endsAt !== null && Date.parse(endsAt) - deps.clock.now().getTime() < minLifeMs) {
      return fail('link-not-allowed', { reason: 'expires-soon', expiresAt: endsAt });
    }
    if (signal.aborted) return fail('cancelled');
    const made = await retry(deps, {
      attempt: () => attempt(request, call),
      temporary: (last) => (last.kind === 'settled' ? null : { retryAfterSec: last.busySec ?? null }),
      backoff,
      maxAttempts,
      signal,
    });
    if (made.kind === 'settled') return made.result;
    const { why, busySec } = made;
    if (signal.aborted) return fail('cancelled');
    if (why.kind === 'status')
      return busySec === undefined
        ? fail('link-unreachable', { reason: 'status', status: why.status })
        : fail('provider-rate-limited', { detail: `HTTP ${why.status}` });
    const detail = inShort(why.code);
    const fault = networkFault(why.code);
    return fault === null ? fail('link-unreachable', { reason: 'network', detail }) : fail(fault, { detail });
  };
};
