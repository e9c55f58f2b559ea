/** Holds the part of the video that is shown, from the moment it was touched or Generate was pressed. */
import { isScanPending } from './selectors.ts';
import type { AppStore } from './store.ts';

/** Only a scan that has not ended could change the part; the choice of a finished scan is final. */
export const holdTrim = (store: AppStore): void => {
  const state = store.getState();
  if (state.draft.isTrimHeld || !isScanPending(state)) return;
  // Not an edit: the run is unchanged, so a question about it remains valid.
  store.setState(({ draft }) => ({ draft: { ...draft, isTrimHeld: true } }));
};
