/**
 * Records which objects in the user's bucket belong to which job, so that none is forgotten when the program ends.
 */
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../storage/database.ts';

/** Its location is stored with it: the settings may name another bucket by the time it is deleted. */
export type HostedObject = {
  readonly jobId: string;
  /** Key of the object inside the bucket. */
  readonly object: string;
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** The access key id it was uploaded with; the secret is never stored here. */
  readonly accessKeyId: string;
};

export type HostedObjects = {
  /** Must be called before the upload begins; if the record fails, the upload must not begin. */
  readonly add: (object: HostedObject) => Result<Record<string, never>>;
  readonly remove: (object: string) => void;
  readonly ofJob: (jobId: string) => readonly HostedObject[];
  /** Oldest first. */
  readonly all: () => readonly HostedObject[];
};

const rowsSchema = z.array(
  z
    .object({
      job_id: z.string(),
      object: z.string(),
      endpoint: z.string(),
      region: z.string(),
      bucket: z.string(),
      access_key_id: z.string(),
    })
    .transform((row) => ({
      jobId: row.job_id,
      object: row.object,
      endpoint: row.endpoint,
      region: row.region,
      bucket: row.bucket,
      accessKeyId: row.access_key_id,
    })),
);

export const createHostedObjects = (
  db: Pick<Database, 'read' | 'transaction'>,
  clock: Pick<Clock, 'now'>,
): HostedObjects => {
  const select = (where: string, ...values: readonly string[]): readonly HostedObject[] => {
    const rows = db.read((sql) =>
      sql.all(`SELECT * FROM hosted_objects WHERE ${where} ORDER BY created_at, object`, ...values),
    );
    const parsed = rowsSchema.safeParse(rows.ok ? rows.value : []);
    return parsed.success ? parsed.data : [];
  };
  return {
    add: ({ object, jobId, endpoint, region, bucket, accessKeyId }) => {
      const written = db.transaction((sql) =>
        sql.run(
          `INSERT INTO hosted_objects (object, job_id, endpoint, region, bucket, access_key_id, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)`,
          object,
          jobId,
          endpoint,
          region,
          bucket,
          accessKeyId,
          clock.now().toISOString(),
        ),
      );
      return written.ok ? ok({}) : written;
    },
    // A record that cannot be removed leads to one more deletion later, which is harmless; the database has logged
    // the failure.
    remove: (object) => {
      db.transaction((sql) => sql.run('DELETE FROM hosted_objects WHERE object = ?', object));
    },
    ofJob: (jobId) => select('job_id = ?', jobId),
    all: () => select('TRUE'),
  };
};
