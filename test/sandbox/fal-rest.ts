/** A stand-in for fal's storage: grants upload addresses at the CDN, and tokens that verify a key. */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { notFound, type Stored } from './cdn.ts';
import { type Faults, takeOne } from './faults.ts';
import { type Handler, isJson, type ReceivedRequest, type Reply } from './server.ts';

const initiateSchema = z.strictObject({ content_type: z.string(), file_name: z.string() });
/** Optional; must be valid where present. */
const lifecycleSchema = z.strictObject({ expiration_duration_seconds: z.int().positive() });

const isSensible = (header: string): boolean => {
  try {
    return lifecycleSchema.safeParse(JSON.parse(header)).success;
  } catch {
    return false;
  }
};

export const createRest = (deps: {
  readonly faults: Faults;
  /** Receives an entry for each requested upload. */
  readonly files: Map<string, Stored>;
  readonly cdnOrigin: string;
  /** null: the key is valid. */
  readonly refuseKey: (received: ReceivedRequest) => Reply | null;
}): Handler => {
  const { faults, files, cdnOrigin } = deps;

  const token: Reply = {
    status: 200,
    json: {
      token: 'upload-only',
      token_type: 'Bearer',
      base_url: cdnOrigin,
      expires_at: '2030-01-01T00:00:00Z',
    },
  };

  const initiate = (received: ReceivedRequest): Reply => {
    const input = initiateSchema.safeParse(received.json);
    const lifecycle = received.headers['x-fal-object-lifecycle'];
    if (!input.success || (lifecycle !== undefined && !isSensible(String(lifecycle))))
      return { status: 422, json: { detail: 'Invalid input' } };
    if (takeOne(faults, 'uploadRateLimits'))
      return { status: 429, headers: { 'retry-after': '7' }, json: { detail: 'Too many requests' } };
    if (takeOne(faults, 'uploadErrors')) return { status: 500, json: { detail: 'Internal error' } };
    const name = `${randomUUID()}-${input.data.file_name}`;
    files.set(name, { contentType: input.data.content_type, bytes: null });
    return {
      status: 200,
      json: {
        upload_url: `${cdnOrigin}/files/${name}?signature=s3cret`,
        file_url: `${cdnOrigin}/files/${name}`,
      },
    };
  };

  return (received) => {
    const { pathname, searchParams } = received.url;
    if (!['/storage/auth/token', '/storage/upload/initiate'].includes(pathname)) return notFound;
    if (received.method !== 'POST') return { status: 405, json: { detail: 'Method Not Allowed' } };
    const refused = deps.refuseKey(received);
    if (refused) return refused;
    if (searchParams.get('storage_type') !== 'fal-cdn-v3')
      return { status: 400, json: { detail: 'storage_type' } };
    if (!isJson(received)) return { status: 415, json: { detail: 'Unsupported Media Type' } };
    return pathname === '/storage/auth/token' ? token : initiate(received);
  };
};
