/** What the library has kept since a batch was sent: how the page knows of runs that were put away from the queue. */
import { useEffect, useState } from 'react';
import type { ModelId } from '#contract/model/choices.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import type { Client } from '../bridge/client.ts';
import { useApp, useMirror } from './use-app.ts';

/** As many as one call hands out. */
const pageSize = 500;

export type KeptSince = { readonly modelIds: readonly ModelId[]; readonly since: string };

/** Newest first. What cannot be read is left out, so that the matrix says less rather than something wrong. */
const readKeptSince = async (
  client: Client,
  { modelIds, since }: KeptSince,
): Promise<readonly KeptItem[]> => {
  const read: KeptItem[] = [];
  const query = { ...wholeLibrary, modelIds: [...modelIds] };
  for (;;) {
    const page = await client.call('library.list', { offset: read.length, limit: pageSize, query });
    if (!page.ok) return read;
    const { items } = page.value;
    const wanted = items.filter(({ createdAt }) => createdAt >= since);
    read.push(...wanted);
    if (wanted.length < items.length || items.length < pageSize) return read;
  }
};

const nothing: readonly KeptItem[] = [];

/** Read again with every change of the library; null: nothing is wanted. */
export const useKeptSince = (wanted: KeptSince | null): readonly KeptItem[] => {
  const { client } = useApp();
  const version = useMirror((mirror) => mirror.libraryVersion);
  const [kept, setKept] = useState(nothing);
  const key = wanted === null ? null : JSON.stringify(wanted);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is wanted, and a new version asks for a new reading.
  useEffect(() => {
    if (wanted === null) return setKept(nothing);
    let isCurrent = true;
    void readKeptSince(client, wanted).then((items) => {
      if (isCurrent) setKept(items);
    });
    return () => {
      isCurrent = false;
    };
  }, [client, key, version]);
  return kept;
};
