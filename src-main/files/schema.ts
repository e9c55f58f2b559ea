/** The tables of understudy.db. A change is a new entry at the end: the number of entries is the schema's version. */
export const migrations: readonly string[] = [
  `CREATE TABLE jobs (
     id TEXT PRIMARY KEY,
     created_at TEXT NOT NULL,
     state_kind TEXT NOT NULL,
     record TEXT NOT NULL,
     -- Token of the running program that works on it; null while it rests.
     owner TEXT
   ) STRICT;
   CREATE INDEX jobs_by_age ON jobs (created_at);
   CREATE TABLE items (
     id TEXT PRIMARY KEY,
     created_at TEXT NOT NULL,
     -- Relative to the library folder, with forward slashes.
     folder TEXT NOT NULL,
     item TEXT NOT NULL
   ) STRICT;
   CREATE INDEX items_by_age ON items (created_at, id);
   CREATE TABLE uploads (
     sha256 TEXT NOT NULL,
     origin TEXT NOT NULL,
     url TEXT NOT NULL,
     expires_at TEXT NOT NULL,
     PRIMARY KEY (sha256, origin)
   ) STRICT;`,
  `CREATE TABLE hosted_objects (
     -- Its name inside the bucket.
     object TEXT PRIMARY KEY,
     job_id TEXT NOT NULL,
     endpoint TEXT NOT NULL,
     region TEXT NOT NULL,
     bucket TEXT NOT NULL,
     access_key_id TEXT NOT NULL,
     created_at TEXT NOT NULL
   ) STRICT;
   CREATE INDEX hosted_objects_by_job ON hosted_objects (job_id);`,
];
