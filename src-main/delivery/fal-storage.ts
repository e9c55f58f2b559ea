/**
 * Uploads a local file to fal's storage and returns a link that fal can read. Anyone with the link can read the file.
 */
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { falStorageSec } from '#contract/rules/delivery.ts';
import type { Delivered, LocalFile } from '../artifacts.ts';
import { isLoopback, judgeLink, type Lookup } from '../net/addresses.ts';
import { createHttp, whileBusy } from '../net/http.ts';
import { inShort, redact } from '../net/redact.ts';
import { readRefusal } from '../net/refusal-words.ts';
import { networkFault } from '../net/request-sent.ts';
import { createRetriedRequest, isRateLimited } from '../net/retried-request.ts';
import type { Clock } from '../ports.ts';
import type { Protocol } from '../providers/protocol.ts';
import type { Call, Ticket } from '../providers/spec.ts';
import type { UploadCache } from '../storage/upload-cache.ts';

/** `onProgress` gets 0..1. */
export type Upload = (
  file: LocalFile,
  call: Call & { readonly onProgress: (fraction: number) => void },
) => Promise<Result<Delivered>>;

const initiatedSchema = z.object({ upload_url: z.url(), file_url: z.url() });

/** An earlier upload is reused only while it outlives any queue, in milliseconds. */
const reserveMs = 24 * 3600 * 1000;
/** Limit for checking an earlier upload, in milliseconds: an unknown result is no reason to wait. */
const checkLimitMs = 10_000;
/** Statuses that mean that the link is dead. */
const goneStatuses = [403, 404, 410];

