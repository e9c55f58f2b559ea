import { expect, test } from 'vitest';
import { createPollLimiter } from '#main/jobs/poll-limiter.ts';

const signal = new AbortController().signal;
const settle = () => new Promise((resolve) => setImmediate(resolve));

/** Looks that are under way until the test ends them. */
const createAnalysisCache = () => {
  const limiter = createPollLimiter();
  const begun: string[] = [];
  const ends = new Map<string, () => void>();
  const look = (name: string, deadlineMs: number, stop: AbortSignal = signal) =>
    limiter({ deadlineMs, signal: stop }, () => {
      begun.push(name);
      return new Promise<string>((resolve) => ends.set(name, () => resolve(name)));
    });
  return { begun, look, end: (name: string) => ends.get(name)?.() };
};

test('a few go at once, and of those that wait the nearest deadline goes first', async () => {
  const { begun, look, end } = createAnalysisCache();
  const never = Number.POSITIVE_INFINITY;
  const all = [
    ...['a', 'b', 'c', 'd'].map((name) => look(name, never)),
    look('patient', never),
    look('in an hour', 3_600_000),
    look('in a minute', 60_000),
  ];
  await settle();
  expect(begun).toEqual(['a', 'b', 'c', 'd']);
  for (const name of ['a', 'b', 'c']) {
    end(name);
    await settle();
  }
  expect(begun.slice(4)).toEqual(['in a minute', 'in an hour', 'patient']);
  for (const name of ['d', 'in a minute', 'in an hour', 'patient']) end(name);
  expect((await Promise.all(all)).at(-1)).toBe('in a minute');
});

test('one that is given up while it waits takes nobody’s turn', async () => {
  const { begun, look, end } = createAnalysisCache();
  for (const name of ['a', 'b', 'c', 'd']) void look(name, 1);
  const stop = new AbortController();
  const given = look('given up', 0, stop.signal);
  const next = look('next', 2);
  stop.abort();
  expect(await given).toBeNull();
  end('a');
  await settle();
  expect(begun).toEqual(['a', 'b', 'c', 'd', 'next']);
  end('next');
  expect(await next).toBe('next');
});

test('a look that fails makes room for the next', async () => {
  const limiter = createPollLimiter();
  const failing = Array.from({ length: 6 }, () =>
    limiter({ deadlineMs: 1, signal }, () => Promise.reject(new Error('no line'))).catch(() => 'failed'),
  );
  expect(await Promise.all(failing)).toEqual(Array.from({ length: 6 }, () => 'failed'));
  expect(await limiter({ deadlineMs: 1, signal }, async () => 'seen')).toBe('seen');
});
