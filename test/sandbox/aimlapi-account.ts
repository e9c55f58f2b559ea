/**
 * A stand-in for AIMLAPI's endpoints besides the runs: usage logs, balance, and the catalogue, which needs no key.
 */
import { z } from 'zod';
import { invalidQuery } from './aimlapi-errors.ts';
import type { ReceivedRequest, Reply } from './server.ts';

/** One row of the usage log. */
export type LogRow = {
  readonly model: string;
  readonly inferenceId: string;
  readonly clientRequestId: string | null;
  /** ISO time. */
  readonly createdAt: string;
};

/** Fictitious, and different for each mode, so that a mix-up is detected. */
const catalogue = [
  {
    id: 'klingai/video-v2-6-motion-control',
    aliases: ['klingai/video-v2-6-pro-motion-control'],
    name: 'Kling 2.6 Motion Control',
    prices: { std: 0.091, pro: 0.1456 },
  },
  {
    id: 'klingai/video-v3-motion-control',
    aliases: null,
    name: 'Kling 3.0 Motion Control',
    prices: { std: 0.1638, pro: 0.2184 },
  },
];

const entryOf = (
  { id, aliases, name, prices }: (typeof catalogue)[number],
  include: string | undefined,
): unknown => ({
  id,
  aliases,
  type: 'video',
  info: { name, developer: 'Kling AI' },
  tags: ['playground:video'],
  ...(include === 'pricing'
    ? {
        pricing: {
          kind: 'variants',
          dimensions: ['mode'],
          variants: Object.entries(prices).map(([mode, price]) => ({
            when: { mode },
            price,
            unit: 'second',
            per: 1,
          })),
        },
      }
    : {}),
});

const modelsQuery = z.strictObject({ id: z.string().optional(), include: z.string().optional() });

export const listModels = (url: URL): Reply => {
  const parsed = modelsQuery.safeParse(Object.fromEntries(url.searchParams));
  if (!parsed.success) return invalidQuery('unknown parameter');
  const { id, include } = parsed.data;
  const searchedId = id?.toLowerCase();
  const found = catalogue.filter(
    (entry) => searchedId === undefined || [entry.id, ...(entry.aliases ?? [])].includes(searchedId),
  );
  return { status: 200, json: { object: 'list', data: found.map((entry) => entryOf(entry, include)) } };
};

/** Either a period or both ends of a window; there is no filter for the caller's own ids. */
const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(50),
  offset: z.coerce.number().int().min(0).default(0),
};
const longestWindowMs = 92 * 86_400_000;
const logsQuery = z.union([
  z
    .strictObject({ period: z.string().regex(/^([1-9]|[1-8]\d|9[0-2])d$|^[1-9]\d*h$/), ...paging })
    .transform(({ period, ...rest }) => {
      const hours = Number.parseInt(period, 10) * (period.endsWith('d') ? 24 : 1);
      return { ...rest, startMs: Date.now() - hours * 3_600_000, endMs: Date.now() };
    }),
  z
    .strictObject({
      start: z.iso.datetime({ offset: true }),
      end: z.iso.datetime({ offset: true }),
      ...paging,
    })
    .transform(({ start, end, ...rest }) => ({ ...rest, startMs: Date.parse(start), endMs: Date.parse(end) }))
    .refine(({ startMs, endMs }) => endMs >= startMs && endMs - startMs <= longestWindowMs),
]);

const listRows = (query: unknown, rows: readonly LogRow[]): Reply => {
  const parsed = logsQuery.safeParse(query);
  if (!parsed.success) return invalidQuery('Provide either period or both start and end');
  const { limit, offset, startMs, endMs } = parsed.data;
  const inWindow = rows.filter(({ createdAt }) => {
    const createdMs = Date.parse(createdAt);
    return createdMs >= startMs && createdMs <= endMs;
  });
  const newestFirst = inWindow.toReversed();
  const data = newestFirst.slice(offset, offset + limit).map((row) => ({
    created: row.createdAt,
    // The documentation leaves open whether a running request is listed; here it is.
    status: 'succeeded',
    origin: 'api',
    model: row.model,
    cost: { usd: 0, credits: 0 },
    tokens: { input: 0, output: 0, total: 0 },
    request_id: null,
    inference_id: row.inferenceId,
    client_request_id: row.clientRequestId,
  }));
  const total = inWindow.length;
  return {
    status: 200,
    json: { data, pagination: { limit, offset, total, has_more: offset + limit < total } },
  };
};

/** null: not a page of the account. */
export const answerAccount = (
  { method, url }: Pick<ReceivedRequest, 'method' | 'url'>,
  rows: readonly LogRow[],
): Reply | null => {
  const query = Object.fromEntries(url.searchParams);
  if (method !== 'GET') return null;
  if (url.pathname === '/v2/logs') return listRows(query, rows);
  return url.pathname === '/v2/billing'
    ? { status: 200, json: { current_balance: 12.34, currency: 'USD' } }
    : null;
};
