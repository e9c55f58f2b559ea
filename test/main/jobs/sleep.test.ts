/** The machine sleeps, its clock is set, and a hundred jobs wait: nobody stops asking, and nobody asks in a storm. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import type { StatusOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness } from './harness.ts';
import { jobRecord } from './samples.ts';

const hourMs = 3_600_000;
const pending: StatusOutcome = { kind: 'pending', fraction: null, queuePosition: null, etaSec: null };
const many = () => settingsSchema.parse({ queue: { concurrency: { fal: 100 } } });

/** Programs of which each job's looks are noted. `answer` may be changed on the way. */
const openWaiting = async (
  count: number,
  script: { readonly answer?: StatusOutcome; readonly keptSec?: number } = {},
) => {
  const looks: string[] = [];
  let started = 0;
  let answer = script.answer ?? pending;
  const fal = createFakeProvider({
    pollAfterMs: (ageMs) => (ageMs < 60_000 ? 2000 : 5000),
    resultKeptSec: script.keptSec ?? null,
    start: async ({ requestId }) => {
      started += 1;
      return { kind: 'accepted', ticket: { request: requestId } };
    },
    status: async (ticket) => {
      looks.push(String(ticket.request));
      return answer;
    },
  });
  const program = createHarness().open({ providers: [fal.provider], settings: many });
  await program.jobs.resume();
  for (let index = 0; index < count; index += 1) await program.jobs.submit(jobRecord(`j${index}`));
  await program.clock.until(() => started === count && looks.length >= count);
  return {
    program,
    looks,
    answerWith: (now: StatusOutcome) => {
      answer = now;
    },
  };
};

/** How many looks there are in so much time by the timers. */
const looksIn = async ({ program, looks }: Awaited<ReturnType<typeof openWaiting>>, ms: number) => {
  const before = looks.length;
  const until = program.clock.now().getTime() + ms;
  await program.clock.until(() => program.clock.now().getTime() >= until);
  return looks.length - before;
};

const unreachable: StatusOutcome = {
  kind: 'unreachable',
  error: fail('provider-unreachable').error,
  retryAfterSec: 900,
};

test('after the machine has slept every job is looked at within a second or two, whatever it was waiting for', async () => {
  const world = await openWaiting(3, { answer: unreachable });
  // Each is to be left alone for a quarter of an hour by now.
  expect(await looksIn(world, 30_000)).toBe(0);
  world.answerWith(pending);
  world.program.clock.jump(8 * hourMs);
  expect(await looksIn(world, 1500)).toBe(3);
});

test('after the machine has slept, the job whose result is forgotten first is looked at first', async () => {
  const order: string[] = [];
  const known = new Map<string, number>();
  const fal = createFakeProvider({
    pollAfterMs: () => 600_000,
    resultKeptSec: 24 * 3600,
    start: async ({ requestId }) => ({ kind: 'accepted', ticket: { request: requestId } }),
    status: async (ticket) => {
      order.push(String(ticket.request));
      return pending;
    },
  });
  const program = createHarness().open({ providers: [fal.provider], settings: many });
  await program.jobs.resume();
  for (let index = 0; index < 9; index += 1) {
    await program.jobs.submit(jobRecord(`j${index}`));
    await program.untilState(`j${index}`, 'waiting');
    known.set(`j${index}`, index);
    const until = program.clock.now().getTime() + 5000;
    await program.clock.until(() => program.clock.now().getTime() >= until);
  }
  program.clock.jump(8 * hourMs);
  await program.clock.until(() => order.length === known.size);
  // Four go at once as they come; those behind them by their deadlines.
  expect([...order.slice(4)]).toEqual([...order.slice(4)].sort());
});

test.each([-6 * hourMs, 6 * hourMs, -400 * 24 * hourMs])(
  'a clock that is set by %i ms neither ends the asking nor hastens it',
  async (ms) => {
    const world = await openWaiting(1);
    await looksIn(world, 120_000);
    const before = await looksIn(world, 60_000);
    world.program.clock.jump(ms);
    // One more where it looks like sleep.
    const after = await looksIn(world, 60_000);
    expect([before, after - before >= -1 && after - before <= 1]).toEqual([12, true]);
  },
);

test('a result that is ready while the clock is hours behind is fetched all the same', async () => {
  const world = await openWaiting(1);
  world.program.clock.jump(-6 * hourMs);
  world.answerWith({
    kind: 'done',
    result: { kind: 'link', url: 'https://cdn.example/r', expiresAt: null },
    billed: null,
  });
  expect((await world.program.untilState('j0', 'done')).state.kind).toBe('done');
});

test('a hundred jobs that wait are asked for five times a second in all, and tell the page nothing while nothing is learned', async () => {
  const world = await openWaiting(100);
  await looksIn(world, 10_000);
  const before = world.program.told.length;
  expect(await looksIn(world, 60_000)).toBe(300);
  expect(world.program.told.length - before).toBe(0);
});

test('of forty jobs that move, the page is told once a second at most', async () => {
  const world = await openWaiting(40);
  let fraction = 0;
  const before = world.program.told.length;
  const until = world.program.clock.now().getTime() + 60_000;
  await world.program.clock.until(() => {
    fraction = (fraction + 0.0001) % 1;
    world.answerWith({ ...pending, fraction });
    return world.program.clock.now().getTime() >= until;
  });
  const told = world.program.told.length - before;
  expect([told > 3, told <= 61]).toEqual([true, true]);
});
