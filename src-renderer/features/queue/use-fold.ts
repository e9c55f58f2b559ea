/** Collapsed state of a section: it opens when the user opens it, or when a run in it must become visible. */
import { useState } from 'react';
import type { Job, JobId } from '#contract/model/job.ts';

/** A run to be made visible; a repeated request is a new object. null: none. */
export type RevealedJob = { readonly jobId: JobId } | null;

export const useFold = (
  inside: readonly Pick<Job, 'id'>[],
  revealed: RevealedJob,
): { readonly isOpen: boolean; readonly toggle: () => void } => {
  const [isOpened, setIsOpened] = useState(false);
  const [done, setDone] = useState<RevealedJob>(null);
  const isOpen = isOpened || (revealed !== done && inside.some(({ id }) => id === revealed?.jobId));
  return {
    isOpen,
    toggle: () => {
      setIsOpened(!isOpen);
      setDone(revealed);
    },
  };
};
