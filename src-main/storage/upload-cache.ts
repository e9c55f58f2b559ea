/** Records where a file was uploaded, so the same bytes are not uploaded twice while the link is valid. */
import { z } from 'zod';
import type { Clock } from '../ports.ts';
import type { Database } from './database.ts';

export type UploadCache = {
  /** null: never uploaded there, or the link has expired. `origin`: the host it was uploaded to. */
  readonly get: (
    sha256: string,
    origin: string,
  ) => { readonly url: string; readonly expiresAt: string } | null;
  readonly set: (entry: {
    readonly sha256: string;
    readonly origin: string;
    readonly url: string;
    /** ISO time. */
    readonly expiresAt: string;
  }) => void;
  /** Removes a link that is no longer valid. */
  readonly remove: (sha256: string, origin: string) => void;
};

const rowSchema = z.object({ url: z.string(), expires_at: z.string() });

export const createUploadCache = (
  db: Pick<Database, 'read' | 'transaction'>,
  clock: Pick<Clock, 'now'>,
): UploadCache => {
  const nowText = () => clock.now().toISOString();
  return {
    get: (sha256, origin) => {
      const rows = db.read((sql) =>
        sql.all(
          'SELECT url, expires_at FROM uploads WHERE sha256 = ? AND origin = ? AND expires_at > ?',
          sha256,
          origin,
          nowText(),
        ),
      );
      const row = rowSchema.safeParse(rows.ok ? rows.value[0] : undefined);
      return row.success ? { url: row.data.url, expiresAt: row.data.expires_at } : null;
    },
    // If the record fails, the file is uploaded again later, which is harmless; the database has logged the failure.
    set: ({ sha256, origin, url, expiresAt }) => {
      db.transaction((sql) => {
        sql.run('DELETE FROM uploads WHERE expires_at <= ?', nowText());
        sql.run(
          'INSERT OR REPLACE INTO uploads (sha256, origin, url, expires_at) VALUES (?, ?, ?, ?)',
          sha256,
          origin,
          url,
          new Date(expiresAt).toISOString(),
        );
      });
    },
    remove: (sha256, origin) => {
      db.transaction((sql) => sql.run('DELETE FROM uploads WHERE sha256 = ? AND origin = ?', sha256, origin));
    },
  };
};
