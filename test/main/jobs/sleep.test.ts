/** Machine sleep, clock changes and a hundred waiting jobs: polling neither stops nor bursts. */
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

/** Programs that record the polls of each job. `answer` may change meanwhile. */
const openWaiting = async (
  count: number,
  script: { readonly answer?: StatusOutcome; readonly keptSec?: number } = {},
) => {
  const polls: string[] = [];
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
      polls.push(String(ticket.request));
      return answer;
    },
  });
  const program = createHarness().open({ providers: [fal.provider], settings: many });
  await program.jobs.resume();
  for (let index = 0; index < count; index += 1) await program.jobs.submit(jobRecord(`j${index}`));
  await program.clock.until(() => started === count && polls.length >= count);
  return {
    program,
    polls,
    answerWith: (now: StatusOutcome) => {
      answer = now;
    },
  };
};

/** Number of polls within this time by the timers. */
const pollsWithin = async ({ program, polls }: Awaited<ReturnType<typeof openWaiting>>, ms: number) => {
  const before = polls.length;
  const until = program.clock.now().getTime() + ms;
  await program.clock.until(() => program.clock.now().getTime() >= until);
  return polls.length - before;
};

const unreachable: StatusOutcome = {
  kind: 'unreachable',
  error: fail('provider-unreachable').error,
  retryAfterSec: 900,
};

test('after the machine slept every job is polled within two seconds, whatever its pause', async () => {
  const world = await openWaiting(3, { answer: unreachable });
  // By now each has a pause of a quarter of an hour.
  expect(await pollsWithin(world, 30_000)).toBe(0);
  world.answerWith(pending);
  world.program.clock.jump(8 * hourMs);
  expect(await pollsWithin(world, 1500)).toBe(3);
});

test('a wake-up reported by the system polls every job at once', async () => {
  const world = await openWaiting(3, { answer: unreachable });
  expect(await pollsWithin(world, 30_000)).toBe(0);
  world.program.jobs.wake();
  expect(await pollsWithin(world, 1500)).toBe(3);
});

test('after the machine slept, the job whose result expires first is polled first', async () => {
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
  // The first four go in order of arrival; the others by their deadlines.
  expect([...order.slice(4)]).toEqual([...order.slice(4)].sort());
});

test.each([-6 * hourMs, 6 * hourMs, -400 * 24 * hourMs])(
  'a clock that is set by %i ms neither stops nor speeds up polling',
  async (ms) => {
    const world = await openWaiting(1);
    await pollsWithin(world, 120_000);
    const before = await pollsWithin(world, 60_000);
    world.program.clock.jump(ms);
    // One more where the change resembles sleep.
    const after = await pollsWithin(world, 60_000);
    expect([before, after - before >= -1 && after - before <= 1]).toEqual([12, true]);
  },
);

test('a result that is ready while the clock is hours behind is fetched', async () => {
  const world = await openWaiting(1);
  world.program.clock.jump(-6 * hourMs);
  world.answerWith({
    kind: 'done',
    result: { kind: 'link', url: 'https://cdn.example/r', expiresAt: null },
    billed: null,
  });
  expect((await world.program.untilState('j0', 'done')).state.kind).toBe('done');
});

test('a hundred waiting jobs are polled five times a second in all, and announce nothing without progress', async () => {
  const world = await openWaiting(100);
  await pollsWithin(world, 10_000);
  const before = world.program.announced.length;
  expect(await pollsWithin(world, 60_000)).toBe(300);
  expect(world.program.announced.length - before).toBe(0);
});

test('forty jobs with progress are announced at most once a second', async () => {
  const world = await openWaiting(40);
  let fraction = 0;
  const before = world.program.announced.length;
  const until = world.program.clock.now().getTime() + 60_000;
  await world.program.clock.until(() => {
    fraction = (fraction + 0.0001) % 1;
    world.answerWith({ ...pending, fraction });
    return world.program.clock.now().getTime() >= until;
  });
  const announcements = world.program.announced.length - before;
  expect([announcements > 3, announcements <= 61]).toEqual([true, true]);
});
