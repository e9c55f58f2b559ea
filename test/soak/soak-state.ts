/** What all starts of the program in one soak share, and what is counted along the way. */
import { join } from 'node:path';
import type { ErrorCode } from '#contract/errors.ts';
import type { ItemId } from '#contract/model/item.ts';
import { isSettled } from '#contract/rules/settled.ts';
import type { Sandboxes } from '#test/sandbox/all.ts';
import type { BucketSandbox } from '#test/sandbox/bucket.ts';
import type { Deleted, Messages } from './expected-marks.ts';
import type { Approval, SeenJob } from './messages.ts';
import { type Gone, untilGone } from './orphans.ts';
import { type Program, startProgram } from './program.ts';
import type { Batch } from './submissions.ts';

/** Minutes of waiting pass in seconds. */
export const speed = 12;
/** Children of a program that has ended have this long to end, in milliseconds. */
const orphanMs = 2000;

export type Tally = {
  starts: number;
  kills: number;
  /** Kills of the second program of two. */
  companionKills: number;
  /** Kills at a moment that did not come. */
  late: number;
  /** Starts that could not open the program, and orders that were not taken, by the reason. */
  readonly refusals: ErrorCode[];
  readonly untaken: ErrorCode[];
  /** Anything else that a person wanted and the program refused. */
  readonly undone: ErrorCode[];
  /** How often what was done, beside orders. */
  readonly itemActions: Record<string, number>;
  readonly breaches: string[];
  readonly gone: Promise<Gone | null>[];
  /** By prompt: the price that was first told, in millionths of a US dollar; null: nobody knows it. */
  readonly agreed: Map<string, number | null>;
  /** Prompts of paid runs whose result met the full disk; and how often anybody was told of that. */
  readonly metFullDisk: Set<string>;
  toldOfFullDisk: number;
};

export type Soak = {
  readonly dataFolder: string;
  /** Under it each start has a folder of its own to work in. */
  readonly cyclesFolder: string;
  readonly epochMs: number;
  /** Aborted when the soak itself is to end: it clears up then, instead of leaving a program and its disks behind. */
  readonly signal: AbortSignal;
  readonly sandboxes: Sandboxes;
  readonly bucket: BucketSandbox;
  readonly orders: readonly Approval[];
  readonly batches: readonly Batch[];
  /** The person's own whims. */
  readonly random: () => number;
  readonly words: Map<ItemId, Messages>;
  readonly deleted: Map<ItemId, Deleted>;
  /** So many of the orders may be given by now. */
  allowed: number;
  /** How often the small disk has been full so far. */
  timesFull: () => number;
  /** A person has paused all and watches whether anything begins. */
  isHeldStill: boolean;
  readonly tally: Tally;
};

export const newTally = (): Tally => ({
  starts: 0,
  kills: 0,
  companionKills: 0,
  late: 0,
  refusals: [],
  untaken: [],
  undone: [],
  itemActions: {},
  breaches: [],
  gone: [],
  agreed: new Map(),
  metFullDisk: new Set(),
  toldOfFullDisk: 0,
});

export const isJobSettled = (job: SeenJob): boolean => isSettled(job.state);

/** Orders that may be given and are no jobs yet, those that got lost on the way among them. */
export const ungiven = (soak: Soak, program: Program): readonly Approval[] => {
  const known = new Set(program.jobs().map(({ prompt }) => prompt));
  return soak.orders.slice(0, soak.allowed).filter(({ prompt }) => !known.has(prompt));
};

const meetsFullDisk = ({ state }: SeenJob): boolean =>
  state.kind === 'downloading' && state.trouble?.code === 'disk-full';

/** Takes down what is seen of jobs, each time that they are told. */
const createWitness = (soak: Soak): ((jobs: readonly SeenJob[]) => void) => {
  const { tally } = soak;
  let inTrouble = new Set<string>();
  const toldOf = new Set<string>();
  const tellOf = (prompt: string): void => {
    tally.metFullDisk.add(prompt);
    tally.toldOfFullDisk += 1;
    const occasion = `${prompt}, the ${soak.timesFull()}th time`;
    if (toldOf.has(occasion)) tally.breaches.push(`told twice of one full disk: "${occasion}"`);
    toldOf.add(occasion);
  };
  return (jobs) => {
    for (const { prompt, estimate } of jobs)
      if (!tally.agreed.has(prompt)) tally.agreed.set(prompt, 'micros' in estimate ? estimate.micros : null);
    const meeting = new Set(jobs.filter(meetsFullDisk).map(({ prompt }) => prompt));
    for (const prompt of meeting) if (!inTrouble.has(prompt)) tellOf(prompt);
    inTrouble = meeting;
  };
};

/** Now and then files go another way: each start may prefer the other host, and let one run of each provider go on at a time. */
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
    ...(isCompanion ? {} : { onJobs: createWitness(soak) }),
  });
  const kill = () => void program.kill();
  signal.addEventListener('abort', kill);
  void program.ended.then(() => {
    signal.removeEventListener('abort', kill);
    tally.gone.push(untilGone(cwd, orphanMs));
  });
  return program;
};
