/** The last start: nobody kills it any more, nothing goes wrong any more, and a person looks after what needs one. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Program } from './program.ts';
import { keepOrdering } from './restart-cycles.ts';
import { type House, isResting, openProgram, ungiven } from './soak-state.ts';
import { goOn } from './user-actions.ts';

const restMs = 240_000;
const lookEveryMs = 50;

const untilResting = async (house: House, program: Program): Promise<void> => {
  const deadlineMs = Date.now() + restMs;
  const isOver = () => ungiven(house, program).length === 0 && program.jobs().every(isResting);
  while (!isOver() && !program.hasEnded() && Date.now() < deadlineMs) await delay(lookEveryMs);
};

/** What is paid for and could not be fetched. */
const fetchAgain = async (house: House, program: Program): Promise<number> => {
  const paid = program.jobs().filter(({ actions }) => actions.includes('retry-download'));
  for (const { id, prompt, state } of paid) {
    const isOfTheDisk = state.kind === 'failed' && state.error.code === 'disk-full';
    if (isOfTheDisk)
      house.tally.breaches.push(`"${prompt}" met the full disk and did not go on when there was room`);
    await program.act({ kind: 'retry', jobId: id });
  }
  await untilResting(house, program);
  return paid.length;
};

/** A new order for each that failed unpaid, which must come to something now. */
const orderAgain = async (house: House, program: Program): Promise<void> => {
  const unpaid = program
    .jobs()
    .filter(({ state, actions }) => state.kind === 'failed' && actions.includes('retry'));
  const given = house.allowed;
  house.allowed += unpaid.length;
  await untilResting(house, program);
  const again = new Set(house.orders.slice(given, house.allowed).map(({ prompt }) => prompt));
  for (const { prompt, state } of program.jobs())
    if (again.has(prompt) && state.kind !== 'done')
      house.tally.breaches.push(`"${prompt}" was ordered when all was well again, and is ${state.kind}`);
};

/** Answers how many results were fetched again. */
export const lookAfter = async (house: House): Promise<number> => {
  const { breaches } = house.tally;
  const program = await openProgram(house);
  const opened = await program.opened;
  if (opened === 'ended' || 'refused' in opened) {
    breaches.push(`the last start could not be opened: ${JSON.stringify(opened)} ${program.said()}`);
    return 0;
  }
  await goOn(house, program);
  const ordering = keepOrdering(house, program);
  await untilResting(house, program);
  const fetched = await fetchAgain(house, program);
  await orderAgain(house, program);
  const { code, signal } = await program.close();
  await ordering;
  if (code !== 0) breaches.push(`the program did not close well (${code ?? signal}): ${program.said()}`);
  return fetched;
};
