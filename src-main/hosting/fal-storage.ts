/** Uploads a local file to fal's storage and answers a link that fal can read. The link is public to who knows it. */
import { openAsBlob } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { UploadCache } from '../files/upload-cache.ts';
import { isLoopback } from '../net/addresses.ts';
import { createHttp } from '../net/http.ts';
import { scrub } from '../net/scrub.ts';
import type { Clock } from '../ports.ts';
import type { Handed, LocalFile, Provider } from '../providers/spec.ts';

const initiatedSchema = z.object({ upload_url: z.url(), file_url: z.url() });

/** A queued job may wait for hours; a week is what fal keeps by itself. In seconds. */
const keptSec = 7 * 24 * 3600;
/** An earlier upload is used again only while it outlives any queue, in milliseconds. */
const reserveMs = 24 * 3600 * 1000;
/** A slow line still sends 100 MB in this time, in milliseconds. */
const uploadLimitMs = 20 * 60_000;
const maxTries = 3;

export const createFalStorage = (deps: {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly key: () => string | null;
  /** Where uploads are asked for. */
  readonly rest: URL;
  readonly uploads: UploadCache;
}): Provider['hand'] => {
  const { clock, rest, uploads } = deps;
  const http = createHttp(deps);
  const failed = (detail: string) =>
    fail('upload-failed', { subject: 'fal', detail: scrub(detail, [deps.key()]) });

  const initiate = async (file: LocalFile, key: string, signal: AbortSignal) => {
    // Nothing is paid here, so a lost answer may be asked for again.
    const outcome = await http.read({
      url: new URL('/storage/upload/initiate?storage_type=fal-cdn-v3', rest),
      method: 'POST',
      headers: {
        authorization: `Key ${key}`,
        'x-fal-object-lifecycle': JSON.stringify({ expiration_duration_seconds: keptSec }),
      },
      body: { content_type: file.contentType, file_name: file.name },
      signal,
    });
    if (outcome.kind === 'unreachable')
      return fail('provider-unreachable', { subject: 'fal', detail: outcome.code });
    const { status, json, text } = outcome.answer;
    if (status === 401) return fail('key-refused', { subject: 'fal', detail: scrub(text, [key]) });
    if (status === 402 || status === 403)
      return fail('no-credit', { subject: 'fal', detail: scrub(text, [key]) });
    const parsed = initiatedSchema.safeParse(json);
    return status < 300 && parsed.success ? ok(parsed.data) : failed(`HTTP ${status}: ${text.slice(0, 500)}`);
  };

  /** The address came in an answer: https only, and the key stays here. */
  const isSafe = (address: string): boolean => {
    const url = new URL(address);
    return url.protocol === 'https:' || (isLoopback(rest) && isLoopback(url));
  };

  const send = async (
    file: LocalFile,
    address: string,
    signal: AbortSignal,
  ): Promise<Result<Record<string, never>>> => {
    let last = '';
    for (let tried = 0; tried < maxTries && !signal.aborted; tried += 1) {
      if (tried > 0) await clock.sleep(1000 * 2 ** tried, signal);
      try {
        const response = await deps.fetch(address, {
          method: 'PUT',
          headers: { 'content-type': file.contentType },
          body: await openAsBlob(file.path, { type: file.contentType }),
          redirect: 'error',
          signal: AbortSignal.any([signal, AbortSignal.timeout(uploadLimitMs)]),
        });
        await response.body?.cancel();
        if (response.ok) return ok({});
        last = `HTTP ${response.status}`;
      } catch (cause) {
        last = cause instanceof Error ? cause.name : 'unknown';
      }
    }
    return signal.aborted ? fail('cancelled') : failed(last);
  };

  return async (file, { signal, onProgress }): Promise<Result<Handed>> => {
    const known = uploads.get(file.sha256, rest.origin);
    if (known !== null && Date.parse(known.expiresAt) - clock.now().getTime() > reserveMs) {
      onProgress(1);
      return ok({ kind: 'link', url: known.url, expiresAt: known.expiresAt });
    }
    const key = deps.key();
    if (key === null) return fail('key-missing', { subject: 'fal' });
    const initiated = await initiate(file, key, signal);
    if (!initiated.ok) return initiated;
    const { upload_url, file_url } = initiated.value;
    if (!isSafe(upload_url) || !isSafe(file_url)) return failed('The address to upload to is not https.');
    const sent = await send(file, upload_url, signal);
    if (!sent.ok) return sent;
    onProgress(1);
    const expiresAt = new Date(clock.now().getTime() + keptSec * 1000).toISOString();
    uploads.set({ sha256: file.sha256, origin: rest.origin, url: file_url, expiresAt });
    return ok({ kind: 'link', url: file_url, expiresAt });
  };
};
