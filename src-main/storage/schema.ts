/** The tables of understudy.db. A change is a new entry at the end; the number of entries is the version of the schema. */
export const migrations: readonly string[] = [
  `CREATE TABLE jobs (
     id TEXT PRIMARY KEY,
     created_at TEXT NOT NULL,
     state_kind TEXT NOT NULL,
     record TEXT NOT NULL,
     -- Token of the process that worked on it, of versions that ran several on one data folder.
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
  `-- Queued jobs run in ascending order.
   ALTER TABLE jobs ADD COLUMN place REAL NOT NULL DEFAULT 0;
   -- Hash of both inputs and all choices; null: free of charge, or of an earlier version.
   ALTER TABLE jobs ADD COLUMN input_key TEXT;
   UPDATE jobs SET place = rowid;
   CREATE INDEX jobs_by_input ON jobs (input_key);
   CREATE TABLE batches (
     id TEXT PRIMARY KEY,
     created_at TEXT NOT NULL,
     -- After this many failed runs the rest is cancelled; null: never.
     stop_after INTEGER
   ) STRICT;
   -- One entry for each paid run that may have been sent; outlives its job.
   CREATE TABLE spending (
     job_id TEXT PRIMARY KEY,
     at TEXT NOT NULL,
     model_id TEXT NOT NULL,
     -- In millionths of a US dollar; null: unknown.
     estimate_micros INTEGER,
     billed_micros INTEGER,
     -- no, yes or unknown.
     charged TEXT NOT NULL
   ) STRICT;
   CREATE INDEX spending_by_time ON spending (at);
   INSERT OR IGNORE INTO spending (job_id, at, model_id, estimate_micros, billed_micros, charged)
     SELECT item ->> '$.jobId', created_at, item ->> '$.choices.modelId',
       item ->> '$.estimate.micros', item ->> '$.billedMicros', 'yes'
     FROM items WHERE json_valid(item) AND item ->> '$.isDemo' = 0
       AND item ->> '$.jobId' IS NOT NULL AND item ->> '$.choices.modelId' IS NOT NULL;
   -- The user's marks of an item, as JSON.
   ALTER TABLE items ADD COLUMN marks TEXT NOT NULL DEFAULT '{}';
   ALTER TABLE items ADD COLUMN input_key TEXT;
   CREATE INDEX items_by_input ON items (input_key);`,
  `-- Columns by which items are found and sorted, derived from items and their marks; rebuilt if missing.
   CREATE TABLE item_traits (
     number INTEGER PRIMARY KEY,
     id TEXT NOT NULL UNIQUE,
     created_at TEXT NOT NULL,
     is_removed INTEGER NOT NULL,
     is_favourite INTEGER NOT NULL,
     rating INTEGER NOT NULL,
     model_id TEXT NOT NULL,
     model_name TEXT NOT NULL,
     orientation TEXT NOT NULL,
     name_key TEXT NOT NULL,
     cost_micros INTEGER,
     length_sec REAL NOT NULL,
     image_name TEXT NOT NULL,
     video_name TEXT NOT NULL,
     image_sha256 TEXT,
     video_sha256 TEXT
   ) STRICT;
   CREATE INDEX item_traits_by_age ON item_traits (is_removed, created_at, id);
   CREATE TABLE item_tags (
     number INTEGER NOT NULL,
     key TEXT NOT NULL,
     tag TEXT NOT NULL,
     PRIMARY KEY (number, key)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX item_tags_by_key ON item_tags (key);
   -- The words of each item by its number; the text itself is not stored again.
   CREATE VIRTUAL TABLE item_words USING fts5(
     words, content='', contentless_delete=1,
     tokenize="unicode61 remove_diacritics 2 categories 'L* M* N* Co So'"
   );
   CREATE TRIGGER items_deleted AFTER DELETE ON items BEGIN
     DELETE FROM item_traits WHERE id = old.id;
   END;
   CREATE TRIGGER item_traits_deleted AFTER DELETE ON item_traits BEGIN
     DELETE FROM item_words WHERE rowid = old.number;
     DELETE FROM item_tags WHERE number = old.number;
   END;
   -- Tasks on the library that a later start must complete.
   CREATE TABLE library_unfinished (work TEXT PRIMARY KEY) STRICT;`,
  `-- The order in which a batch was submitted, as JSON; null: submitted by an earlier version.
   ALTER TABLE batches ADD COLUMN batch_order TEXT;`,
  `-- One process owns the data folder, so jobs have no owner.
   ALTER TABLE jobs DROP COLUMN owner;`,
];
