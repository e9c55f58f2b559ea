/** The file that a new one has replaced: kept open until the user puts it back or closes it. */
import type { Source } from '#contract/model/source.ts';
import type { Draft, Replaced, Slot, SlotName } from './store.ts';

/** The file in a slot, also while the next one is being read. */
export const heldBy = (slot: Slot): Source | null => {
  if (slot.kind === 'open') return slot.source;
  return slot.kind === 'reading' ? slot.before : null;
};

/** The file that `next` replaces; null: none. */
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
