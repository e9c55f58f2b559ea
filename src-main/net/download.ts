/** Fetches a finished result: without a key, from the outside world only, going on where it broke off. */
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
  toldBy,
  unknownFile,
} from './download-part.ts';
import { retryAfterSec } from './http.ts';
import { publicFetch, type Reached } from './public-fetch.ts';
import { inShort } from './redact.ts';

const maxBytes = 2_000_000_000;
/** In a row that have not brought the part any further. */
const maxTries = 5;
/** A host that asks to be left alone is left alone so long at most, in milliseconds. */
const longestPauseMs = 15 * 60_000;
/**
 * `silenceMs`: nothing at all for so long means a dead connection. `minBytesPerSec`: of each `windowMs`; less is a
 * trickle that would hold a paid result for days, and breaking off loses nothing, because the next try goes on.
 */
export type DownloadRetry = {
  readonly silenceMs: number;
  readonly windowMs: number;
  readonly minBytesPerSec: number;
};
const defaultRetry: DownloadRetry = { silenceMs: 60_000, windowMs: 60_000, minBytesPerSec: 10_000 };

export type DownloadDeps = {
  /** As outside-only.ts makes it. */
  readonly fetchLink: typeof fetch;
  readonly clock: Clock;
  readonly lookup: Lookup;
  /** True where the provider's own endpoint was put on this computer. */
  readonly isLocalAllowed: boolean;
  readonly retryPolicy?: DownloadRetry;
};

type Attempt =
  | { readonly kind: 'done'; readonly sizeBytes: number }
  /** `isTooSlow`: broken off here. `retryAfterSec`: what the host asked for. */
  | { readonly kind: 'cut-off'; readonly isTooSlow?: boolean; readonly retryAfterSec?: number | null }
  | { readonly kind: 'failed'; readonly result: Result<never> };

type Asked = Extract<Reached, { readonly kind: 'answered' }> | Attempt;

const failed = (result: Result<never>): Attempt => ({ kind: 'failed', result });
/** null: it is not there. */
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
      // From the first byte on: before it there is only silence.
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
 * Reads from the first moment on and a little ahead: what is not read yet when a connection breaks is lost, and a host
 * that closes every connection soon would never bring a file to its end.
 */
const readAhead = (body: ReadableStream<Uint8Array>): AsyncIterable<Uint8Array> => {
  const reader = body.getReader();
  const ask = () => {
    const piece = reader.read();
    // Each is awaited in its turn; until then its failure is nobody's.
    piece.catch(() => undefined);
    return piece;
  };
  const asked = Array.from({ length: piecesAhead }, ask);
  return (async function* () {
    try {
      for (let piece = await asked.shift(); piece?.value !== undefined; piece = await asked.shift()) {
        asked.push(ask());
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
    /** Full path of the finished file; a partial one rests beside it under `.part` and is gone on with. */
    readonly to: string;
    readonly signal: AbortSignal;
    readonly onProgress: (fraction: number | null) => void;
  },
): Promise<Result<{ readonly sizeBytes: number }>> => {
  const { signal, to } = request;
  const part = `${to}.part`;
  /** Beside the part: which file it is a part of. */
  const tag = `${to}.part.tag`;
  const startAgain = async (known: PartTag = unknownFile): Promise<void> => {
    await removeFile(part);
    await writeFile(tag, formatTag(known));
  };
  /** Set by a host that answers a range with another one. */
  let isRangeRefused = false;

  const ask = async (range: Readonly<Record<string, string>>, silent: AbortSignal): Promise<Asked> => {
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
    // After the old part is gone: it must not be taken for one of the new file.
    await writeFile(tag, formatTag(known));
    let at = from;
    let toSkip = skipBytes;
    try {
      for await (const piece of pieces) {
        onBytes(piece.byteLength);
        const chunk = piece.subarray(Math.min(toSkip, piece.byteLength));
        toSkip -= piece.byteLength - chunk.byteLength;
        if (at + chunk.byteLength > maxBytes) return tooLarge();
        // A nearly full disk takes a piece and says so; the next piece then fails as it should.
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
    /** Whatever happens, no connection outlasts its attempt. */
    const ended = new AbortController();
    try {
      const range = isRangeRefused ? {} : rangeHeaders(known, from);
      const asked = await ask(range, AbortSignal.any([signal, pace.tooSlow, ended.signal]));
      if (asked.kind !== 'answered') return asked;
      const { response } = asked;
      const { status, headers } = response;
      if (status !== 200 && status !== 206 && status !== 416) {
        await response.body?.cancel();
        return status === 408 || status === 425 || status === 429 || status >= 500
          ? { kind: 'cut-off', retryAfterSec: retryAfterSec(headers, deps.clock.now()) }
          : failed(fail('result-gone', { reason: 'status', status }));
      }
      const use = judgeBody(toldBy(response), known, from);
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

  // Only what is whole is ever given this name: an earlier program may have ended between fetching it and keeping it,
  // and its link may be dead by now.
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
      // Without its part it says nothing, and goes with the job's folder.
      await removeFile(tag).catch(() => undefined);
      return ok({ sizeBytes: got.sizeBytes });
    }
    const partBytes = (await sizeOf(part)) ?? 0;
    // A trickle that was broken off here is no progress: it would go on for days.
    attempts = partBytes > largestPartBytes && got.isTooSlow !== true ? 0 : attempts + 1;
    largestPartBytes = Math.max(largestPartBytes, partBytes);
    const askedForMs = Math.min(longestPauseMs, (got.retryAfterSec ?? 0) * 1000);
    pauseMs = Math.max(1000 * 2 ** Math.max(0, attempts - 1), askedForMs);
  }
  return signal.aborted ? fail('cancelled') : fail('result-cut-off');
};
