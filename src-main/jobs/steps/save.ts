/** Downloads a finished result and keeps it in the library. Nothing here spends money, so every part may be repeated. */
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { TransferRecord } from '#contract/model/delivery.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { billedMicros } from '#contract/rules/cost.ts';
import { hostNameOf, resultTransferRecord } from '#contract/rules/delivery.ts';
import type { FittedFiles } from '../../artifacts.ts';
import { steadyPauseMs } from '../../net/retry.ts';
import type { ResultLocation } from '../../providers/spec.ts';
import { removeFile } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { JobEvent } from '../machine.ts';
import { askStatus, nextPollInMs } from './poll.ts';
import { afterRun, fitInputs, type StateOf, type StepContext } from './step-context.ts';

/** The link is refused or does not return a video: hosts publish some results a while after naming them. */
export const unreadableCodes: readonly AppError['code'][] = ['result-gone', 'result-broken'];
export const isUnreadable = ({ code }: AppError): boolean => unreadableCodes.includes(code);

/** Such a link is retried for this long after it was first known, in milliseconds. */
const retryMs = 5 * 60_000;
/** At any age: one refusal may be an error of the host. */
const minAttempts = 3;
const maxPauseMs = 60_000;

/** Pause before the next attempt; null: no further attempt in this step. */
export const nextFetchInMs = (link: {
  /** Since the provider reported it. */
  readonly ageMs: number;
  readonly hasExpired: boolean;
  /** Failures in a row, with this one. */
  readonly failures: number;
  /** Retry-After of the request for a fresh link. */
  readonly retryAfterSec: number | null;
}): number | null => {
  const { ageMs, hasExpired, failures } = link;
  if ((hasExpired || ageMs >= retryMs) && failures >= minAttempts) return null;
  return steadyPauseMs({ firstMs: 1000, maxMs: maxPauseMs, maxRetryAfterMs: retryMs }, link);
};

export const transferRecordOfResult = (result: ResultLocation, model: ModelSpec): TransferRecord =>
  result.kind === 'local'
    ? resultTransferRecord(model)
    : { ...resultTransferRecord(model), host: hostNameOf(result.url), until: result.expiresAt };

/** Location and cost of the result, as the provider last reported them. */
type Source = Pick<StateOf<'downloading'>, 'result' | 'billedMicros'>;

const fetchFrom = async ({ result }: Source, context: StepContext): Promise<Result<string>> => {
  const { provider, folder, signal, onLive } = context;
  const path = join(folder, 'result.mp4');
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    return { ok: false, error: toFileError(cause, 'work folder') };
  }
  const onProgress = (fraction: number | null) => onLive({ fraction });
  const fetched = await provider.download(result, path, { signal, onProgress });
  return fetched.ok ? ok(path) : fetched;
};

/** Links expire, and a link that does not work may have been wrong: the provider may return another. */
const freshSource = async (
  source: Source,
  state: StateOf<'downloading'>,
  context: StepContext,
): Promise<{ readonly source: Source; readonly retryAfterSec: number | null }> => {
  const status = await askStatus(state, context);
  if (status.kind !== 'done')
    return { source, retryAfterSec: status.kind === 'unreachable' ? status.retryAfterSec : null };
  const billed = billedMicros(status.billed, context.model.price) ?? source.billedMicros;
  return { source: { result: status.result, billedMicros: billed }, retryAfterSec: null };
};

/** Disk errors that pass: space is freed, permissions are fixed, a file is unlocked. A paid result waits for that. */
const diskErrors = ['disk-full', 'folder-unwritable', 'file-busy'] as const;
/** A lost connection returns. */
const retriedFetchErrors: readonly AppError['code'][] = ['result-cut-off', ...diskErrors];
/** A disconnected disk, or a library that is being moved: the result waits in the work folder. */
const retriedKeepErrors: readonly AppError['code'][] = ['library-away', 'library-busy', ...diskErrors];

const pathExists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** The work folder may have been emptied while the job waited; the same plan makes the same files again. */
const inputsOf = async (
  state: StateOf<'downloading'>,
  context: StepContext,
): Promise<Result<FittedFiles>> => {
  const { image, video } = state.fitted;
  return (await pathExists(image.path)) && (await pathExists(video.path))
    ? ok(state.fitted)
    : fitInputs(context);
};

