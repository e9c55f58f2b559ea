/** Fetches a finished result: without a key, from the outside world only, going on where it broke off. */
import { open, readFile, stat, writeFile } from 'node:fs/promises';
import { assertNever } from '#contract/assert-never.ts';
import { fail, ok, type Result } from '#contract/errors.ts';
import { flushOpenFile } from '../files/atomic.ts';
import { removeFile, rename } from '../files/busy-retry.ts';
import { toFileError } from '../files/file-error.ts';
import type { Clock } from '../ports.ts';
import type { Lookup } from './addresses.ts';
import { type Reached, reachOutside } from './reach-outside.ts';
import { inShort } from './scrub.ts';

const maxBytes = 2_000_000_000;
const maxTries = 5;
/**
 * `silenceMs`: nothing at all for so long means a dead connection. `leastBytesPerSec`: of each `windowMs`; less is a
 * trickle that would hold a paid result for days, and breaking off loses nothing, because the next try goes on.
 */
export type DownloadPatience = {
  readonly silenceMs: number;
  readonly windowMs: number;
  readonly leastBytesPerSec: number;
};
const usualPatience: DownloadPatience = { silenceMs: 60_000, windowMs: 60_000, leastBytesPerSec: 10_000 };

export type DownloadDeps = {
  /** As outside-only.ts makes it. */
  readonly fetchLink: typeof fetch;
  readonly clock: Clock;
  readonly lookup: Lookup;
  /** True where the provider's own endpoint was put on this computer. */
  readonly isLocalAllowed: boolean;
  readonly patience?: DownloadPatience;
};

type Attempt =
  | { readonly kind: 'done'; readonly sizeBytes: number }
  | { readonly kind: 'cut-off' }
  | { readonly kind: 'failed'; readonly result: Result<never> };

type Asked = Extract<Reached, { readonly kind: 'answered' }> | Attempt;

const failed = (result: Result<never>): Attempt => ({ kind: 'failed', result });
/** null: it is not there. */
const sizeOf = (path: string): Promise<number | null> =>
  stat(path).then(
    ({ size }) => size,
    () => null,
  );

/** The whole length, as far as the answer tells: after the slash of Content-Range, or Content-Length. */
const wholeLength = (response: Response): number | null => {
  const total = /\/(\d+)$/.exec(response.headers.get('content-range') ?? '')?.[1];
  if (total !== undefined) return Number(total);
  const length = response.headers.get('content-length');
  return response.status === 200 && length !== null && response.headers.get('content-encoding') === null
    ? Number(length)
    : null;
};

/** What proves that a file at a link is still the same; null: nothing does, and a part of it cannot be gone on with. */
const validatorOf = (response: Response): string | null => {
  const etag = response.headers.get('etag');
  // A weak tag promises the same meaning, not the same bytes.
  return etag !== null && !etag.startsWith('W/') ? etag : response.headers.get('last-modified');
};

const rangeStart = (response: Response): number =>
  Number(/^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')?.[1] ?? 0);

const watchPace = ({ silenceMs, windowMs, leastBytesPerSec }: DownloadPatience) => {
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  let silence = setTimeout(giveUp, silenceMs);
  let windows: NodeJS.Timeout | null = null;
  let windowBytes = 0;
  const judge = () => {
    if (windowBytes < (leastBytesPerSec * windowMs) / 1000) giveUp();
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
  const startAgain = () => Promise.all([removeFile(part), removeFile(tag)]);

  const ask = async (from: number, validator: string, silent: AbortSignal): Promise<Asked> => {
    const range: Record<string, string> = from > 0 ? { range: `bytes=${from}-`, 'if-range': validator } : {};
    const headers = { ...range, 'accept-encoding': 'identity' };
    const reached = await reachOutside({ ...deps, url: request.url, headers, signal: silent });
    switch (reached.kind) {
      case 'answered':
        return reached;
      case 'unknown-host':
        return { kind: 'cut-off' };
      case 'forbidden': {
        const detail = inShort(`The link leads to ${reached.link.host}, which may not be asked.`);
        return failed(fail('result-gone', { detail }));
      }
      case 'nowhere':
        return failed(fail('result-gone', { detail: 'The link leads nowhere.' }));
      default:
        return assertNever(reached);
    }
  };

  const receive = async (
    response: Response,
    from: number,
    onBytes: (bytes: number) => void,
  ): Promise<Attempt> => {
    const total = wholeLength(response);
    if (total !== null && total > maxBytes)
      return failed(fail('result-broken', { detail: 'The result is larger than 2 GB.' }));
    const file = await open(part, from > 0 ? 'r+' : 'w');
    if (from === 0) await writeFile(tag, validatorOf(response) ?? '');
    let at = from;
    try {
      for await (const chunk of response.body ?? []) {
        onBytes(chunk.byteLength);
        if (at + chunk.byteLength > maxBytes)
          return failed(fail('result-broken', { detail: 'The result is larger than 2 GB.' }));
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
    return total !== null && at < total ? { kind: 'cut-off' } : { kind: 'done', sizeBytes: at };
  };

  const attempt = async (): Promise<Attempt> => {
    const validator = await readFile(tag, 'utf8').catch(() => '');
    const from = validator === '' ? 0 : ((await sizeOf(part)) ?? 0);
    const pace = watchPace(deps.patience ?? usualPatience);
    try {
      const asked = await ask(from, validator, AbortSignal.any([signal, pace.tooSlow]));
      if (asked.kind !== 'answered') return asked;
      const { response } = asked;
      const { status } = response;
      if (status === 206 && rangeStart(response) === from) return await receive(response, from, pace.count);
      if (status === 200) return await receive(response, 0, pace.count);
      await response.body?.cancel();
      // The part is already as long as the whole, or of another file: begin again.
      if (status === 416 || status === 206) {
        await startAgain();
        return { kind: 'cut-off' };
      }
      if (status === 429 || status >= 500) return { kind: 'cut-off' };
      return failed(fail('result-gone', { detail: `The link answers ${status}.` }));
    } catch (cause) {
      const error = toFileError(cause, 'result');
      if (error.code === 'disk-full' || error.code === 'folder-unwritable') {
        await startAgain();
        return failed({ ok: false, error });
      }
      return { kind: 'cut-off' };
    } finally {
      pace.stop();
    }
  };

  // Only what is whole is ever given this name: an earlier program may have ended between fetching it and keeping it,
  // and its link may be dead by now.
  const wholeBytes = await sizeOf(to);
  if (wholeBytes !== null) {
    request.onProgress(1);
    return ok({ sizeBytes: wholeBytes });
  }
  for (let tried = 0; tried < maxTries; tried += 1) {
    if (signal.aborted) return fail('cancelled');
    if (tried > 0) await deps.clock.sleep(1000 * 2 ** (tried - 1), signal);
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
  }
  return signal.aborted ? fail('cancelled') : fail('result-cut-off');
};
