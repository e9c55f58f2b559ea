/** What all starts of the program in one soak share, and what is counted along the way. */
import { join } from 'node:path';
import type { ErrorCode } from '#contract/errors.ts';
import { isAtRest } from '#contract/rules/at-rest.ts';
import type { Sandboxes } from '#test/sandbox/all.ts';
import type { BucketSandbox } from '#test/sandbox/bucket.ts';
import type { Approval, SeenJob } from './messages.ts';
import { type Gone, untilGone } from './orphans.ts';
import { type Program, startProgram } from './program.ts';

/** Minutes of waiting pass in seconds. */
export const speed = 12;
/** Children of a program that has ended have this long to end, in milliseconds. */
const orphanMs = 2000;

export type Tally = {
  starts: number;
  kills: number;
  /** Kills at a moment that did not come. */
  late: number;
  /** Starts that could not open the program, and orders that were not taken, by the reason. */
  readonly refusals: ErrorCode[];
  readonly untaken: ErrorCode[];
  readonly breaches: string[];
  readonly gone: Promise<Gone | null>[];
};

export type House = {
  readonly dataFolder: string;
  /** Under it each start has a folder of its own to work in. */
  readonly livesFolder: string;
  readonly epochMs: number;
  /** Aborted when the soak itself is to end: it clears up then, instead of leaving a program and its disks behind. */
  readonly signal: AbortSignal;
  readonly sandboxes: Sandboxes;
  readonly bucket: BucketSandbox;
  readonly orders: readonly Approval[];
  /** So many of the orders may be given by now. */
  allowed: number;
  readonly tally: Tally;
};

export const newTally = (): Tally => ({
  starts: 0,
  kills: 0,
  late: 0,
  refusals: [],
  untaken: [],
  breaches: [],
  gone: [],
});

export const isResting = (job: SeenJob): boolean => isAtRest(job.state);

/** Orders that may be given and are no jobs yet, those that got lost on the way among them. */
export const ungiven = (house: House, program: Program): readonly Approval[] => {
  const known = new Set(program.jobs().map(({ prompt }) => prompt));
  return house.orders.slice(0, house.allowed).filter(({ prompt }) => !known.has(prompt));
};

/** Now and then files go another way: each start may prefer the other host. */
export const openProgram = async (house: House): Promise<Program> => {
  const { tally, epochMs, sandboxes, bucket, dataFolder, signal } = house;
  signal.throwIfAborted();
  tally.starts += 1;
  const cwd = join(house.livesFolder, String(tally.starts));
  const program = await startProgram({
    beginning: { epochMs, speed, prefers: tally.starts % 3 === 0 ? 'bucket' : 'fal' },
    cwd,
    environment: { ...sandboxes.environment, ...bucket.environment, UNDERSTUDY_HOME: dataFolder },
  });
  const kill = () => void program.kill();
  signal.addEventListener('abort', kill);
  void program.ended.then(() => {
    signal.removeEventListener('abort', kill);
    tally.gone.push(untilGone(cwd, orphanMs));
  });
  return program;
};
