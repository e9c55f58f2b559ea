/** Starts of the program on one data folder, each with its own clock, that a test can kill. They share one database connection. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { Job, JobState } from '#contract/model/job.ts';
import { jobIdSchema } from '#contract/model/job.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import type { Spending } from '#contract/model/spending.ts';
import { inputKeyOfRecord } from '#main/jobs/duplicate-key.ts';
import { createJobs, type Jobs, type JobsDeps } from '#main/jobs/jobs.ts';
import type { JobPorts } from '#main/jobs/ports.ts';
import type { Reconciled } from '#main/jobs/reconcile.ts';
import type { JobRecord, StoredState } from '#main/jobs/record.ts';
import { createSentRequests } from '#main/jobs/sent-changes.ts';
import { openSentLog, type SentLog } from '#main/jobs/sent-log.ts';
import { createJobStore, type JobStore, logChanges } from '#main/jobs/store.ts';
import { type Disk, realDisk } from '#main/storage/atomic.ts';
import type { Database } from '#main/storage/database.ts';
import { tempFolder } from '../storage/temp-folder.ts';
import { openTestDatabase } from '../storage/test-database.ts';
import { createTestLog, type TestLog } from '../storage/test-log.ts';
import type { DeliveryProvider } from './fake-provider.ts';
import { createdAt, fittedIn, itemOf, jobRecord, statesIn } from './samples.ts';
import { createTestClock, type TestClock } from './test-clock.ts';

export type Program = {
  readonly jobs: Jobs;
  readonly store: JobStore;
  readonly sentLog: SentLog;
  /** What a start of the program does before it resumes. */
  readonly reconcile: (more?: { readonly isRestored: boolean }) => Reconciled;
  readonly clock: TestClock;
  readonly log: TestLog;
  /** Every announced queue, oldest first. */
  readonly announced: readonly (readonly Job[])[];
  readonly reportedSpending: readonly Spending[];
  readonly job: (id: string) => Job;
  /** Kinds of state that were announced for a job, without consecutive duplicates. */
  readonly seen: (id: string) => readonly JobState['kind'][];
  readonly untilState: (id: string, kind: JobState['kind']) => Promise<Job>;
  /** Ends the program immediately, as a crash does: no cleanup and no writes. */
  readonly kill: () => void;
};

type Options = Partial<Omit<JobsDeps, 'store' | 'onChange' | 'onSpending' | 'workFolder' | 'clock'>> & {
  readonly providers: readonly DeliveryProvider[];
  readonly wrapStore?: (store: JobStore) => JobStore;
  /** The disk of sent.jsonl. */
  readonly logDisk?: Disk;
};

export type Harness = {
  readonly dataFolder: string;
  /** Closes the database while `replace` changes its files. */
  readonly replaceDatabase: (replace: () => void) => void;
  readonly workFolder: string;
  readonly open: (options: Options) => Program;
  /** The stored jobs, of all starts. */
  readonly observe: (log: TestLog) => JobStore;
  /** Stores a job as a program that was killed in this state would leave it, with its files. */
  readonly leave: (id: string, kind: StoredState['kind']) => void;
  /** Makes a stored job malformed. */
  readonly damage: (id: string) => void;
  /** Makes the record of a stored job invalid JSON. */
  readonly garble: (id: string) => void;
  /** Empties the ledger, as in versions without one. */
  readonly forgetSpending: () => void;
  /** Inserts an item of this job into the catalogue's table, as the library does. */
  readonly shelve: (record: JobRecord, more?: { readonly removedAt?: string }) => void;
  readonly workFolders: () => readonly string[];
};

const fit: JobPorts['fit'] = async ({ folder, onProgress }) => {
  mkdirSync(folder, { recursive: true });
  onProgress(0.5);
  const fitted = fittedIn(folder);
  for (const { path } of [fitted.image, fitted.video]) writeFileSync(path, 'fitted');
  return ok(fitted);
};

const keep: JobPorts['keep'] = async ({ record, resultPath }) => {
  if (!existsSync(resultPath)) throw new Error('There is nothing to keep.');
  return ok(itemOf(record));
};

/** The database as one start of the program has it: reads and writes fail once that is killed. */
const whileAlive = (db: () => Database, isAlive: () => boolean): Database => {
  const attempt = <T>(work: () => T): T => {
    if (!isAlive()) throw new Error('database is not open');
    return work();
  };
  return {
    ...db(),
    read: (work) => attempt(() => db().read(work)),
    transaction: (work) => attempt(() => db().transaction(work)),
  };
};

