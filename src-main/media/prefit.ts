/** Fits the files of the current draft in advance. One request at a time: a new one cancels the previous one. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { SubmitInput } from '#contract/calls.ts';
import type { Result } from '#contract/errors.ts';
import type { PrefitStatus } from '#contract/model/prefit.ts';
import type { FitRequest, FittedFiles, LocalFile } from '../artifacts.ts';
import type { Background } from '../background.ts';
import { removeLeftover } from '../storage/busy-retry.ts';

/** What must be resolved before a request can be worked on. */
export type PrefitWork = Pick<FitRequest, 'image' | 'video' | 'plan' | 'limits'>;

export type Prefit = {
  /** null: no draft. Repeating the same request continues its work, and reports its progress. */
  readonly want: (draft: SubmitInput | null) => void;
  /** A file as it would be sent, for a user who uploads it elsewhere; null: not made, or outdated. */
  readonly ready: (file: 'image' | 'video') => LocalFile | null;
  readonly close: () => Promise<void>;
};

/** Only these determine the files: another prompt, or a model with the same requirements, is the same request. */
const keyOf = ({ image, video, plan, limits }: PrefitWork): string =>
  JSON.stringify([
    ...[image.facts.sha256, video.facts.sha256],
    ...[plan.image.steps, plan.video.steps, plan.window, limits],
  ]);

/** Progress is reported in steps of this fraction. */
const progressStep = 0.02;

export const createPrefit = (deps: {
  readonly plan: (draft: SubmitInput) => Promise<Result<PrefitWork>>;
  /** Caches its output by content (see fit-cache.ts): the copy made here is kept until the next request. */
  readonly fit: (request: FitRequest) => Promise<Result<FittedFiles>>;
  /** Full path of a folder for temporary files. */
  readonly folder: string;
  readonly onChange: (prefit: PrefitStatus) => void;
  readonly background: Background;
}): Prefit => {
  const { plan, fit, folder, onChange, background } = deps;
  let current: {
    readonly key: string;
    readonly stop: AbortController;
    readonly status: PrefitStatus;
  } | null = null;
  let made: { readonly files: FittedFiles; readonly folder: string } | null = null;
  let latestTurn = 0;

  const stopCurrent = () => {
    current?.stop.abort();
    current = null;
    const old = made?.folder;
    made = null;
    if (old !== undefined) background.run('drop fitted files', () => removeLeftover(old));
  };

  const work = async (request: PrefitWork, stop: AbortController): Promise<void> => {
    const own = join(folder, randomUUID());
    let reportedFraction = 0;
    const tell = (prefit: PrefitStatus) => {
      if (stop.signal.aborted) return;
      if (current?.stop === stop) current = { ...current, status: prefit };
      onChange(prefit);
    };
    tell({ kind: 'working', fraction: null });
    let isKept = false;
    try {
      const fitted = await fit({
        ...request,
        folder: own,
        signal: stop.signal,
        onProgress: (fraction) => {
          if (fraction === null || fraction - reportedFraction < progressStep) return;
          reportedFraction = fraction;
          tell({ kind: 'working', fraction });
        },
      });
      if (!fitted.ok) {
        tell({ kind: 'failed', error: fitted.error });
        // The same request may be repeated.
        if (current?.stop === stop) current = null;
        return;
      }
      const { image, video } = fitted.value;
      if (current?.stop === stop) {
        made = { files: fitted.value, folder: own };
        isKept = true;
      }
      tell({ kind: 'ready', imageBytes: image.sizeBytes, videoBytes: video.sizeBytes });
    } finally {
      if (!isKept) await removeLeftover(own);
    }
  };

  const consider = async (draft: SubmitInput, turn: number): Promise<void> => {
    const planned = await plan(draft);
    // A newer request has arrived meanwhile.
    if (turn !== latestTurn) return;
    if (!planned.ok) {
      stopCurrent();
      return onChange({ kind: 'failed', error: planned.error });
    }
    const key = keyOf(planned.value);
    // A reloaded page has not received the status yet.
    if (current?.key === key) return onChange(current.status);
    stopCurrent();
    const stop = new AbortController();
    current = { key, stop, status: { kind: 'working', fraction: null } };
    await work(planned.value, stop);
  };

  return {
    want: (draft) => {
      latestTurn += 1;
      if (draft === null) {
        stopCurrent();
        return onChange({ kind: 'idle' });
      }
      const turn = latestTurn;
      background.run('fit ahead', () => consider(draft, turn));
    },
    ready: (file) => made?.files[file] ?? null,
    close: async () => {
      latestTurn += 1;
      stopCurrent();
      await background.idle();
    },
  };
};
