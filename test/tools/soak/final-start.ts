/** The final start: without kills and faults; retries jobs that need an action of the user. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './program.ts';
import { submitOrders } from './restart-cycles.ts';
import { isJobSettled, openProgram, type Soak, unsubmitted } from './soak-state.ts';
import { resumeQueue } from './user-actions.ts';

const settleTimeoutMs = 240_000;
const pollEveryMs = 50;

const untilSettled = async (soak: Soak, program: Program): Promise<void> => {
  const deadlineMs = Date.now() + settleTimeoutMs;
  const isOver = () => unsubmitted(soak, program).length === 0 && program.jobs().every(isJobSettled);
  while (!isOver() && !program.hasEnded() && Date.now() < deadlineMs) await delay(pollEveryMs);
};

/** Downloads charged results again. Returns their number. */
const retryDownloads = async (soak: Soak, program: Program): Promise<number> => {
  const paid = program.jobs().filter(({ actions }) => actions.includes('retry-download'));
  for (const { id, prompt, state } of paid) {
    const isDiskFull = state.kind === 'failed' && state.error.code === 'disk-full';
    if (isDiskFull)
      soak.tally.breaches.push(`"${prompt}" failed on the full disk and did not continue with free space`);
    await program.act({ kind: 'retry', jobId: id });
  }
  await untilSettled(soak, program);
  return paid.length;
};

/** Submits a new order for each job that failed without a charge; it must succeed now. */
const resubmitFailed = async (soak: Soak, program: Program): Promise<void> => {
  const unpaid = program
    .jobs()
    .filter(({ state, actions }) => state.kind === 'failed' && actions.includes('retry'));
  const firstNew = soak.allowed;
  soak.allowed += unpaid.length;
  await untilSettled(soak, program);
  const again = new Set(soak.orders.slice(firstNew, soak.allowed).map(({ prompt }) => prompt));
  for (const { prompt, state } of program.jobs())
    if (again.has(prompt) && state.kind !== 'done')
      soak.tally.breaches.push(`"${prompt}" was submitted without faults, and is ${state.kind}`);
};

/** Returns the number of results downloaded again. */
export const runFinalStart = async (soak: Soak): Promise<number> => {
  const { breaches } = soak.tally;
  const program = await openProgram(soak);
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened) {
    breaches.push(`the final start failed to open: ${JSON.stringify(opened)} ${program.stderr()}`);
    return 0;
  }
  await resumeQueue(soak, program);
  const submitting = submitOrders(soak, program);
  await untilSettled(soak, program);
  const downloaded = await retryDownloads(soak, program);
  await resubmitFailed(soak, program);
  const { code, signal } = await program.close();
  await submitting;
  if (code !== 0)
    breaches.push(`the program did not close normally (${code ?? signal}): ${program.stderr()}`);
  return downloaded;
};
