/** The current batch: its models, all possible runs, and the runs that would be sent. */
import { useDeferredValue, useMemo } from 'react';
import type { ModelSpec } from '#contract/model/model-spec.ts';
import { type BatchTotal, batchTotal } from '#contract/rules/batch.ts';
import { useBatchState } from '../../state/batch-context.ts';
import {
  type BatchBlocker,
  batchBlocker,
  batchRuns,
  chosenModels,
  isIncluded,
  videosWithBetterSelection,
} from '../../state/batch-selectors.ts';
import type { BatchRun } from '../../state/batch-store.ts';
import { useMirror } from '../../state/use-app.ts';

export const useBatchModels = (): readonly ModelSpec[] => {
  const models = useMirror((mirror) => mirror.models);
  const keys = useMirror((mirror) => mirror.keys);
  const modelIds = useBatchState(({ draft }) => draft.modelIds);
  return useMemo(() => chosenModels({ models, keys }, { modelIds }), [models, keys, modelIds]);
};

export type BatchNow = {
  readonly runs: readonly BatchRun[];
  readonly included: readonly BatchRun[];
  readonly total: BatchTotal;
  readonly blocker: BatchBlocker | null;
  /** Number of videos with a better part than the one chosen before their scan ended. */
  readonly betterParts: number;
};

export const useBatchRuns = (models: readonly ModelSpec[]): BatchNow => {
  const typed = useBatchState(({ draft }) => ({
    files: draft.files,
    scans: draft.scans,
    heldParts: draft.heldParts,
    orientation: draft.orientation,
    prompt: draft.prompt,
    negativePrompt: draft.negativePrompt,
    keepAudio: draft.keepAudio,
  }));
  // Deferred, because hundreds of cells may render after each typed character; sending reads the current state.
  const matter = useDeferredValue(typed);
  const off = useBatchState(({ draft }) => draft.off);
  const stopAfter = useBatchState(({ draft }) => draft.stopAfter);
  const mirror = useMirror(({ keys, deliverySetup, isOnline }) => ({ keys, deliverySetup, isOnline }));
  const runs = useMemo(() => batchRuns(matter, models), [matter, models]);
  const included = useMemo(() => runs.filter((run) => isIncluded(run, off)), [runs, off]);
  const total = useMemo(() => batchTotal(included), [included]);
  const blocker = useMemo(
    () => batchBlocker({ mirror, draft: { files: matter.files, stopAfter }, models, included }),
    [mirror, matter.files, stopAfter, models, included],
  );
  const betterParts = useMemo(() => videosWithBetterSelection(matter, models), [matter, models]);
  return { runs, included, total, blocker, betterParts };
};
