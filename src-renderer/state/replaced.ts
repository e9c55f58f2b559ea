/** The file that a new one takes the place of: kept open until the person puts it back or says it can go. */
import type { Source } from '#contract/model/source.ts';
import type { Draft, Replaced, Slot, SlotName } from './store.ts';

/** The file in a slot, also while the next one is being read. */
export const heldBy = (slot: Slot): Source | null => {
  if (slot.kind === 'open') return slot.source;
  return slot.kind === 'reading' ? slot.before : null;
};

/** What `next` takes the place of; null: nothing. */
export const replacedBy = (draft: Draft, name: SlotName, next: Source): Replaced | null => {
  const source = heldBy(draft[name]);
  if (source === null || source.id === next.id) return null;
  const { links, trim, isTrimHeld } = draft;
  const isVideo = name === 'video';
  return {
    source,
    link: links[name],
    trim: isVideo ? trim : null,
    isTrimHeld: isVideo && isTrimHeld,
  };
};
