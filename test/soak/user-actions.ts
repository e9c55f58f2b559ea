/** What a person does between kills, beside ordering: changes the order, pauses and goes on, and speaks of items. */
import { setTimeout as delay } from 'node:timers/promises';
import { speak } from './mark-actions.ts';
import type { Act, Answer, SeenJob } from './messages.ts';
import type { Program } from './program.ts';
import type { House } from './soak-state.ts';

type Scene = { readonly house: House; readonly program: Program };

const beatMs = 60;
/** What was begun before the pause is told as begun by then, in milliseconds. */
const settledMs = 150;

/** False: the program has ended. */
const pass = (program: Program, ms: number): Promise<boolean> =>
  Promise.race([delay(ms, true), program.ended.then(() => false)]);

/** `mayRefuse`: what a queue that moves on by itself refuses rightly. */
const act = async (
  { house, program }: Scene,
  wanted: Act,
  mayRefuse: readonly string[] = [],
): Promise<Answer | 'ended'> => {
  const answer = await program.act(wanted);
  if (answer === 'ended') return answer;
  const { deeds, undone } = house.tally;
  if (answer.code === null) deeds[wanted.kind] = (deeds[wanted.kind] ?? 0) + 1;
  else if (!mayRefuse.includes(answer.code)) undone.push(answer.code);
  return answer;
};

const queued = (program: Program): readonly SeenJob[] =>
  program.jobs().filter(({ state }) => state.kind === 'queued');

const reorder = async (scene: Scene): Promise<void> => {
  const { house, program } = scene;
  const waiting = queued(program);
  const moved = waiting[Math.floor(house.random() * waiting.length)];
  const others = waiting.filter((job) => job !== moved);
  if (moved === undefined || others.length === 0) return;
  const before = others[Math.floor(house.random() * (others.length + 1))];
  const answer = await act(scene, { kind: 'reorder', jobId: moved.id, beforeId: before?.id ?? null }, [
    'job-not-in-state',
  ]);
  if (answer === 'ended' || answer.code !== null) return;
  const placeOf = (prompt: string) => queued(program).find((job) => job.prompt === prompt)?.place;
  const place = placeOf(moved.prompt);
  const behind = before === undefined ? others.map(({ prompt }) => placeOf(prompt)) : [];
  const ahead = before === undefined ? [] : [placeOf(before.prompt)];
  const isWrong =
    place !== undefined &&
    (behind.some((other) => other !== undefined && other > place) ||
      ahead.some((other) => other !== undefined && other < place));
  if (isWrong) house.tally.breaches.push(`"${moved.prompt}" was put elsewhere in the queue than asked`);
};

/** Nothing that waited when the pause had settled may be begun before its end. */
const holdStill = async (scene: Scene): Promise<void> => {
  const { house, program } = scene;
  if (!(await pass(program, settledMs))) return;
  const still = new Set(queued(program).map(({ prompt }) => prompt));
  for (let times = 1 + Math.floor(house.random() * 3); times > 0; times -= 1) await reorder(scene);
  if (!(await pass(program, house.random() * 300))) return;
  for (const { prompt, state } of program.jobs())
    if (still.has(prompt) && state.kind !== 'queued' && state.kind !== 'cancelled')
      house.tally.breaches.push(`"${prompt}" was begun while all was paused, and is ${state.kind}`);
};

/** Insists: a small disk may be full just now. */
export const goOn = async (house: House, program: Program): Promise<void> => {
  for (;;) {
    const answer = await act({ house, program }, { kind: 'pause', isPaused: false });
    if (answer === 'ended' || answer.code === null || !(await pass(program, beatMs))) return;
  }
};

/** `meanwhile`: what is done once all is paused, or at once where somebody has paused it already. */
export const pauseForAWhile = async (
  { house, program }: Scene,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<void> => {
  const scene = { house, program };
  if (house.isHeldStill) {
    await meanwhile();
    return;
  }
  house.isHeldStill = true;
  const answer = await act(scene, { kind: 'pause', isPaused: true });
  await meanwhile();
  if (answer !== 'ended' && answer.code === null) await holdStill(scene);
  if (answer !== 'ended') await goOn(house, program);
  house.isHeldStill = false;
};

/** As long as the program lives. `isPaused`: an earlier life has left it so. */
export const keepMinding = async (scene: Scene & { readonly isPaused: boolean }): Promise<void> => {
  const { house, program, isPaused } = scene;
  if (isPaused) {
    house.isHeldStill = true;
    await holdStill(scene);
    await goOn(house, program);
    house.isHeldStill = false;
  }
  while (await pass(program, beatMs * (0.5 + house.random()))) {
    const whim = house.random();
    // One move at a time, so that each can be judged by itself; whoever holds all still moves jobs meanwhile.
    if (whim < 0.35) {
      if (!house.isHeldStill) await reorder(scene);
    } else if (whim < 0.4) await pauseForAWhile(scene);
    else await speak({ house, program, act: (wanted) => act(scene, wanted) });
  }
};
