/** One life of the program: opened, given work, and killed at its moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Approval } from './messages.ts';
import type { Moment } from './moments.ts';
import type { Program } from './program.ts';
import { isJobSettled, openProgram, type Soak, ungiven } from './soak-state.ts';
import { createStepDetector } from './step-detector.ts';
import type { Batch } from './submissions.ts';
import { keepMinding, pauseForAWhile } from './user-actions.ts';

/** Jobs that are under way at once. */
const busy = 2;
/** How long a start is waited for to come to the step that is aimed at, in milliseconds. */
const retryMs = 8000;
const pollEveryMs = 2;
const orderEveryMs = 30;
/** How long a program lives at most that nobody kills earlier, in milliseconds. */
const unkilledMs = 120_000;

const batchOf = ({ batches }: Soak, { prompt }: Approval): Batch | undefined =>
  batches.find(({ prompts }) => prompts.includes(prompt));

/** A batch is ordered whole, and so becomes allowed as a whole; now and then while all is paused, to look at it first. */
const orderBatch = async (soak: Soak, program: Program, { prompts, stopAfter }: Batch) => {
  const approvals = soak.orders.filter(({ prompt }) => prompts.includes(prompt));
  const last = soak.orders.findIndex(({ prompt }) => prompt === prompts.at(-1));
  soak.allowed = Math.max(soak.allowed, last + 1);
  const submit = () => program.act({ kind: 'submit-batch', approvals, stopAfter });
  if (soak.random() < 0.4) return submit();
  const answered = Promise.withResolvers<Awaited<ReturnType<typeof submit>>>();
  await pauseForAWhile({ soak, program }, async () => answered.resolve(await submit()));
  return answered.promise;
};

const order = (soak: Soak, program: Program, approval: Approval) => {
  const batch = batchOf(soak, approval);
  return batch === undefined ? program.act({ kind: 'submit', approval }) : orderBatch(soak, program, batch);
};

/** Gives orders one after the other, as long as the program lives. */
export const keepOrdering = async (soak: Soak, program: Program): Promise<void> => {
  const next = () => {
    const moving = program.jobs().filter((job) => !isJobSettled(job)).length;
    return moving < busy ? ungiven(soak, program)[0] : undefined;
  };
  for (let isAlive = true; isAlive; ) {
    const approval = next();
    const answer = approval === undefined ? null : await order(soak, program, approval);
    if (answer !== null && answer !== 'ended' && answer.code !== null) soak.tally.untaken.push(answer.code);
    isAlive =
      answer !== 'ended' &&
      (await Promise.race([delay(orderEveryMs, true), program.ended.then(() => false)]));
  }
};

/** False: it did not come in time. Where everything rests, the next order may be given sooner than planned. */
const untilSeen = async (soak: Soak, program: Program, hasBegun: () => boolean): Promise<boolean> => {
  const deadlineMs = Date.now() + retryMs;
  while (Date.now() < deadlineMs && !program.hasEnded()) {
    if (hasBegun()) return true;
    const isIdle = program.jobs().every(isJobSettled) && ungiven(soak, program).length === 0;
    if (isIdle && soak.allowed >= soak.orders.length / 2) return false;
    if (isIdle) soak.allowed += 1;
    await delay(pollEveryMs);
  }
  return false;
};

const untilMoment = async (soak: Soak, program: Program, { kind }: Moment): Promise<void> => {
  const { dataFolder, sandboxes, bucket, tally } = soak;
  const logs = [...Object.values(sandboxes.of), bucket].map(({ log }) => log);
  const hasBegun = createStepDetector({ kind, dataFolder, logs, program });
  if (!(await untilSeen(soak, program, hasBegun))) tally.late += 1;
};

/** False: it could not be opened for want of room, and the moment is still to come. */
export const liveAndDie = async (soak: Soak, moment: Moment): Promise<boolean> => {
  const { tally } = soak;
  const program = await openProgram(soak);
  let doings: readonly Promise<void>[] = [];
  if (moment.kind !== 'begin') {
    const opened = await program.opened;
    if (typeof opened === 'object' && 'refused' in opened) {
      tally.refusals.push(opened.refused);
      await program.ended;
      return false;
    }
    const isPaused = opened !== 'ended' && opened.isPaused;
    doings = [keepOrdering(soak, program), keepMinding({ soak, program, isPaused })];
    await untilMoment(soak, program, moment);
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
export const liveOn = async (soak: Soak, orders: number): Promise<void> => {
  const program = await openProgram(soak);
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened) {
    if (opened !== 'ended') soak.tally.refusals.push(opened.refused);
    await program.ended;
    return;
  }
  soak.allowed = Math.min(soak.allowed + orders, soak.orders.length);
  const doings = [keepOrdering(soak, program), keepMinding({ soak, program, isPaused: opened.isPaused })];
  const deadlineMs = Date.now() + unkilledMs;
  const isOver = () => ungiven(soak, program).length === 0 && program.jobs().every(isJobSettled);
  while (!isOver() && !program.hasEnded() && Date.now() < deadlineMs) await delay(orderEveryMs);
  await program.kill();
  await Promise.all(doings);
};
