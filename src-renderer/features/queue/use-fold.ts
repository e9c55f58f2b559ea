/** What is folded away until a person opens it, or a run in it is to be brought into sight. */
import { useState } from 'react';
import type { Job, JobId } from '#contract/model/job.ts';

/** A run to be brought into sight; asked for again, it is another object. null: none. */
export type Wanted = { readonly jobId: JobId } | null;

export const useFold = (
  inside: readonly Pick<Job, 'id'>[],
  wanted: Wanted,
): { readonly isOpen: boolean; readonly toggle: () => void } => {
  const [isOpened, setIsOpened] = useState(false);
  const [done, setDone] = useState<Wanted>(null);
  const isOpen = isOpened || (wanted !== done && inside.some(({ id }) => id === wanted?.jobId));
  return {
    isOpen,
    toggle: () => {
      setIsOpened(!isOpen);
      setDone(wanted);
    },
  };
};
