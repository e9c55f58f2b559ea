/** What a person does between kills, beside ordering: changes the order, pauses and goes on, and speaks of items. */
import { setTimeout as delay } from 'node:timers/promises';
import { applyMarks } from './mark-actions.ts';
import type { Act, Answer, SeenJob } from './messages.ts';
import type { Program } from './program.ts';
import type { Soak } from './soak-state.ts';

type Scene = { readonly soak: Soak; readonly program: Program };

const beatMs = 60;
/** What was begun before the pause is told as begun by then, in milliseconds. */
const settledMs = 150;

/** False: the program has ended. */
const pass = (program: Program, ms: number): Promise<boolean> =>
  Promise.race([delay(ms, true), program.ended.then(() => false)]);

/** `mayRefuse`: what a queue that moves on by itself refuses rightly. */
const act = async (
  { soak, program }: Scene,
  wanted: Act,
  mayRefuse: readonly string[] = [],
): Promise<Answer | 'ended'> => {
  const answer = await program.act(wanted);
  if (answer === 'ended') return answer;
  const { itemActions, undone } = soak.tally;
  if (answer.code === null) itemActions[wanted.kind] = (itemActions[wanted.kind] ?? 0) + 1;
  else if (!mayRefuse.includes(answer.code)) undone.push(answer.code);
  return answer;
};

const queued = (program: Program): readonly SeenJob[] =>
  program.jobs().filter(({ state }) => state.kind === 'queued');

const reorder = async (scene: Scene): Promise<void> => {
  const { soak, program } = scene;
  const waiting = queued(program);
  const moved = waiting[Math.floor(soak.random() * waiting.length)];
  const others = waiting.filter((job) => job !== moved);
  if (moved === undefined || others.length === 0) return;
  const before = others[Math.floor(soak.random() * (others.length + 1))];
  const answer = await act(scene, { kind: 'reorder', jobId: moved.id, beforeId: before?.id ?? null }, [
    'job-not-in-state',
  ]);
  if (answer === 'ended' || answer.code !== null) return;
  const placeOf = (prompt: string) => queued(program).find((job) => job.prompt === prompt)?.place;
  const place = placeOf(moved.prompt);
  const behind = before === undefined ? others.map(({ prompt }) => placeOf(prompt)) : [];
  const prefit = before === undefined ? [] : [placeOf(before.prompt)];
  const isWrong =
    place !== undefined &&
    (behind.some((other) => other !== undefined && other > place) ||
      prefit.some((other) => other !== undefined && other < place));
  if (isWrong) soak.tally.breaches.push(`"${moved.prompt}" was put elsewhere in the queue than asked`);
};

/** Nothing that waited when the pause had settled may be begun before its end. */
const holdStill = async (scene: Scene): Promise<void> => {
  const { soak, program } = scene;
  if (!(await pass(program, settledMs))) return;
  const still = new Set(queued(program).map(({ prompt }) => prompt));
  for (let times = 1 + Math.floor(soak.random() * 3); times > 0; times -= 1) await reorder(scene);
  if (!(await pass(program, soak.random() * 300))) return;
  for (const { prompt, state } of program.jobs())
    if (still.has(prompt) && state.kind !== 'queued' && state.kind !== 'cancelled')
      soak.tally.breaches.push(`"${prompt}" was begun while all was paused, and is ${state.kind}`);
};

/** Insists: a small disk may be full just now. */
export const goOn = async (soak: Soak, program: Program): Promise<void> => {
  for (;;) {
    const answer = await act({ soak, program }, { kind: 'pause', isPaused: false });
    if (answer === 'ended' || answer.code === null || !(await pass(program, beatMs))) return;
  }
};

/** `meanwhile`: what is done once all is paused, or at once where somebody has paused it already. */
export const pauseForAWhile = async (
  { soak, program }: Scene,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<void> => {
  const scene = { soak, program };
  if (soak.isHeldStill) {
    await meanwhile();
    return;
  }
  soak.isHeldStill = true;
  const answer = await act(scene, { kind: 'pause', isPaused: true });
  await meanwhile();
  if (answer !== 'ended' && answer.code === null) await holdStill(scene);
  if (answer !== 'ended') await goOn(soak, program);
  soak.isHeldStill = false;
};

/** As long as the program lives. `isPaused`: an earlier life has left it so. */
export const keepMinding = async (scene: Scene & { readonly isPaused: boolean }): Promise<void> => {
  const { soak, program, isPaused } = scene;
  if (isPaused) {
    soak.isHeldStill = true;
    await holdStill(scene);
    await goOn(soak, program);
    soak.isHeldStill = false;
  }
  while (await pass(program, beatMs * (0.5 + soak.random()))) {
    const whim = soak.random();
    // One move at a time, so that each can be judged by itself; whoever holds all still moves jobs meanwhile.
    if (whim < 0.35) {
      if (!soak.isHeldStill) await reorder(scene);
    } else if (whim < 0.4) await pauseForAWhile(scene);
    else await applyMarks({ soak, program, act: (wanted) => act(scene, wanted) });
  }
};
