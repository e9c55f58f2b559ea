import { expect, test } from 'vitest';
import { ok, type Result } from '#contract/errors.ts';
import { createDeadlineLimiter, createLimiter } from '#main/limiter.ts';

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

/** Work that ends when the test ends it. */
const createWork = () => {
  const ends: (() => void)[] = [];
  const running = { now: 0, maximum: 0, begun: [] as number[] };
  const work = (name: number) => async (): Promise<Result<number>> => {
    running.begun.push(name);
    running.now += 1;
    running.maximum = Math.max(running.maximum, running.now);
    await new Promise<void>((resolve) => ends.push(resolve));
    running.now -= 1;
    return ok(name);
  };
  const settle = nextTurn;
  const endOne = async () => {
    ends.shift()?.();
    await settle();
  };
  return { running, work, endOne, settle };
};

test('runs at most the given number at a time, the rest in order of arrival', async () => {
  const { running, work, endOne, settle } = createWork();
  const limiter = createLimiter(2);
  const all = [1, 2, 3, 4, 5].map((name) => limiter(work(name)));
  await settle();
  expect(running.begun).toEqual([1, 2]);
  for (let count = 0; count < 5; count += 1) await endOne();
  expect(await Promise.all(all)).toEqual([1, 2, 3, 4, 5].map((value) => ({ ok: true, value })));
  expect([running.maximum, running.begun]).toEqual([2, [1, 2, 3, 4, 5]]);
});

test('does not let a new call overtake waiting ones when a slot becomes free', async () => {
  const { running, work, endOne, settle } = createWork();
  const limiter = createLimiter(1);
  const first = limiter(work(1)).then(() => limiter(work(3)));
  const second = limiter(work(2));
  await settle();
  for (let count = 0; count < 3; count += 1) await endOne();
  await Promise.all([first, second]);
  expect([running.maximum, running.begun]).toEqual([1, [1, 2, 3]]);
});

test('removes a cancelled call from the queue without running it', async () => {
  const { running, work, endOne, settle } = createWork();
  const limiter = createLimiter(1);
  const stop = new AbortController();
  const first = limiter(work(1));
  const second = limiter(work(2), stop.signal);
  const third = limiter(work(3));
  await settle();
  stop.abort();
  expect(await second).toEqual({ ok: false, error: { code: 'cancelled', charged: 'no' } });
  await endOne();
  await endOne();
  expect([await first, await third, running.begun]).toEqual([
    { ok: true, value: 1 },
    { ok: true, value: 3 },
    [1, 3],
  ]);
});

test('neither runs a call that is cancelled before it starts nor gives it a slot', async () => {
  const limiter = createLimiter(1);
  const begun: string[] = [];
  const work = (name: string) => async (): Promise<Result<string>> => {
    begun.push(name);
    return ok(name);
  };
  expect(await limiter(work('cancelled'), AbortSignal.abort())).toMatchObject({
    ok: false,
    error: { code: 'cancelled' },
  });
  expect(await limiter(work('next'))).toEqual({ ok: true, value: 'next' });
  expect(begun).toEqual(['next']);
});

test('frees the slot of a call that throws', async () => {
  const limiter = createLimiter(1);
  await expect(limiter(() => Promise.reject(new Error('a bug')))).rejects.toThrow('a bug');
  expect(await limiter(async () => ok('next'))).toEqual({ ok: true, value: 'next' });
});

test('cancelled running work keeps its place until it ends', async () => {
  const { running, work, endOne, settle } = createWork();
  const limiter = createLimiter(1);
  const stop = new AbortController();
  const first = limiter(work(1), stop.signal);
  const second = limiter(work(2));
  await settle();
  stop.abort();
  await settle();
  expect(running.begun).toEqual([1]);
  await endOne();
  expect([await first, running.begun]).toEqual([{ ok: true, value: 1 }, [1, 2]]);
  await endOne();
  await second;
});

const signal = new AbortController().signal;

/** Work with deadlines, each running until the test ends it. */
const createDeadlineWork = () => {
  const limiter = createDeadlineLimiter(4);
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const add = (name: string, deadlineMs: number, stop: AbortSignal = signal) =>
    limiter({ deadlineMs, signal: stop }, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return { begun, add, end: (name: string) => ends.get(name)?.() };
};

test('runs waiting work with the earliest deadline first', async () => {
  const { begun, add, end } = createDeadlineWork();
  const never = Number.POSITIVE_INFINITY;
  const all = [
    ...['a', 'b', 'c', 'd'].map((name) => add(name, never)),
    add('without a deadline', never),
    add('in an hour', 3_600_000),
    add('in a minute', 60_000),
  ];
  await nextTurn();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['a', 'b', 'c']) {
    end(name);
    await nextTurn();
  }
  expect(begun.slice(4)).toEqual(['in a minute', 'in an hour', 'without a deadline']);
  for (const name of ['d', 'in a minute', 'in an hour', 'without a deadline']) end(name);
  expect((await Promise.all(all)).at(-1)).toBe('in a minute');
});

test('never runs work with a deadline that is cancelled while it waits', async () => {
  const { begun, add, end } = createDeadlineWork();
  for (const name of ['a', 'b', 'c', 'd']) void add(name, 1);
  const stop = new AbortController();
  const given = add('cancelled', 0, stop.signal);
  const next = add('next', 2);
  stop.abort();
  expect(await given).toBeNull();
  end('a');
  await nextTurn();
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'next']);
  end('next');
  expect(await next).toBe('next');
});

test('frees the place of work with a deadline that throws', async () => {
  const limiter = createDeadlineLimiter(4);
  const failing = Array.from({ length: 6 }, () =>
    limiter({ deadlineMs: 1, signal }, () => Promise.reject(new Error('no network'))).catch(() => 'failed'),
  );
  expect(await Promise.all(failing)).toEqual(Array.from({ length: 6 }, () => 'failed'));
  expect(await limiter({ deadlineMs: 1, signal }, async () => 'seen')).toBe('seen');
});
