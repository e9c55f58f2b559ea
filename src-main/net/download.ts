/** Fetches a finished result: without a key, from public addresses only, resuming where it broke off. */
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import type { Clock } from '../ports.ts';
import { flushOpenFile } from '../storage/atomic.ts';
import { removeFile, rename } from '../storage/busy-retry.ts';
import { toFileError } from '../storage/file-error.ts';
import type { Lookup } from './addresses.ts';
import {
  formatTag,
  judgeBody,
  type PartTag,
  parseTag,
  rangeHeaders,
  resumeFrom,
  statedBy,
  unknownFile,
} from './download-part.ts';
import { retryAfterSec } from './http.ts';
import { publicFetch, type Reached } from './public-fetch.ts';
import { inShort } from './redact.ts';
import { retryPauseMs } from './retry.ts';

const maxBytes = 2_000_000_000;
/** Consecutive attempts that did not extend the part. */
const maxTries = 5;
const backoff = { firstMs: 1000 };
/**
 * `silenceMs`: no data for so long means a dead connection. `minBytesPerSec`: measured over each `windowMs`; a slower
 * transfer would take days, and breaking it off loses nothing, because the next attempt resumes.
 */
export type DownloadRetry = {
  readonly silenceMs: number;
  readonly windowMs: number;
  readonly minBytesPerSec: number;
};
const defaultRetry: DownloadRetry = { silenceMs: 60_000, windowMs: 60_000, minBytesPerSec: 10_000 };

export type DownloadDeps = {
  /** As created by public-network.ts. */
  readonly fetchLink: typeof fetch;
  readonly clock: Clock;
  readonly lookup: Lookup;
  /** True where the provider's own endpoint is configured to be on this computer. */
  readonly isLocalAllowed: boolean;
  readonly retryPolicy?: DownloadRetry;
};

type Attempt =
  | { readonly kind: 'done'; readonly sizeBytes: number }
  /** `isTooSlow`: broken off by this program. `retryAfterSec`: requested by the host. */
  | { readonly kind: 'cut-off'; readonly isTooSlow?: boolean; readonly retryAfterSec?: number | null }
  | { readonly kind: 'failed'; readonly result: Result<never> };

type FetchOutcome = Extract<Reached, { readonly kind: 'answered' }> | Attempt;

const failed = (result: Result<never>): Attempt => ({ kind: 'failed', result });
/** null: the file does not exist. */
const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

const watchPace = ({ silenceMs, windowMs, minBytesPerSec }: DownloadRetry) => {
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  let silence = setTimeout(giveUp, silenceMs);
  let windows: NodeJS.Timeout | null = null;
  let windowBytes = 0;
  const judge = () => {
    if (windowBytes < (minBytesPerSec * windowMs) / 1000) giveUp();
    windowBytes = 0;
  };
  return {
    tooSlow: controller.signal,
    count: (bytes: number) => {
      clearTimeout(silence);
      silence = setTimeout(giveUp, silenceMs);
      // Starts with the first byte: before it, the limit for silence applies.
      windows ??= setInterval(judge, windowMs);
      windowBytes += bytes;
    },
    stop: () => {
      clearTimeout(silence);
      if (windows !== null) clearInterval(windows);
    },
  };
};

const piecesAhead = 8;

/**
 * Reads from the start and a few chunks ahead: chunks not read when a connection breaks are lost, and a download from
 * a host that closes every connection early would never finish.
 */
