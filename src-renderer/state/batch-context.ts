/** Context through which components reach the batch. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import type { Batch } from './batch-actions.ts';
import type { BatchState } from './batch-store.ts';

export const BatchContext = createContext<Batch | null>(null);

export const useBatch = (): Batch => {
  const batch = useContext(BatchContext);
  if (batch === null) throw new Error('A component stands outside the batch.');
  return batch;
};

/** The selected part; components render again only when one of its own fields changes. */
export const useBatchState = <T>(selector: (state: BatchState) => T): T =>
  useStore(useBatch().store, useShallow(selector));