const expiryMs = ({ result }: Source): number =>
  result.kind === 'link' && result.expiresAt !== null
    ? Date.parse(result.expiresAt)
    : Number.POSITIVE_INFINITY;

export const fetchAndKeep = async (
  state: StateOf<'downloading'>,
  context: StepContext,
): Promise<JobEvent> => {
  const { ports, record, model, signal } = context;
  const keepFailed = (error: AppError): JobEvent => ({ kind: 'keep-failed', error: afterRun(error, model) });
  // The link may have expired, and a result in the library need not be fetched.
  const before = await ports.findKept(record);
  if (before !== null) return { kind: 'kept', itemId: before.id };
  let source: Source = state;
  /** The limiter is free for other jobs while this one pauses. */
  const limited = async <T>(attempt: () => Promise<Result<T>>): Promise<Result<T>> =>
    (await context.fetchLimiter({ deadlineMs: expiryMs(source), signal }, attempt)) ?? fail('cancelled');
  /** Retries errors that pass without the user, because the result is paid for. */
  const retrying = async <T>(
    codes: readonly AppError['code'][],
    attempt: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    let result = await limited(attempt);
    for (let failures = 1; !result.ok && codes.includes(result.error.code); failures += 1) {
      context.onLive({ trouble: afterRun(result.error, model) });
      // Disk errors keep a short pause however long they last: retrying burdens no other system.
      const isConnection = result.error.code === 'result-cut-off';
      const retryPolicy = isConnection ? failures : Math.min(failures, 2);
      await context.pause(nextPollInMs({ paceMs: 5000, failures: retryPolicy, retryAfterSec: null }));
      if (signal.aborted) break;
      // The connection may work, and only the host of this link be down.
      if (isConnection && failures > 1) source = (await freshSource(source, state, context)).source;
      result = await limited(attempt);
    }
    return result;
  };
  const fetchOnce = async (): Promise<Result<ItemId>> => {
    const fetched = await retrying(retriedFetchErrors, () => fetchFrom(source, context));
    if (!fetched.ok) return fetched;
    const fitted = await retrying(diskErrors, () => inputsOf(state, context));
    if (!fitted.ok) return fitted;
    const kept = await retrying(retriedKeepErrors, () =>
      ports.keep({
        record,
        model,
        fitted: fitted.value,
        resultPath: fetched.value,
        billedMicros: source.billedMicros,
        transferRecords: [...record.transferRecords, transferRecordOfResult(source.result, model)],
        signal,
      }),
    );
    if (kept.ok) return ok(kept.value.id);
    // Otherwise the next attempt would find a complete file and skip the download.
    if (kept.error.code === 'result-broken') await removeFile(fetched.value);
    return kept;
  };

  const nowMs = () => ports.clock.now().getTime();
  // From here on the age grows by the pauses alone: clock changes and slow downloads do not affect it.
  let ageMs = Math.max(0, nowMs() - Date.parse(state.readyAt ?? record.stateSince));
  for (let failures = 1; ; failures += 1) {
    const fetched = await fetchOnce();
    if (fetched.ok) return { kind: 'kept', itemId: fetched.value };
    if (!isUnreadable(fetched.error) || signal.aborted) return keepFailed(fetched.error);
    context.onLive({ trouble: afterRun(fetched.error, model) });
    const fresh = await freshSource(source, state, context);
    // The first different link gets a new retry period; later ones do not, since some providers sign each answer anew.
    if (failures === 1 && !isDeepStrictEqual(fresh.source.result, source.result)) ageMs = 0;
    source = fresh.source;
    const pauseMs = nextFetchInMs({
      ageMs,
      hasExpired: expiryMs(source) <= nowMs(),
      failures,
      retryAfterSec: fresh.retryAfterSec,
    });
    if (pauseMs === null) return keepFailed(fetched.error);
    await context.pause(pauseMs);
    if (signal.aborted) return keepFailed(fail('cancelled').error);
    ageMs += pauseMs;
  }
};