const readAhead = (body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> => {
  const reader = body.getReader();
  const ask = () => {
    const piece = reader.read();
    // Each promise is awaited in its turn; until then this keeps its rejection from being unhandled.
    piece.catch(() => undefined);
    return piece;
  };
  const pending = Array.from({ length: piecesAhead }, ask);
  return (async function* () {
    try {
      for (let piece = await pending.shift(); piece?.value !== undefined; piece = await pending.shift()) {
        pending.push(ask());
        yield piece.value;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  })();
};

export const downloadResult = async (
  deps: DownloadDeps,
  request: {
    readonly url: string;
    /** Full path of the finished file; a partial one is kept beside it with the suffix `.part` and resumed. */
    readonly to: string;
    readonly signal: AbortSignal;
    readonly onProgress: (fraction: number | null) => void;
  },
): Promise<Result<{ readonly sizeBytes: number }>> => {
  const { signal, to } = request;
  const part = `${to}.part`;
  /** Stored beside the part: identifies the file that it is a part of. */
  const tag = `${to}.part.tag`;
  const startAgain = async (known: PartTag = unknownFile): Promise<void> => {
    await removeFile(part);
    await writeFile(tag, formatTag(known));
  };
  /** Set when a host answers a range request with another range. */
  let isRangeRefused = false;

  const ask = async (range: Readonly<Record<string, string>>, silent: AbortSignal): Promise<FetchOutcome> => {
    const headers = { ...range, 'accept-encoding': 'identity' };
    const reached = await publicFetch({ ...deps, url: request.url, headers, signal: silent });
    switch (reached.kind) {
      case 'answered':
        return reached;
      case 'unknown-host':
        return { kind: 'cut-off' };
      case 'forbidden': {
        const host = inShort(reached.link.host);
        return failed(fail('result-gone', { reason: 'private-address', host }));
      }
      case 'nowhere':
        return failed(fail('result-gone', { reason: 'no-target' }));
      default:
        return assertNever(reached);
    }
  };

  const receive = async (
    response: Response,
    to: { readonly from: number; readonly skipBytes: number; readonly known: PartTag },
    onBytes: (bytes: number) => void,
  ): Promise<Attempt> => {
    const { from, skipBytes, known } = to;
    const total = known.totalBytes;
    const tooLarge = () => failed(fail('result-broken', { reason: 'too-large', maxBytes }));
    if (total !== null && total > maxBytes) return tooLarge();
    const pieces = response.body === null ? [] : readAhead(response.body);
    const file = await open(part, from > 0 ? 'r+' : 'w');
    // Written after the old part is removed, which must not be taken for a part of the new file.
    await writeFile(tag, formatTag(known));
    let at = from;
    let toSkip = skipBytes;
    try {
      for await (const piece of pieces) {
        onBytes(piece.byteLength);
        const chunk = piece.subarray(Math.min(toSkip, piece.byteLength));
        toSkip -= piece.byteLength - chunk.byteLength;
        if (at + chunk.byteLength > maxBytes) return tooLarge();
        // A write on a nearly full disk may be short; the next write then fails with the error.
        for (let done = 0; done < chunk.byteLength; )
          done += (await file.write(chunk, done, chunk.byteLength - done, at + done)).bytesWritten;
        at += chunk.byteLength;
        request.onProgress(total === null ? null : Math.min(1, at / total));
      }
      await flushOpenFile(file, part);
    } finally {
      await file.close();
    }
    return toSkip > 0 || (total !== null && at < total)
      ? { kind: 'cut-off' }
      : { kind: 'done', sizeBytes: at };
  };

  const attempt = async (): Promise<Attempt> => {
    const known = parseTag(await readFile(tag, 'utf8').catch(() => ''));
    const from = resumeFrom(known, (await sizeOf(part)) ?? 0);
    if (from > 0 && from === known.totalBytes) return { kind: 'done', sizeBytes: from };
    const pace = watchPace(deps.retryPolicy ?? defaultRetry);
    /** No connection outlives its attempt. */
    const ended = new AbortController();
    try {
      const range = isRangeRefused ? {} : rangeHeaders(known, from);
      const outcome = await ask(range, AbortSignal.any([signal, pace.tooSlow, ended.signal]));
      if (outcome.kind !== 'answered') return outcome;
      const { response } = outcome;
      const { status, headers } = response;
      if (status !== 200 && status !== 206 && status !== 416) {
        await response.body?.cancel();
        return status === 408 || status === 425 || status === 429 || status >= 500
          ? { kind: 'cut-off', retryAfterSec: retryAfterSec(headers, deps.clock.now()) }
          : failed(fail('result-gone', { reason: 'status', status }));
      }
      const use = judgeBody(statedBy(response), known, from);
      switch (use.kind) {
        case 'append':
          return await receive(response, { from, skipBytes: use.skipBytes, known: use.tag }, pace.count);
        case 'restart':
          return await receive(response, { from: 0, skipBytes: 0, known: use.tag }, pace.count);
        case 'complete':
          await response.body?.cancel();
          return { kind: 'done', sizeBytes: from };
        case 'ask-whole':
          await response.body?.cancel();
          isRangeRefused = true;
          return { kind: 'cut-off' };
        case 'begin-again':
          await response.body?.cancel();
          await startAgain(use.tag);
          return { kind: 'cut-off' };
        default:
          return assertNever(use);
      }
    } catch (cause) {
      const error = toFileError(cause, 'result');
      if (error.code === 'disk-full' || error.code === 'folder-unwritable') {
        await Promise.all([removeFile(part), removeFile(tag)]);
        return failed({ ok: false, error });
      }
      return { kind: 'cut-off', isTooSlow: pace.tooSlow.aborted };
    } finally {
      pace.stop();
      ended.abort();
    }
  };

  // Only a complete file gets this name. The program may have ended between the download and the job's next state,
  // and the link may have expired by now.
  const wholeBytes = await sizeOf(to);
  if (wholeBytes !== null) {
    request.onProgress(1);
    return ok({ sizeBytes: wholeBytes });
  }
  let largestPartBytes = (await sizeOf(part)) ?? 0;
  let pauseMs = 0;
  for (let attempts = 0; attempts < maxTries; ) {
    if (signal.aborted) return fail('cancelled');
    if (pauseMs > 0) await deps.clock.sleep(pauseMs, signal);
    const got = await attempt();
    if (got.kind === 'failed') return got.result;
    if (got.kind === 'done') {
      try {
        await rename(part, to, { wait: 'long', signal });
      } catch (cause) {
        return signal.aborted ? fail('cancelled') : { ok: false, error: toFileError(cause, 'result') };
      }
      // Without its part the tag has no use; the job's folder is removed with it later.
      await removeFile(tag).catch(() => undefined);
      return ok({ sizeBytes: got.sizeBytes });
    }
    const partBytes = (await sizeOf(part)) ?? 0;
    // A transfer that was broken off as too slow does not count as progress: otherwise it could continue for days.
    attempts = partBytes > largestPartBytes && got.isTooSlow !== true ? 0 : attempts + 1;
    largestPartBytes = Math.max(largestPartBytes, partBytes);
    pauseMs = retryPauseMs(backoff, { failures: attempts, retryAfterSec: got.retryAfterSec ?? null });
  }
  return signal.aborted ? fail('cancelled') : fail('result-cut-off');
};
