/** Which result moves: the one that is pointed at, after a moment, and at most one. */
import { useEffect, useState } from 'react';
import type { ItemId } from '#contract/model/item.ts';

/** Long enough that a pointer on its way elsewhere starts nothing. */
const previewAfterMs = 150;

const wantsStillness = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches;

export const usePreview = (pointedId: ItemId | null): ItemId | null => {
  const [playingId, setPlayingId] = useState<ItemId | null>(null);
  useEffect(() => {
    setPlayingId(null);
    if (pointedId === null || wantsStillness()) return;
    const timer = setTimeout(() => setPlayingId(pointedId), previewAfterMs);
    return () => clearTimeout(timer);
  }, [pointedId]);
  return playingId;
};