export const createFalStorage = (deps: {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly lookup: Lookup;
  readonly key: () => string | null;
  /** Endpoint that grants uploads. */
  readonly rest: URL;
  /** Classifies a refusal of fal's. */
  readonly judgeFal: Protocol<string, Ticket>['judge'];
  readonly uploads: UploadCache;
}): Upload => {
  const { clock, lookup, rest, uploads } = deps;
  const http = createHttp(deps);
  const retryPolicy = createRetriedRequest(deps);
  const isLocalAllowed = isLoopback(rest);
  /** A key is `id:secret`; fal may repeat either half. */
  const redacted = (text: string): string => {
    const key = deps.key();
    return redact(text, key === null ? [] : [key, ...key.split(':')]);
  };
  const failed = (detail: string) =>
    fail('upload-failed', { subject: 'fal', reason: 'write', detail: redacted(detail) });

  /** Free of charge, so it may be sent again after a lost response. */
  const asks = (file: LocalFile, key: string, signal: AbortSignal) =>
    http.read({
      url: new URL('/storage/upload/initiate?storage_type=fal-cdn-v3', rest),
      method: 'POST',
      headers: {
        authorization: `Key ${key}`,
        'x-fal-object-lifecycle': JSON.stringify({ expiration_duration_seconds: falStorageSec }),
      },
      body: { content_type: file.contentType, file_name: file.name },
      signal,
    });

  const initiate = async (file: LocalFile, key: string, signal: AbortSignal) => {
    const outcome = await whileBusy(() => asks(file, key, signal), { clock, signal });
    if (outcome.kind === 'unreachable' && outcome.code === 'HTTP 429')
      return fail('provider-rate-limited', { subject: 'fal' });
    if (outcome.kind === 'unreachable')
      return fail(networkFault(outcome.code) ?? 'provider-unreachable', {
        subject: 'fal',
        detail: inShort(outcome.code),
      });
    const { status, json, text } = outcome.answer;
    if (status < 300) {
      const parsed = initiatedSchema.safeParse(json);
      return parsed.success ? ok(parsed.data) : failed(`HTTP ${status}: ${text}`);
    }
    const { code, words } = deps.judgeFal(outcome.answer);
    const isOfKey = status === 401 || status === 402 || status === 403;
    return isOfKey
      ? fail(code, { subject: 'fal', detail: redacted(words) })
      : failed(`HTTP ${status}: ${words}`);
  };

  const send = async (
    file: LocalFile,
    url: URL,
    call: Parameters<Upload>[1],
  ): Promise<Result<Record<string, never>>> => {
    const sent = await retryPolicy({
      method: 'PUT',
      head: async () => ({ url, headers: new Headers({ 'content-type': file.contentType }) }),
      body: file,
      ...call,
    });
    if (!sent.ok) return sent;
    if (sent.value.kind === 'unreachable') {
      const { code } = sent.value;
      const fault = networkFault(code);
      return fault === null ? failed(code) : fail(fault, { subject: 'fal', detail: code });
    }
    if (isRateLimited(sent.value)) return fail('provider-rate-limited', { subject: 'fal' });
    const { status, text } = sent.value;
    if (status >= 200 && status < 300) return ok({});
    return failed([`HTTP ${status}`, readRefusal(text).words ?? ''].join(' ').trim());
  };

  /**
   * Whether a cached link is certainly dead. If the check fails, the link is kept: a second upload would fail as
   * well.
   */
  const isGone = async (url: string, signal: AbortSignal): Promise<boolean> => {
    if (!URL.canParse(url)) return true;
    const link = new URL(url);
    const verdict = await judgeLink(link, { lookup, isLocalAllowed });
    if (verdict !== 'good') return verdict === 'forbidden';
    try {
      const response = await deps.fetch(link, {
        headers: { range: 'bytes=0-0' },
        redirect: 'manual',
        signal: AbortSignal.any([signal, AbortSignal.timeout(checkLimitMs)]),
      });
      await response.body?.cancel();
      return goneStatuses.includes(response.status);
    } catch {
      return false;
    }
  };

  const reusable = async (file: LocalFile, signal: AbortSignal) => {
    const known = uploads.get(file.sha256, rest.origin);
    if (known === null || Date.parse(known.expiresAt) - clock.now().getTime() <= reserveMs) return null;
    if (!(await isGone(known.url, signal))) return known;
    uploads.remove(file.sha256, rest.origin);
    return null;
  };

  return async (file, call) => {
    const { signal, onProgress } = call;
    const known = await reusable(file, signal);
    if (signal.aborted) return fail('cancelled');
    if (known !== null) {
      onProgress(1);
      return ok({ kind: 'link', url: known.url, expiresAt: known.expiresAt, via: 'fal-storage' });
    }
    const key = deps.key();
    if (key === null) return fail('key-missing', { subject: 'fal' });
    const initiated = await initiate(file, key, signal);
    if (!initiated.ok) return initiated;
    const { upload_url, file_url } = initiated.value;
    // Both come from a response: a user's file is sent neither to an address inside the user's network nor
    // unencrypted.
    const [uploadUrl, fileUrl] = [new URL(upload_url), new URL(file_url)];
    const verdict = await judgeLink(uploadUrl, { lookup, isLocalAllowed });
    if (verdict === 'unknown-host')
      return fail('provider-unreachable', { subject: 'fal', detail: inShort(uploadUrl.host) });
    if (verdict === 'forbidden')
      return fail('upload-failed', {
        subject: 'fal',
        reason: 'private-address',
        host: redacted(uploadUrl.host),
      });
    if (fileUrl.protocol !== 'https:' && !(isLocalAllowed && isLoopback(fileUrl)))
      return fail('upload-failed', { subject: 'fal', reason: 'link-not-https' });
    const sent = await send(file, uploadUrl, call);
    if (!sent.ok) return sent;
    onProgress(1);
    const expiresAt = new Date(clock.now().getTime() + falStorageSec * 1000).toISOString();
    uploads.set({ sha256: file.sha256, origin: rest.origin, url: file_url, expiresAt });
    return ok({ kind: 'link', url: file_url, expiresAt, via: 'fal-storage' });
  };
};