export const createHarness = (): Harness => {
  const dataFolder = tempFolder();
  const workFolder = join(dataFolder, 'work');
  let connection = openTestDatabase(dataFolder);

  const open = ({ providers, wrapStore, logDisk = realDisk, ...options }: Options): Program => {
    const log = createTestLog();
    const clock = createTestClock(createdAt);
    let isAlive = true;
    const sentLog = openSentLog({ dataFolder, log, disk: logDisk });
    if (!sentLog.ok) throw new Error('sent.jsonl cannot be read.');
    const database = createJobStore({
      db: whileAlive(
        () => connection,
        () => isAlive,
      ),
      log,
      clock,
    });
    const stored = logChanges(database, { sentLog: sentLog.value, clock });
    const store = wrapStore?.(stored) ?? stored;
    const announced: (readonly Job[])[] = [];
    const reportedSpending: Spending[] = [];
    const jobs = createJobs({
      clock,
      log,
      workFolder,
      providerOf: (modelId) => {
        for (const provider of providers)
          for (const model of provider.models) if (model.id === modelId) return { provider, model };
        return null;
      },
      canStart: () => ok({}),
      fit,
      deliver: async (request, call) => {
        const provider = providers.find(({ id }) => id === request.model.provider);
        return provider?.deliver?.(request, call) ?? fail('delivery-missing');
      },
      findKept: async () => null,
      forgetUploads: () => undefined,
      release: async () => undefined,
      sentRequests: createSentRequests(sentLog.value, clock),
      keep,
      settings: () => settingsSchema.parse({}),
      freeBytes: async () => 10_000_000_000,
      ...options,
      store,
      onChange: (queue) => announced.push(queue),
      onSpending: (spending) => reportedSpending.push(spending),
    });
    onTestFinished(async () => {
      if (!isAlive) return;
      let isClosed = false;
      const closed = jobs.close().then(() => {
        isClosed = true;
      });
      await clock.until(() => isClosed);
      await closed;
    });
    const find = (queue: readonly Job[], id: string) => queue.find((job) => job.id === id);
    const job = (id: string): Job => {
      const found = find(jobs.list(), id);
      if (found === undefined) throw new Error(`There is no job ${id}.`);
      return found;
    };
    return {
      jobs,
      store,
      sentLog: sentLog.value,
      reconcile: ({ isRestored } = { isRestored: false }) => {
        const request = { sentLog: sentLog.value, clock, isRestored, onOlder: () => undefined };
        const reconciled = stored.reconcile(request);
        if (!reconciled.ok) throw new Error(reconciled.error.code);
        return reconciled.value;
      },
      clock,
      log,
      announced,
      reportedSpending,
      job,
      seen: (id) => {
        const kinds = announced
          .map((queue) => find(queue, id)?.state.kind)
          .filter((kind) => kind !== undefined);
        return kinds.filter((kind, index) => kind !== kinds[index - 1]);
      },
      untilState: async (id, kind) => {
        await clock.until(() => find(jobs.list(), id)?.state.kind === kind);
        return job(id);
      },
      kill: () => {
        isAlive = false;
      },
    };
  };

  return {
    dataFolder,
    workFolder,
    open,
    observe: (log) => createJobStore({ db: connection, log, clock: createTestClock(createdAt) }),
    replaceDatabase: (replace) => {
      connection.close();
      replace();
      connection = openTestDatabase(dataFolder);
    },
    leave: (id, kind) => {
      const folder = join(workFolder, id);
      const inputs = join(folder, 'inputs');
      mkdirSync(inputs, { recursive: true });
      const state = statesIn(inputs)[kind];
      if ('fitted' in state)
        for (const { path } of [state.fitted.image, state.fitted.video]) writeFileSync(path, 'fitted');
      createJobStore({
        db: connection,
        log: createTestLog(),
        clock: createTestClock(createdAt),
      }).insert([jobRecord(id, { state })]);
    },
    damage: (id) => {
      connection.transaction((sql) =>
        sql.run(`UPDATE jobs SET record = json_set(record, '$.stateSince', 'not a time') WHERE id = ?`, id),
      );
    },
    garble: (id) => {
      connection.transaction((sql) => sql.run('UPDATE jobs SET record = substr(record, 2) WHERE id = ?', id));
    },
    forgetSpending: () => {
      connection.transaction((sql) => sql.run('DELETE FROM spending'));
    },
    shelve: (record, marks = {}) => {
      const item = itemOf(record);
      connection.transaction((sql) =>
        sql.run(
          'INSERT INTO items (id, created_at, folder, item, marks, input_key) VALUES (?, ?, ?, ?, ?, ?)',
          item.id,
          item.createdAt,
          'folder',
          JSON.stringify(item),
          JSON.stringify(marks),
          inputKeyOfRecord(record),
        ),
      );
    },
    workFolders: () => (existsSync(workFolder) ? readdirSync(workFolder) : []),
  };
};

/** The stored state, as the next start would find it. */
export const storedState = (program: Program, id: string): JobRecord['state'] => {
  const job = program.store.load(jobIdSchema.parse(id));
  if (!job.ok) throw new Error(`There is no stored job ${id}.`);
  return job.value.record.state;
};

/** A promise that never resolves: what a killed program waits for. */
export const never = <T>(): Promise<T> => new Promise(() => undefined);
