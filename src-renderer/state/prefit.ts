/** Has the files made for what the page shows, once its choices rest. */
import type { SubmitInput } from '#contract/calls.ts';
import type { Client } from '../bridge/client.ts';
import { selectPlan, selectRequest, selectScanStatus } from './selectors.ts';
import type { AppState, AppStore, Mirror } from './store.ts';

/** A person who still moves a handle is not waited on by ffmpeg. In milliseconds. */
export const restMs = 500;

type Wish = { readonly wanted: SubmitInput; readonly key: string };

/** `key`: what decides about the files. Another prompt, or a model with the same needs, wants the same ones. */
const wishOf = (state: AppState): Wish | null => {
  const { mirror, draft } = state;
  const wanted = selectRequest(state);
  const plan = selectPlan(state);
  if (!mirror.isOnline || wanted === null || plan === null || plan.verdict === 'impossible') return null;
  // The best part is about to be chosen, unless the one that is shown is kept, and files for any other would be thrown away.
  const isLongerThanTaken = plan.reasons.some(({ code }) => code === 'video-too-long');
  if (isLongerThanTaken && !draft.isTrimHeld && selectScanStatus(state)?.kind === 'working') return null;
  const { imageId, videoId } = wanted;
  return { wanted, key: JSON.stringify([imageId, videoId, plan.image.steps, plan.video.steps, plan.window]) };
};

/** Returns the function that ends it. `write`: see mirror.ts. */
export const keepPrefit = (deps: {
  readonly client: Client;
  readonly store: AppStore;
  readonly write: (change: Pick<Mirror, 'prefit'>) => void;
}): (() => void) => {
  const { client, store, write } = deps;
  let timer: ReturnType<typeof setTimeout> | undefined;
  // The files for what the page shows, and those that the program was asked for last: its events are about the latter.
  let shown: string | null = null;
  let requested: string | null = null;

  const request = (wish: Wish | null) => {
    requested = wish?.key ?? null;
    // Its outcome comes as an event, also where the same files are made already; a call that fails leaves Generate to make
    // the files itself.
    void client.call('fit.ahead', { wanted: wish?.wanted ?? null });
  };
  const consider = (state: AppState) => {
    const wish = wishOf(state);
    const key = wish?.key ?? null;
    if (key === shown) return;
    shown = key;
    clearTimeout(timer);
    // The status is that of other files.
    if (state.mirror.prefit.kind !== 'idle') write({ prefit: { kind: 'idle' } });
    if (wish !== null) timer = setTimeout(() => request(wish), restMs);
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
    client.on('fit.changed', (prefit) => {
      if (requested !== null && requested === shown) write({ prefit });
    }),
  ];
  return () => {
    clearTimeout(timer);
    for (const stop of stops) stop();
  };
};
