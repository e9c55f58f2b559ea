/** One life of the program: opened, given work, and killed at its moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Approval } from './messages.ts';
import type { Moment } from './moments.ts';
import type { Program } from './program.ts';
import { type House, isResting, openProgram, ungiven } from './soak-state.ts';
import { createSight } from './step-detector.ts';
import type { Batch } from './submissions.ts';
import { keepMinding, pauseForAWhile } from './user-actions.ts';

/** Jobs that are under way at once. */
const busy = 2;
/** How long a start is waited for to come to the step that is aimed at, in milliseconds. */
const patienceMs = 8000;
const lookEveryMs = 2;
const orderEveryMs = 30;
/** How long a program lives at most that nobody kills earlier, in milliseconds. */
const unkilledMs = 120_000;

const batchOf = ({ batches }: House, { prompt }: Approval): Batch | undefined =>
  batches.find(({ prompts }) => prompts.includes(prompt));

/** A batch is ordered whole, and so becomes allowed as a whole; now and then while all is paused, to look at it first. */
const orderBatch = async (house: House, program: Program, { prompts, stopAfter }: Batch) => {
  const approvals = house.orders.filter(({ prompt }) => prompts.includes(prompt));
  const last = house.orders.findIndex(({ prompt }) => prompt === prompts.at(-1));
  house.allowed = Math.max(house.allowed, last + 1);
  const submit = () => program.act({ kind: 'submit-batch', approvals, stopAfter });
  if (house.random() < 0.4) return submit();
  const answered = Promise.withResolvers<Awaited<ReturnType<typeof submit>>>();
  await pauseForAWhile({ house, program }, async () => answered.resolve(await submit()));
  return answered.promise;
};

const order = (house: House, program: Program, approval: Approval) => {
  const batch = batchOf(house, approval);
  return batch === undefined ? program.act({ kind: 'submit', approval }) : orderBatch(house, program, batch);
};

/** Gives orders one after the other, as long as the program lives. */
export const keepOrdering = async (house: House, program: Program): Promise<void> => {
  const next = () => {
    const moving = program.jobs().filter((job) => !isResting(job)).length;
    return moving < busy ? ungiven(house, program)[0] : undefined;
  };
  for (let isAlive = true; isAlive; ) {
    const approval = next();
    const answer = approval === undefined ? null : await order(house, program, approval);
    if (answer !== null && answer !== 'ended' && answer.code !== null) house.tally.untaken.push(answer.code);
    isAlive =
      answer !== 'ended' &&
      (await Promise.race([delay(orderEveryMs, true), program.ended.then(() => false)]));
  }
};

/** False: it did not come in time. Where everything rests, the next order may be given sooner than planned. */
const untilSeen = async (house: House, program: Program, hasBegun: () => boolean): Promise<boolean> => {
  const deadlineMs = Date.now() + patienceMs;
  while (Date.now() < deadlineMs && !program.hasEnded()) {
    if (hasBegun()) return true;
    const isIdle = program.jobs().every(isResting) && ungiven(house, program).length === 0;
    if (isIdle && house.allowed >= house.orders.length / 2) return false;
    if (isIdle) house.allowed += 1;
    await delay(lookEveryMs);
  }
  return false;
};

const untilMoment = async (house: House, program: Program, { kind }: Moment): Promise<void> => {
  const { dataFolder, sandboxes, bucket, tally } = house;
  const logs = [...Object.values(sandboxes.of), bucket].map(({ log }) => log);
  const hasBegun = createSight({ kind, dataFolder, logs, program });
  if (!(await untilSeen(house, program, hasBegun))) tally.late += 1;
};

/** False: it could not be opened for want of room, and the moment is still to come. */
export const liveAndDie = async (house: House, moment: Moment): Promise<boolean> => {
  const { tally } = house;
  const program = await openProgram(house);
  let doings: readonly Promise<void>[] = [];
  if (moment.kind !== 'begin') {
    const opened = await program.opened;
    if (typeof opened === 'object' && 'refused' in opened) {
      tally.refusals.push(opened.refused);
      await program.ended;
      return false;
    }
    const isPaused = opened !== 'ended' && opened.isPaused;
    doings = [keepOrdering(house, program), keepMinding({ house, program, isPaused })];
    await untilMoment(house, program, moment);
  }
  await delay(moment.delayMs);
  const { code, signal } = await program.kill();
  await Promise.all(doings);
  tally.kills += 1;
  // One that is killed while it opens may have ended before, with a word of its own.
  const isOurs = signal === 'SIGKILL' || (moment.kind === 'begin' && code === 0);
  if (!isOurs) tally.breaches.push(`the program ended by itself (${code ?? signal}): ${program.said()}`);
  return true;
};

/** A life that nobody ends before so many more orders have come to rest, or a while has passed. */
export const liveOn = async (house: House, orders: number): Promise<void> => {
  const program = await openProgram(house);
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened) {
    if (opened !== 'ended') house.tally.refusals.push(opened.refused);
    await program.ended;
    return;
  }
  house.allowed = Math.min(house.allowed + orders, house.orders.length);
  const doings = [keepOrdering(house, program), keepMinding({ house, program, isPaused: opened.isPaused })];
  const deadlineMs = Date.now() + unkilledMs;
  const isOver = () => ungiven(house, program).length === 0 && program.jobs().every(isResting);
  while (!isOver() && !program.hasEnded() && Date.now() < deadlineMs) await delay(orderEveryMs);
  await program.kill();
  await Promise.all(doings);
};
