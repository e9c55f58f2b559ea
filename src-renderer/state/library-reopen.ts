/** Takes a kept result up again: its files as they were sent, with its choices, in the Studio. */
import type { AppError } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { Client } from '../bridge/client.ts';
import { type AppStore, editDraft, type Slot } from './store.ts';

const heldBy = (slot: Slot) => {
  if (slot.kind === 'open') return slot.source;
  return slot.kind === 'reading' ? slot.before : null;
};

export const reopenItem = async (
  { store, client }: { readonly store: AppStore; readonly client: Client },
  { id, choices }: KeptItem,
): Promise<AppError | null> => {
  const opened = await client.call('library.reopen', { itemId: id });
  if (!opened.ok) return opened.error;
  const { image, video } = opened.value;
  const { draft } = store.getState();
  for (const before of [heldBy(draft.image), heldBy(draft.video)])
    if (before && before.id !== image.id && before.id !== video.id)
      void client.call('media.close', { sourceId: before.id });
  const { modelId, orientation, prompt, negativePrompt, keepSound, framing } = choices;
  editDraft(store, {
    image: { kind: 'open', source: image, problem: null },
    video: { kind: 'open', source: video, problem: null },
    ...{ modelId, orientation, prompt, negativePrompt, keepSound, framing },
    // The clip was kept as it was sent, which is the chosen part and no more.
    trim: null,
    isTrimHeld: false,
    links: { image: '', video: '' },
  });
  store.setState({ view: { screen: { kind: 'studio' } } });
  return null;
};
