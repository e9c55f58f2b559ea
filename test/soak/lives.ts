/** One life of the program: opened, given work, and killed at its moment. */
import { setTimeout as delay } from 'node:timers/promises';
import { type House, isResting, openProgram, ungiven } from './house.ts';
import type { Moment } from './moments.ts';
import type { Program } from './program.ts';
import { createSight } from './sight.ts';

/** Jobs that are under way at once. */
const busy = 2;
/** How long a start is waited for to come to the step that is aimed at, in milliseconds. */
const patienceMs = 8000;
const lookEveryMs = 2;
const orderEveryMs = 30;

/** Gives orders one after the other, as long as the program lives. */
export const keepOrdering = async (house: House, program: Program): Promise<void> => {
  const next = () => {
    const moving = program.jobs().filter((job) => !isResting(job)).length;
    return moving < busy ? ungiven(house, program)[0] : undefined;
  };
  for (let isAlive = true; isAlive; ) {
    const approval = next();
    const answer = approval === undefined ? null : await program.submit(approval);
    if (answer !== null && answer !== 'ended') house.tally.untaken.push(answer);
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
  let ordering = Promise.resolve();
  if (moment.kind !== 'begin') {
    const opened = await program.opened;
    if (typeof opened === 'object') {
      tally.refusals.push(opened.refused);
      await program.ended;
      return false;
    }
    ordering = keepOrdering(house, program);
    await untilMoment(house, program, moment);
  }
  await delay(moment.delayMs);
  const { code, signal } = await program.kill();
  await ordering;
  tally.kills += 1;
  // One that is killed while it opens may have ended before, with a word of its own.
  const isOurs = signal === 'SIGKILL' || (moment.kind === 'begin' && code === 0);
  if (!isOurs) tally.breaches.push(`the program ended by itself (${code ?? signal}): ${program.said()}`);
  return true;
};
