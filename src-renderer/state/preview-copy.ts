/** A small copy of a video that this window cannot play, made on demand. */
import { useEffect, useState } from 'react';
import { assertNever } from '#contract/assert-never.ts';
import { type AppError, ok, type Result } from '#contract/errors.ts';
import { previewAddress } from '#contract/media-address.ts';
import type { ItemId } from '#contract/model/item.ts';
import type { SourceId } from '#contract/model/source.ts';
import type { Client } from '../bridge/client.ts';
import { useApp } from './use-app.ts';

export type PreviewCopy =
  /** The video itself plays. */
  | { readonly kind: 'not-needed' }
  | { readonly kind: 'making'; readonly fraction: number | null }
  | { readonly kind: 'ready'; readonly address: string }
  | { readonly kind: 'failed'; readonly error: AppError };

/** An open file, or a file of a library item. */
export type PreviewOf =
  | { readonly kind: 'source'; readonly sourceId: SourceId }
  | { readonly kind: 'item'; readonly itemId: ItemId; readonly file: 'result' | 'video' };

const openForPreview = async (client: Client, of: PreviewOf): Promise<Result<SourceId>> => {
  switch (of.kind) {
    case 'source':
      return ok(of.sourceId);
    case 'item': {
      const opened = await client.call('library.source', { itemId: of.itemId, file: of.file });
      return opened.ok ? ok(opened.value.id) : opened;
    }
    default:
      return assertNever(of);
  }
};

const makeCopy = (client: Client, of: PreviewOf, tell: (copy: PreviewCopy) => void): (() => void) => {
  let isCurrent = true;
  let sourceId: SourceId | null = null;
  const close = () => {
    // A file of an item is open for its copy only; closing it cancels the copy.
    if (of.kind === 'item' && sourceId !== null) void client.call('media.close', { sourceId });
  };
  const stopHearing = client.on('media.progress', (progress) => {
    if (progress.sourceId !== sourceId || progress.work !== 'preview') return;
    tell({ kind: 'making', fraction: progress.fraction });
  });
  const make = async (): Promise<void> => {
    const opened = await openForPreview(client, of);
    if (opened.ok) sourceId = opened.value;
    if (!isCurrent) return close();
    const made = opened.ok ? await client.call('media.preview', { sourceId: opened.value }) : opened;
    stopHearing();
    if (!isCurrent) return;
    if (!made.ok) return tell({ kind: 'failed', error: made.error });
    if (opened.ok) tell({ kind: 'ready', address: previewAddress(opened.value) });
  };
  void make();
  return () => {
    isCurrent = false;
    stopHearing();
    close();
  };
};

const making = { kind: 'making', fraction: null } as const;

export const usePreviewCopy = (of: PreviewOf, isNeeded: boolean): PreviewCopy => {
  const { client } = useApp();
  const [copy, setCopy] = useState<PreviewCopy>(making);
  const key = JSON.stringify(of);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key identifies `of`, a new object each time.
  useEffect(() => {
    if (!isNeeded) return;
    setCopy(making);
    return makeCopy(client, of, setCopy);
  }, [client, key, isNeeded]);
  return isNeeded ? copy : { kind: 'not-needed' };
};
