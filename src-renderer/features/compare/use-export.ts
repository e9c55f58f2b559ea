/** Starts, tracks and cancels the export of an item. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { AppError } from '#contract/errors.ts';
import type { ExportChoices, MadeExport } from '#contract/model/export.ts';
import type { ItemId } from '#contract/model/item.ts';
import { useApp } from '#renderer/state/use-app.ts';

export type ExportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'making'; readonly fraction: number | null }
  | { readonly kind: 'made'; readonly made: MadeExport }
  | { readonly kind: 'failed'; readonly error: AppError };

export type Exporting = {
  readonly state: ExportState;
  /** `besideId`: another result in place of the reference; null: the reference. */
  readonly make: (choices: ExportChoices, besideId: ItemId | null) => Promise<void>;
  readonly cancel: () => void;
  /** Resets the outcome when the choices change. */
  readonly forget: () => void;
};

export const useExport = (itemId: ItemId): Exporting => {
  const { client } = useApp();
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const isRequested = useRef(false);

  useEffect(
    () =>
      client.on('exports.changed', (running) => {
        const mine = running.find((progress) => progress.itemId === itemId);
        setState((before) => {
          // A progress event may arrive after the result, which takes precedence.
          if (before.kind === 'made' || before.kind === 'failed') return before;
          if (mine !== undefined) return { kind: 'making', fraction: mine.fraction };
          // An export not started by this page (for example before a reload) has no other end signal.
          return isRequested.current ? before : { kind: 'idle' };
        });
      }),
    [client, itemId],
  );

  const cancel = useCallback(() => void client.call('library.cancelExport', { itemId }), [client, itemId]);

  // Once the screen is closed, the exported video could not be downloaded.
  useEffect(
    () => () => {
      if (isRequested.current) cancel();
    },
    [cancel],
  );

  return {
    state,
    cancel,
    make: async (choices, besideId) => {
      isRequested.current = true;
      setState({ kind: 'making', fraction: null });
      const made = await client.call('library.export', { itemId, besideId, choices });
      isRequested.current = false;
      if (made.ok) setState({ kind: 'made', made: made.value });
      else if (made.error.code === 'cancelled') setState({ kind: 'idle' });
      else setState({ kind: 'failed', error: made.error });
    },
    forget: () => setState((before) => (before.kind === 'making' ? before : { kind: 'idle' })),
  };
};
