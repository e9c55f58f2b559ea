/** One cycle of the program: start, work, and kill at the planned moment. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Approval } from './messages.ts';
import type { Moment } from './moments.ts';
import type { Program } from './program.ts';
import { isJobSettled, openProgram, type Soak, unsubmitted } from './soak-state.ts';
import { createStepDetector } from './step-detector.ts';
import type { Batch } from './submissions.ts';
import { pauseTemporarily, performActions } from './user-actions.ts';

/** The number of unsettled jobs at which no order is added. */
const maxUnsettled = 2;
/** Timeout for the planned step, in milliseconds. */
const stepTimeoutMs = 8000;
const pollEveryMs = 2;
const orderEveryMs = 30;
/** Maximum duration of a start without a planned kill, in milliseconds. */
const unkilledTimeoutMs = 120_000;

const batchOf = ({ batches }: Soak, { prompt }: Approval): Batch | undefined =>
  batches.find(({ prompts }) => prompts.includes(prompt));

/** Submits a complete batch and allows all its orders; sometimes while the queue is paused. */
const submitBatch = async (soak: Soak, program: Program, { prompts, stopAfter }: Batch) => {
  const approvals = soak.orders.filter(({ prompt }) => prompts.includes(prompt));
  const last = soak.orders.findIndex(({ prompt }) => prompt === prompts.at(-1));
  soak.allowed = Math.max(soak.allowed, last + 1);
  const submit = () => program.act({ kind: 'submit-batch', approvals, stopAfter });
  if (soak.random() < 0.4) return submit();
  const answered = Promise.withResolvers<Awaited<ReturnType<typeof submit>>>();
  await pauseTemporarily({ soak, program }, async () => answered.resolve(await submit()));
  return answered.promise;
};

const submitOrder = (soak: Soak, program: Program, approval: Approval) => {
  const batch = batchOf(soak, approval);
  return batch === undefined ? program.act({ kind: 'submit', approval }) : submitBatch(soak, program, batch);
};

/** Submits one order after another until the program ends. */
export const submitOrders = async (soak: Soak, program: Program): Promise<void> => {
  const next = () => {
    const unsettled = program.jobs().filter((job) => !isJobSettled(job)).length;
    return unsettled < maxUnsettled ? unsubmitted(soak, program)[0] : undefined;
  };
  for (let isRunning = true; isRunning; ) {
    const approval = next();
    const answer = approval === undefined ? null : await submitOrder(soak, program, approval);
    if (answer !== null && answer !== 'ended' && answer.code !== null)
      soak.tally.refusedOrders.push(answer.code);
    isRunning =
      answer !== 'ended' &&
      (await Promise.race([delay(orderEveryMs, true), program.ended.then(() => false)]));
  }
};

/** false: timeout. If all jobs are settled, the next order is allowed earlier than planned. */
const untilStep = async (soak: Soak, program: Program, hasBegun: () => boolean): Promise<boolean> => {
  const deadlineMs = Date.now() + stepTimeoutMs;
  while (Date.now() < deadlineMs && !program.hasEnded()) {
    if (hasBegun()) return true;
    const isIdle = program.jobs().every(isJobSettled) && unsubmitted(soak, program).length === 0;
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
  if (!(await untilStep(soak, program, hasBegun))) tally.late += 1;
};

/** false: the program failed to open on a full disk, and the kill is still due. */
export const runUntilKill = async (soak: Soak, moment: Moment): Promise<boolean> => {
  const { tally } = soak;
  const program = await openProgram(soak);
  let actions: readonly Promise<void>[] = [];
  if (moment.kind !== 'begin') {
    const opened = await program.opened;
    if (typeof opened === 'object' && 'refused' in opened) {
      tally.refusedStarts.push(opened.refused);
      await program.ended;
      return false;
    }
    const isPaused = opened !== 'ended' && opened.isPaused;
    actions = [submitOrders(soak, program), performActions({ soak, program, isPaused })];
    await untilMoment(soak, program, moment);
  }
  await delay(moment.delayMs);
  const { code, signal } = await program.kill();
  await Promise.all(actions);
  tally.kills += 1;
  // A program killed while it opens may already have exited normally.
  const isExpected = signal === 'SIGKILL' || (moment.kind === 'begin' && code === 0);
  if (!isExpected)
    tally.breaches.push(`the program ended without a kill (${code ?? signal}): ${program.stderr()}`);
  return true;
};

/** Runs without a kill until this many more orders are settled, or until the timeout. */
export const runWithoutKill = async (soak: Soak, orders: number): Promise<void> => {
  const program = await openProgram(soak);
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened) {
    if (opened !== 'ended') soak.tally.refusedStarts.push(opened.refused);
    await program.ended;
    return;
  }
  soak.allowed = Math.min(soak.allowed + orders, soak.orders.length);
  const actions = [submitOrders(soak, program), performActions({ soak, program, isPaused: opened.isPaused })];
  const deadlineMs = Date.now() + unkilledTimeoutMs;
  const isOver = () => unsubmitted(soak, program).length === 0 && program.jobs().every(isJobSettled);
  while (!isOver() && !program.hasEnded() && Date.now() < deadlineMs) await delay(orderEveryMs);
  await program.kill();
  await Promise.all(actions);
};
