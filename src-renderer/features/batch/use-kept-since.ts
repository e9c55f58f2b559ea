/** Items saved to the library since a batch was sent; identifies runs that were dismissed from the queue. */
import { ok } from '#contract/errors.ts';
import type { ModelId } from '#contract/model/choices.ts';
import type { KeptItem } from '#contract/model/item.ts';
import { wholeLibrary } from '#contract/model/library-query.ts';
import type { Client } from '../../bridge/client.ts';
import { useLibraryQuery } from '../../shared/use-library-query.ts';

/** Maximum page size of one call. */
const pageSize = 500;

type KeptSince = { readonly modelIds: readonly ModelId[]; readonly since: string };

/** Newest first. Returns an empty list if the library cannot be read. */
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
    const recent = items.filter(({ createdAt }) => createdAt >= since);
    read.push(...recent);
    if (recent.length < items.length || items.length < pageSize) return read;
  }
};

const nothing: readonly KeptItem[] = [];

/** null: no query is made. */
export const useKeptSince = (request: KeptSince | null): readonly KeptItem[] =>
  useLibraryQuery(request === null ? null : JSON.stringify(request), async (client) =>
    ok(request === null ? nothing : await readKeptSince(client, request)),
  ).value ?? nothing;
