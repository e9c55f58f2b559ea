/** Remembers what lies in a person's bucket for which job, so that nothing stays there unknown, whatever ends the program. */
import { z } from 'zod';
import { ok, type Result } from '#contract/errors.ts';
import type { Clock } from '../ports.ts';
import type { Database } from '../storage/database.ts';

/** Where it lies is kept with it: the settings may name another bucket by the time it is deleted. */
export type HostedObject = {
  readonly jobId: string;
  /** Its name inside the bucket. */
  readonly object: string;
  readonly endpoint: string;
  readonly region: string;
  readonly bucket: string;
  /** Whose half of the key it was put there with; the secret half is never written here. */
  readonly accessKeyId: string;
};

export type HostedObjects = {
  /** To be called before the upload begins, and an upload that could not be written down must not begin. */
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

export const createHostedObjects = (db: Database, clock: Pick<Clock, 'now'>): HostedObjects => {
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
    // One that cannot be forgotten is deleted once more some day, which does no harm; the database has logged it.
    remove: (object) => {
      db.transaction((sql) => sql.run('DELETE FROM hosted_objects WHERE object = ?', object));
    },
    ofJob: (jobId) => select('job_id = ?', jobId),
    all: () => select('TRUE'),
  };
};
