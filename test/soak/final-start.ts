/** The last start: nobody kills it any more, nothing goes wrong any more, and a person looks after what needs one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './program.ts';
import { keepOrdering } from './restart-cycles.ts';
import { isJobSettled, openProgram, type Soak, ungiven } from './soak-state.ts';
import { goOn } from './user-actions.ts';

const restMs = 240_000;
const pollEveryMs = 50;

const untilSettled = async (soak: Soak, program: Program): Promise<void> => {
  const deadlineMs = Date.now() + restMs;
  const isOver = () => ungiven(soak, program).length === 0 && program.jobs().every(isJobSettled);
  while (!isOver() && !program.hasEnded() && Date.now() < deadlineMs) await delay(pollEveryMs);
};

/** What is paid for and could not be fetched. */
const fetchAgain = async (soak: Soak, program: Program): Promise<number> => {
  const paid = program.jobs().filter(({ actions }) => actions.includes('retry-download'));
  for (const { id, prompt, state } of paid) {
    const isOfTheDisk = state.kind === 'failed' && state.error.code === 'disk-full';
    if (isOfTheDisk)
      soak.tally.breaches.push(`"${prompt}" met the full disk and did not go on when there was room`);
    await program.act({ kind: 'retry', jobId: id });
  }
  await untilSettled(soak, program);
  return paid.length;
};

/** A new order for each that failed unpaid, which must come to something now. */
const orderAgain = async (soak: Soak, program: Program): Promise<void> => {
  const unpaid = program
    .jobs()
    .filter(({ state, actions }) => state.kind === 'failed' && actions.includes('retry'));
  const given = soak.allowed;
  soak.allowed += unpaid.length;
  await untilSettled(soak, program);
  const again = new Set(soak.orders.slice(given, soak.allowed).map(({ prompt }) => prompt));
  for (const { prompt, state } of program.jobs())
    if (again.has(prompt) && state.kind !== 'done')
      soak.tally.breaches.push(`"${prompt}" was ordered when all was well again, and is ${state.kind}`);
};

/** Answers how many results were fetched again. */
export const lookAfter = async (soak: Soak): Promise<number> => {
  const { breaches } = soak.tally;
  const program = await openProgram(soak);
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened) {
    breaches.push(`the last start could not be opened: ${JSON.stringify(opened)} ${program.said()}`);
    return 0;
  }
  await goOn(soak, program);
  const ordering = keepOrdering(soak, program);
  await untilSettled(soak, program);
  const fetched = await fetchAgain(soak, program);
  await orderAgain(soak, program);
  const { code, signal } = await program.close();
  await ordering;
  if (code !== 0) breaches.push(`the program did not close well (${code ?? signal}): ${program.said()}`);
  return fetched;
};
