/** The shared state of all starts in one soak, and its counters. */
import { join } from 'node:path';
import type { ErrorCode } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { isSettled } from '#contract/model/job.ts';
import type { Sandboxes } from '#test/sandbox/all.ts';
import type { BucketSandbox } from '#test/sandbox/bucket.ts';
import type { Deleted, ExpectedMarks } from './expected-marks.ts';
import type { Approval, SeenJob } from './messages.ts';
import { type Exits, waitForExits } from './orphans.ts';
import { type Program, startProgram } from './program.ts';
import type { Batch } from './submissions.ts';

/** Acceleration of the clock, so that waits of minutes take seconds. */
export const speed = 12;
/** Grace period for children after the end of their program, in milliseconds. */
const orphanGraceMs = 2000;

export type Tally = {
  starts: number;
  kills: number;
  /** Kills of the second program. */
  companionKills: number;
  /** Kills after the timeout of the planned step. */
  late: number;
  /** Error codes of refused starts and orders. */
  readonly refusedStarts: ErrorCode[];
  readonly refusedOrders: ErrorCode[];
  /** Error codes of all other refused user actions. */
  readonly refusedActions: ErrorCode[];
  /** Counts of completed user actions, except orders. */
  readonly itemActions: Record<string, number>;
  readonly breaches: string[];
  readonly exits: Promise<Exits | null>[];
  /** By prompt: the first price shown, in millionths of a US dollar; null: unknown. */
  readonly agreed: Map<string, number | null>;
  /** Prompts of charged runs whose result was delayed by the full disk, and the number of reports. */
  readonly metFullDisk: Set<string>;
  fullDiskReports: number;
};

export type Soak = {
  readonly dataFolder: string;
  /** Contains the working folder of each start. */
  readonly cyclesFolder: string;
  readonly epochMs: number;
  /** Aborted to end the soak, which then removes its program and disks. */
  readonly signal: AbortSignal;
  readonly sandboxes: Sandboxes;
  readonly bucket: BucketSandbox;
  readonly orders: readonly Approval[];
  readonly batches: readonly Batch[];
  /** Random choices of the simulated user. */
  readonly random: () => number;
  readonly expectedMarks: Map<ItemId, ExpectedMarks>;
  readonly deleted: Map<ItemId, Deleted>;
  /** The number of orders that may be submitted. */
  allowed: number;
  /** How often the small disk has been full so far. */
  timesFull: () => number;
  /** The queue is paused to check that no job starts. */
  isPauseHeld: boolean;
  readonly tally: Tally;
};

export const newTally = (): Tally => ({
  starts: 0,
  kills: 0,
  companionKills: 0,
  late: 0,
  refusedStarts: [],
  refusedOrders: [],
  refusedActions: [],
  itemActions: {},
  breaches: [],
  exits: [],
  agreed: new Map(),
  metFullDisk: new Set(),
  fullDiskReports: 0,
});

export const isJobSettled = (job: SeenJob): boolean => isSettled(job.state);

/** Allowed orders without a job, including those that were lost. */
export const unsubmitted = (soak: Soak, program: Program): readonly Approval[] => {
  const known = new Set(program.jobs().map(({ prompt }) => prompt));
  return soak.orders.slice(0, soak.allowed).filter(({ prompt }) => !known.has(prompt));
};

const isDiskFull = ({ state }: SeenJob): boolean =>
  state.kind === 'downloading' && state.trouble?.code === 'disk-full';

/** Records prices and full-disk reports at each change of the jobs. */
const createRecorder = (soak: Soak): ((jobs: readonly SeenJob[]) => void) => {
  const { tally } = soak;
  let delayed = new Set<string>();
  const reported = new Set<string>();
  const recordReport = (prompt: string): void => {
    tally.metFullDisk.add(prompt);
    tally.fullDiskReports += 1;
    const occasion = `${prompt}, the ${soak.timesFull()}th time`;
    if (reported.has(occasion)) tally.breaches.push(`one full disk was reported twice: "${occasion}"`);
    reported.add(occasion);
  };
  return (jobs) => {
    for (const { prompt, estimate } of jobs)
      if (!tally.agreed.has(prompt)) tally.agreed.set(prompt, 'micros' in estimate ? estimate.micros : null);
    const current = new Set(jobs.filter(isDiskFull).map(({ prompt }) => prompt));
    for (const prompt of current) if (!delayed.has(prompt)) recordReport(prompt);
    delayed = current;
  };
};

/** Starts the program; the preferred host and the concurrency alternate between starts. */
export const openProgram = async (
  soak: Soak,
  { isCompanion }: { readonly isCompanion: boolean } = { isCompanion: false },
): Promise<Program> => {
  const { tally, epochMs, sandboxes, bucket, dataFolder, signal } = soak;
  signal.throwIfAborted();
  tally.starts += 1;
  const cwd = join(soak.cyclesFolder, String(tally.starts));
  const program = await startProgram({
    beginning: {
      epochMs,
      speed,
      prefers: tally.starts % 3 === 0 ? 'bucket' : 'fal',
      concurrency: tally.starts % 2 === 0 ? 1 : 2,
      isCompanion,
    },
    cwd,
    environment: { ...sandboxes.environment, ...bucket.environment, UNDERSTUDY_HOME: dataFolder },
    ...(isCompanion ? {} : { onJobs: createRecorder(soak) }),
  });
  const kill = () => void program.kill();
  signal.addEventListener('abort', kill);
  void program.ended.then(() => {
    signal.removeEventListener('abort', kill);
    tally.exits.push(waitForExits(cwd, orphanGraceMs));
  });
  return program;
};
