/** One export of an item: asked for, followed, given up. */
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
  /** `besideId`: another result in the reference's place; null: none. */
  readonly make: (choices: ExportChoices, besideId: ItemId | null) => Promise<void>;
  readonly cancel: () => void;
  /** What was made or failed was of other choices. */
  readonly forget: () => void;
};

export const useExport = (itemId: ItemId): Exporting => {
  const { client } = useApp();
  const [state, setState] = useState<ExportState>({ kind: 'idle' });
  const isAsked = useRef(false);

  useEffect(
    () =>
      client.on('exports.changed', (running) => {
        const mine = running.find((progress) => progress.itemId === itemId);
        setState((before) => {
          // An event may come after the answer, and the answer knows better.
          if (before.kind === 'made' || before.kind === 'failed') return before;
          if (mine !== undefined) return { kind: 'making', fraction: mine.fraction };
          // One that this page did not ask for, as after a reload, has nobody else to say that it ended.
          return isAsked.current ? before : { kind: 'idle' };
        });
      }),
    [client, itemId],
  );

  const cancel = useCallback(() => void client.call('library.cancelExport', { itemId }), [client, itemId]);

  // The clip could no longer be fetched from anywhere.
  useEffect(
    () => () => {
      if (isAsked.current) cancel();
    },
    [cancel],
  );

  return {
    state,
    cancel,
    make: async (choices, besideId) => {
      isAsked.current = true;
      setState({ kind: 'making', fraction: null });
      const made = await client.call('library.export', { itemId, besideId, choices });
      isAsked.current = false;
      if (made.ok) setState({ kind: 'made', made: made.value });
      else if (made.error.code === 'cancelled') setState({ kind: 'idle' });
      else setState({ kind: 'failed', error: made.error });
    },
    forget: () => setState((before) => (before.kind === 'making' ? before : { kind: 'idle' })),
  };
};
