/** What the library has kept since a batch was sent: how the page knows of runs that were put away from the queue. */
import { ok } from '#contract/errors.ts';
import type { ModelId } from '#contract/model/choices.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import type { Client } from '../../bridge/client.ts';
import { useLibraryQuery } from '../../shared/use-library-query.ts';

/** As many as one call hands out. */
const pageSize = 500;

type KeptSince = { readonly modelIds: readonly ModelId[]; readonly since: string };

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

/** null: nothing is wanted. */
export const useKeptSince = (wanted: KeptSince | null): readonly KeptItem[] =>
  useLibraryQuery(wanted === null ? null : JSON.stringify(wanted), async (client) =>
    ok(wanted === null ? nothing : await readKeptSince(client, wanted)),
  ).value ?? nothing;
