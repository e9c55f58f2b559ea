import { expect, test } from 'vitest';
import { createUploadCache } from '#main/storage/upload-cache.ts';
import { tempFolder } from './temp-folder.ts';
import { openTestDatabase } from './test-database.ts';

const entry = { sha256: 'aa', origin: 'https://rest.example', url: 'https://cdn.example/a?sig=1' };

test('returns an upload for its host while its link is valid', () => {
  let now = new Date('2026-11-21T10:00:00Z');
  const cache = createUploadCache(openTestDatabase(tempFolder()), { now: () => now });
  cache.set({ ...entry, expiresAt: '2026-11-28T10:00:00+00:00' });
  expect(cache.get('aa', 'https://rest.example')).toEqual({
    url: entry.url,
    expiresAt: '2026-11-28T10:00:00.000Z',
  });
  expect(cache.get('aa', 'https://other.example')).toBeNull();
  expect(cache.get('bb', 'https://rest.example')).toBeNull();
  now = new Date('2026-11-28T10:00:00Z');
  expect(cache.get('aa', 'https://rest.example')).toBeNull();
});

test('replaces an upload by a second one of the same bytes, and removes expired ones', () => {
  const db = openTestDatabase(tempFolder());
  let now = new Date('2026-11-21T10:00:00Z');
  const cache = createUploadCache(db, { now: () => now });
  cache.set({ ...entry, expiresAt: '2026-11-22T10:00:00Z' });
  cache.set({ ...entry, url: 'https://cdn.example/b', expiresAt: '2026-11-22T11:00:00Z' });
  expect(cache.get('aa', entry.origin)?.url).toBe('https://cdn.example/b');
  now = new Date('2026-11-23T10:00:00Z');
  cache.set({ ...entry, sha256: 'cc', expiresAt: '2026-11-24T10:00:00Z' });
  expect(db.read((sql) => sql.all('SELECT sha256 FROM uploads'))).toEqual({
    ok: true,
    value: [{ sha256: 'cc' }],
  });
});

test('removes only the link that is no longer valid', () => {
  const cache = createUploadCache(openTestDatabase(tempFolder()), {
    now: () => new Date('2026-11-21T10:00:00Z'),
  });
  cache.set({ ...entry, expiresAt: '2026-11-24T10:00:00Z' });
  cache.set({ ...entry, sha256: 'bb', expiresAt: '2026-11-24T10:00:00Z' });
  cache.remove('aa', entry.origin);
  expect([cache.get('aa', entry.origin), cache.get('bb', entry.origin)?.url]).toEqual([null, entry.url]);
});

test('does not throw when an upload cannot be recorded', () => {
  const db = openTestDatabase(tempFolder());
  const cache = createUploadCache(db, { now: () => new Date('2026-11-21T10:00:00Z') });
  db.read((sql) => sql.all('PRAGMA max_page_count = 1'));
  cache.set({ ...entry, url: 'u'.repeat(1_000_000), expiresAt: '2026-11-24T10:00:00Z' });
  expect(cache.get('aa', entry.origin)).toBeNull();
});
