/** Opens the files of a library item as they were sent, with its choices, in the Studio. */
import type { AppError } from '#contract/errors.ts';
import type { KeptItem } from '#contract/model/item.ts';
import type { Client } from '../bridge/client.ts';
import { replacedBy } from './replaced.ts';
import { type AppStore, editDraft } from './store.ts';

export const reopenItem = async (
  { store, client }: { readonly store: AppStore; readonly client: Client },
  { id, choices }: KeptItem,
): Promise<AppError | null> => {
  const opened = await client.call('library.reopen', { itemId: id });
  if (!opened.ok) return opened.error;
  const { image, video } = opened.value;
  const { draft } = store.getState();
  const replaced = { image: replacedBy(draft, 'image', image), video: replacedBy(draft, 'video', video) };
  for (const name of ['image', 'video'] as const) {
    const older = replaced[name] === null ? null : draft.replaced[name];
    if (older !== null) void client.call('media.close', { sourceId: older.source.id });
  }
  const { modelId, orientation, prompt, negativePrompt, keepAudio, framing } = choices;
  editDraft(store, {
    image: { kind: 'open', source: image, problem: null },
    video: { kind: 'open', source: video, problem: null },
    ...{ modelId, orientation, prompt, negativePrompt, keepAudio, framing },
    // The stored video is the part that was sent.
    trim: null,
    isTrimHeld: false,
    links: { image: '', video: '' },
    replaced: {
      image: replaced.image ?? draft.replaced.image,
      video: replaced.video ?? draft.replaced.video,
    },
  });
  store.setState({ view: { screen: { kind: 'studio' } } });
  return null;
};
