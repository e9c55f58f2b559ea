/** Uploads a local file to fal's storage and answers a link that fal can read. The link is public to who knows it. */
import { type FileHandle, open } from 'node:fs/promises';
import { z } from 'zod';
import { fail, ok, type Result } from '#contract/errors.ts';
import { toFileError } from '../files/file-error.ts';
import type { UploadCache } from '../files/upload-cache.ts';
import { isLoopback, judgeLink, type Lookup } from '../net/addresses.ts';
import { createHttp } from '../net/http.ts';
import { scrub } from '../net/scrub.ts';
import type { Clock } from '../ports.ts';
import type { Handed, LocalFile, Provider } from '../providers/spec.ts';

const initiatedSchema = z.object({ upload_url: z.url(), file_url: z.url() });

/** A queued job may wait for hours; a week is what fal keeps by itself. In seconds. */
const keptSec = 7 * 24 * 3600;
/** An earlier upload is used again only while it outlives any queue, in milliseconds. */
const reserveMs = 24 * 3600 * 1000;
/** A slow line may take its time; nothing at all for this long means a dead one, in milliseconds. */
const silenceMs = 120_000;
const maxTries = 3;
/** An answer that another try can change. */
const isPassing = (status: number): boolean => status === 408 || status === 429 || status >= 500;

export const createFalStorage = (deps: {
  readonly fetch: typeof fetch;
  readonly clock: Clock;
  readonly lookup: Lookup;
  readonly key: () => string | null;
  /** Where uploads are asked for. */
  readonly rest: URL;
  readonly uploads: UploadCache;
}): Provider['hand'] => {
  const { clock, lookup, rest, uploads } = deps;
  const http = createHttp(deps);
  const isLocalAllowed = isLoopback(rest);
  /** A key is `id:secret`; fal may name either half. */
  const scrubbed = (text: string): string => {
    const key = deps.key();
    return scrub(text, key === null ? [] : [key, ...key.split(':')]);
  };
  const failed = (detail: string) => fail('upload-failed', { subject: 'fal', detail: scrubbed(detail) });

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
    if (status === 401) return fail('key-refused', { subject: 'fal', detail: scrubbed(text) });
    if (status === 402 || status === 403)
      return fail('no-credit', { subject: 'fal', detail: scrubbed(text) });
    const parsed = initiatedSchema.safeParse(json);
    return status < 300 && parsed.success ? ok(parsed.data) : failed(`HTTP ${status}: ${text}`);
  };

  /** The bytes of the file, counted as they leave. */
  const counted = async function* (
    handle: FileHandle,
    onBytes: (sentBytes: number) => void,
  ): AsyncGenerator<Uint8Array> {
    let sentBytes = 0;
    for await (const chunk of handle.createReadStream({ start: 0, autoClose: false })) {
      yield chunk;
      sentBytes += chunk.length;
      onBytes(sentBytes);
    }
  };

  /** One try. A number: the status of the answer; text: why there was none. */
  const sendOnce = async (
    file: LocalFile,
    address: URL,
    { signal, onProgress }: Parameters<Provider['hand']>[1],
  ): Promise<Result<number | string>> => {
    const silence = new AbortController();
    let timer = setTimeout(() => silence.abort(), silenceMs);
    let handle: FileHandle | null = null;
    try {
      handle = await open(file.path);
      const bytes = counted(handle, (sentBytes) => {
        clearTimeout(timer);
        timer = setTimeout(() => silence.abort(), silenceMs);
        onProgress(Math.min(1, sentBytes / file.sizeBytes));
      });
      const response = await deps.fetch(address, {
        method: 'PUT',
        // Without its length the body would go out in chunks, which signed upload addresses refuse.
        headers: { 'content-type': file.contentType, 'content-length': String(file.sizeBytes) },
        body: ReadableStream.from(bytes),
        duplex: 'half',
        redirect: 'error',
        signal: AbortSignal.any([signal, silence.signal]),
      });
      await response.body?.cancel();
      return ok(response.status);
    } catch (cause) {
      if (handle === null) return { ok: false, error: toFileError(cause, file.name) };
      return ok(cause instanceof Error ? cause.name : 'unknown');
    } finally {
      clearTimeout(timer);
      await handle?.close();
    }
  };

  const send = async (
    file: LocalFile,
    address: URL,
    call: Parameters<Provider['hand']>[1],
  ): Promise<Result<Record<string, never>>> => {
    const { signal } = call;
    let last = '';
    for (let tried = 0; tried < maxTries && !signal.aborted; tried += 1) {
      if (tried > 0) await clock.sleep(1000 * 2 ** tried, signal);
      const sent = await sendOnce(file, address, call);
      if (!sent.ok) return sent;
      if (typeof sent.value === 'number' && sent.value >= 200 && sent.value < 300) return ok({});
      last = typeof sent.value === 'number' ? `HTTP ${sent.value}` : sent.value;
      if (typeof sent.value === 'number' && !isPassing(sent.value)) return failed(last);
    }
    return signal.aborted ? fail('cancelled') : failed(last);
  };

  return async (file, call): Promise<Result<Handed>> => {
    const { signal, onProgress } = call;
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
    // Both came in an answer: a person's file is not sent to something inside their network, nor in the clear.
    const [uploadUrl, fileUrl] = [new URL(upload_url), new URL(file_url)];
    const verdict = await judgeLink(uploadUrl, { lookup, isLocalAllowed });
    if (verdict === 'unknown-host')
      return fail('provider-unreachable', { subject: 'fal', detail: uploadUrl.host });
    if (verdict === 'forbidden')
      return failed(`The upload leads to ${uploadUrl.host}, which may not be asked.`);
    if (fileUrl.protocol !== 'https:' && !(isLocalAllowed && isLoopback(fileUrl)))
      return failed('The link of the uploaded file is not https.');
    const sent = await send(file, uploadUrl, call);
    if (!sent.ok) return sent;
    onProgress(1);
    const expiresAt = new Date(clock.now().getTime() + keptSec * 1000).toISOString();
    uploads.set({ sha256: file.sha256, origin: rest.origin, url: file_url, expiresAt });
    return ok({ kind: 'link', url: file_url, expiresAt });
  };
};
