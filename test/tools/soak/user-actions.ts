/** User actions between kills, except orders: reorder, pause, resume, and marks. */
import { setTimeout as delay } from 'node:timers/promises';
import { applyMarks } from './mark-actions.ts';
import type { Act, Answer, SeenJob } from './messages.ts';
import type { Program } from './program.ts';
import type { Soak } from './soak-state.ts';

type ActionContext = { readonly soak: Soak; readonly program: Program };

const actionEveryMs = 60;
/** Time until starts before the pause are reported, in milliseconds. */
const reportDelayMs = 150;

/** false: the program has ended. */
const wait = (program: Program, ms: number): Promise<boolean> =>
  Promise.race([delay(ms, true), program.ended.then(() => false)]);

/** `mayRefuse`: error codes that are valid if the queue has moved meanwhile. */
const act = async (
  { soak, program }: ActionContext,
  requested: Act,
  mayRefuse: readonly string[] = [],
): Promise<Answer | 'ended'> => {
  const answer = await program.act(requested);
  if (answer === 'ended') return answer;
  const { itemActions, refusedActions } = soak.tally;
  if (answer.code === null) itemActions[requested.kind] = (itemActions[requested.kind] ?? 0) + 1;
  else if (!mayRefuse.includes(answer.code)) refusedActions.push(answer.code);
  return answer;
};

const queued = (program: Program): readonly SeenJob[] =>
  program.jobs().filter(({ state }) => state.kind === 'queued');

const reorder = async (context: ActionContext): Promise<void> => {
  const { soak, program } = context;
  const waiting = queued(program);
  const moved = waiting[Math.floor(soak.random() * waiting.length)];
  const others = waiting.filter((job) => job !== moved);
  if (moved === undefined || others.length === 0) return;
  const before = others[Math.floor(soak.random() * (others.length + 1))];
  const answer = await act(context, { kind: 'reorder', jobId: moved.id, beforeId: before?.id ?? null }, [
    'job-not-in-state',
  ]);
  if (answer === 'ended' || answer.code !== null) return;
  const placeOf = (prompt: string) => queued(program).find((job) => job.prompt === prompt)?.place;
  const place = placeOf(moved.prompt);
  const preceding = before === undefined ? others.map(({ prompt }) => placeOf(prompt)) : [];
  const following = before === undefined ? [] : [placeOf(before.prompt)];
  const isWrong =
    place !== undefined &&
    (preceding.some((other) => other !== undefined && other > place) ||
      following.some((other) => other !== undefined && other < place));
  if (isWrong) soak.tally.breaches.push(`"${moved.prompt}" has another position in the queue than requested`);
};

/** Checks that no queued job starts during a pause. */
const checkPause = async (context: ActionContext): Promise<void> => {
  const { soak, program } = context;
  if (!(await wait(program, reportDelayMs))) return;
  const held = new Set(queued(program).map(({ prompt }) => prompt));
  for (let times = 1 + Math.floor(soak.random() * 3); times > 0; times -= 1) await reorder(context);
  if (!(await wait(program, soak.random() * 300))) return;
  for (const { prompt, state } of program.jobs())
    if (held.has(prompt) && state.kind !== 'queued' && state.kind !== 'cancelled')
      soak.tally.breaches.push(`"${prompt}" started while the queue was paused, and is ${state.kind}`);
};

/** Retries until it succeeds, because a small disk may be full. */
export const resumeQueue = async (soak: Soak, program: Program): Promise<void> => {
  for (;;) {
    const answer = await act({ soak, program }, { kind: 'pause', isPaused: false });
    if (answer === 'ended' || answer.code === null || !(await wait(program, actionEveryMs))) return;
  }
};

/** Runs `meanwhile` while the queue is paused; immediately if it is already paused. */
export const pauseTemporarily = async (
  { soak, program }: ActionContext,
  meanwhile: () => Promise<unknown> = async () => undefined,
): Promise<void> => {
  const context = { soak, program };
  if (soak.isPauseHeld) {
    await meanwhile();
    return;
  }
  soak.isPauseHeld = true;
  const answer = await act(context, { kind: 'pause', isPaused: true });
  await meanwhile();
  if (answer !== 'ended' && answer.code === null) await checkPause(context);
  if (answer !== 'ended') await resumeQueue(soak, program);
  soak.isPauseHeld = false;
};

/** Performs actions until the program ends. `isPaused`: the queue was left paused by an earlier start. */
export const performActions = async (
  context: ActionContext & { readonly isPaused: boolean },
): Promise<void> => {
  const { soak, program, isPaused } = context;
  if (isPaused) {
    soak.isPauseHeld = true;
    await checkPause(context);
    await resumeQueue(soak, program);
    soak.isPauseHeld = false;
  }
  while (await wait(program, actionEveryMs * (0.5 + soak.random()))) {
    const choice = soak.random();
    // One reorder at a time, so that its result can be checked; a held pause performs its own reorders.
    if (choice < 0.35) {
      if (!soak.isPauseHeld) await reorder(context);
    } else if (choice < 0.4) await pauseTemporarily(context);
    else await applyMarks({ soak, program, act: (requested) => act(context, requested) });
  }
};
