/** Starts the prefit for what the page shows, after a pause in its changes. */
import type { SubmitInput } from '#contract/calls.ts';
import type { Client } from '../bridge/client.ts';
import { selectPlan, selectRequest, selectScanStatus } from './selectors.ts';
import type { AppState, AppStore, Mirror } from './store.ts';

/** ffmpeg is not started while the user still drags a handle. In milliseconds. */
export const restMs = 500;

type PrefitTarget = { readonly input: SubmitInput; readonly key: string };

/** `key`: identifies the files. Another prompt, or a model with the same limits, needs the same ones. */
const targetOf = (state: AppState): PrefitTarget | null => {
  const { mirror, draft } = state;
  const input = selectRequest(state);
  const plan = selectPlan(state);
  if (!mirror.isOnline || input === null || plan === null || plan.verdict === 'impossible') return null;
  // The best part is about to be selected, unless the shown part is held; files for another part would be discarded.
  const isLongerThanTaken = plan.reasons.some(({ code }) => code === 'video-too-long');
  if (isLongerThanTaken && !draft.isTrimHeld && selectScanStatus(state)?.kind === 'working') return null;
  const { imageId, videoId } = input;
  return { input, key: JSON.stringify([imageId, videoId, plan.image.steps, plan.video.steps, plan.window]) };
};

/** Returns the cleanup function. `write`: see mirror.ts. */
export const keepPrefit = (deps: {
  readonly client: Client;
  readonly store: AppStore;
  readonly write: (change: Pick<Mirror, 'prefit'>) => void;
}): (() => void) => {
  const { client, store, write } = deps;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // `shown`: key of the files that the page needs; `requested`: of those requested last, which the events are about.
  let shown: string | null = null;
  let requested: string | null = null;

  const request = (target: PrefitTarget | null) => {
    requested = target?.key ?? null;
    // The outcome arrives as an event, also where the files already exist; if the call fails, Generate makes the
    // files itself.
    void client.call('prefit.set', { request: target?.input ?? null });
  };
  const consider = (state: AppState) => {
    const target = targetOf(state);
    const key = target?.key ?? null;
    if (key === shown) return;
    shown = key;
    clearTimeout(timer);
    // The status is that of other files.
    if (state.mirror.prefit.kind !== 'idle') write({ prefit: { kind: 'idle' } });
    if (target !== null) timer = setTimeout(() => request(target), restMs);
    else if (requested !== null) request(null);
  };

  const stops = [
    store.subscribe((state, before) => {
      const { models, keys, scans, isOnline } = state.mirror;
      const was = before.mirror;
      const isSame =
        state.draft === before.draft &&
        models === was.models &&
        keys === was.keys &&
        scans === was.scans &&
        isOnline === was.isOnline;
      if (!isSame) consider(state);
    }),
    client.on('prefit.changed', (prefit) => {
      if (requested !== null && requested === shown) write({ prefit });
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
};
