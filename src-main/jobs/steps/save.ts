/** Fetches a finished result and keeps it in the library. Nothing here spends money, so all of it may be repeated. */
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type AppError, fail, ok, type Result } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import type { TransferRecord } from '#contract/model/transfer-record.ts';
import { billedMicros } from '#contract/rules/cost.ts';
import { hostNameOf, resultTransferRecord } from '#contract/rules/delivery.ts';
import type { FittedFiles } from '../../artifacts.ts';
import type { ResultLocation } from '../../providers/spec.ts';
import { removeFile } from '../../storage/busy-retry.ts';
import { toFileError } from '../../storage/file-error.ts';
import type { JobEvent } from '../machine.ts';
import { askStatus, nextPollInMs } from './poll.ts';
import { afterRun, fitInputs, type StateOf, type StepContext } from './step-context.ts';

/** The link answers with a refusal, or with what is no video: hosts publish a result a while after it is named. */
export const unreadableCodes: readonly AppError['code'][] = ['result-gone', 'result-broken'];
export const isUnreadable = ({ code }: AppError): boolean => unreadableCodes.includes(code);

/** Such a link is asked again for so long from when it was first known, in milliseconds. */
const retryMs = 5 * 60_000;
/** However old it is: one refusal may be a slip of the host's. */
const minAttempts = 3;
const maxPauseMs = 60_000;

/** null: it is left for later. */
export const nextFetchInMs = (link: {
  /** Since the provider told of it. */
  readonly ageMs: number;
  readonly hasExpired: boolean;
  /** In a row, with this one. */
  readonly failures: number;
  /** What the provider asked for when it was asked for a fresh link. */
  readonly retryAfterSec: number | null;
}): number | null => {
  const { ageMs, hasExpired, failures, retryAfterSec } = link;
  if ((hasExpired || ageMs >= retryMs) && failures >= minAttempts) return null;
  const backoffMs = Math.min(maxPauseMs, 1000 * 2 ** Math.min(failures - 1, 10));
  return Math.max(backoffMs, Math.min(retryMs, (retryAfterSec ?? 0) * 1000));
};

export const transferRecordOfResult = (result: ResultLocation, model: ModelSpec): TransferRecord =>
  result.kind === 'local'
    ? resultTransferRecord(model)
    : { ...resultTransferRecord(model), host: hostNameOf(result.url), until: result.expiresAt };

/** Where the result is now, as the provider told last, and what it cost. */
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

/** Links expire, and one that leads nowhere may have been the wrong one: the provider may hand out another. */
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

/** A full disk gets room again, one that takes nothing is mended, a held file is let go: what is paid for waits for that. */
const ofTheDisk = ['disk-full', 'folder-unwritable', 'file-busy'] as const;
/** A line that is down comes back. */
const whileFetching: readonly AppError['code'][] = ['result-cut-off', ...ofTheDisk];
/** A disk that is not connected, or a library that was just moved: the result waits in the work folder. */
const whileKeeping: readonly AppError['code'][] = ['library-away', 'library-busy', ...ofTheDisk];

const isThere = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

/** Somebody may have emptied the work folder while the job waited; the same plan makes the same files again. */
const inputsOf = async (
  state: StateOf<'downloading'>,
  context: StepContext,
): Promise<Result<FittedFiles>> => {
  const { image, video } = state.fitted;
  return (await isThere(image.path)) && (await isThere(video.path)) ? ok(state.fitted) : fitInputs(context);
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
  // Its link may be dead by now, and what is in the library need not be fetched.
  const before = await ports.findKept(record);
  if (before !== null) return { kind: 'kept', itemId: before.id };
  let source: Source = state;
  /** While it waits for what comes back, it lets others go. */
  const inTurn = async <T>(attempt: () => Promise<Result<T>>): Promise<Result<T>> =>
    (await context.fetchLimiter({ deadlineMs: expiryMs(source), signal }, attempt)) ?? fail('cancelled');
  /** What is paid for is not given up for what comes back by itself. */
  const patiently = async <T>(
    codes: readonly AppError['code'][],
    attempt: () => Promise<Result<T>>,
  ): Promise<Result<T>> => {
    let attempts = await inTurn(attempt);
    for (let failures = 1; !attempts.ok && codes.includes(attempts.error.code); failures += 1) {
      context.onLive({ trouble: afterRun(attempts.error, model) });
      // A disk is looked at again soon, however long it was away: that asks nothing of anybody else.
      const isLine = attempts.error.code === 'result-cut-off';
      const retryPolicy = isLine ? failures : Math.min(failures, 2);
      await context.pause(nextPollInMs({ paceMs: 5000, failures: retryPolicy, retryAfterSec: null }));
      if (signal.aborted) break;
      // The line may be well, and only the host of this link not.
      if (isLine && failures > 1) source = (await freshSource(source, state, context)).source;
      attempts = await inTurn(attempt);
    }
    return attempts;
  };
  const fetchOnce = async (): Promise<Result<ItemId>> => {
    const fetched = await patiently(whileFetching, () => fetchFrom(source, context));
    if (!fetched.ok) return fetched;
    const fitted = await patiently(ofTheDisk, () => inputsOf(state, context));
    if (!fitted.ok) return fitted;
    const kept = await patiently(whileKeeping, () =>
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
    // Otherwise the next try would find a whole file and stop there.
    if (kept.error.code === 'result-broken') await removeFile(fetched.value);
    return kept;
  };

  const nowMs = () => ports.clock.now().getTime();
  // From here on by what is waited through: no clock that is set, and no slow download, shortens or lengthens it.
  let ageMs = Math.max(0, nowMs() - Date.parse(state.readyAt ?? record.stateSince));
  for (let failures = 1; ; failures += 1) {
    const fetched = await fetchOnce();
    if (fetched.ok) return { kind: 'kept', itemId: fetched.value };
    if (!isUnreadable(fetched.error) || signal.aborted) return keepFailed(fetched.error);
    context.onLive({ trouble: afterRun(fetched.error, model) });
    const fresh = await freshSource(source, state, context);
    // The first other link has its own time; a provider that signs each answer anew must not make it endless.
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
