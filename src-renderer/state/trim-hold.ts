/** Keeps the part of the clip that is shown, from the moment it was touched or Generate was pressed. */
import { isScanPending } from './selectors.ts';
import type { AppStore } from './store.ts';

/** What a finished scan has chosen does not move any more; only one that has not ended could move it. */
export const holdTrim = (store: AppStore): void => {
  const state = store.getState();
  if (state.draft.isTrimHeld || !isScanPending(state)) return;
  // Not an edit: the run stays as it is, so a question about it stands.
  store.setState(({ draft }) => ({ draft: { ...draft, isTrimHeld: true } }));
};
