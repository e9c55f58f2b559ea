import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import type { LibraryWork } from '#contract/model/library-work.ts';
import { createLibraryWork, withGracePeriod } from '#main/library/work.ts';

const createWork = () => {
  const states: LibraryWork[] = [];
  let nowMs = Date.parse('2026-11-21T12:00:00Z');
  const work = createLibraryWork({
    now: () => new Date(nowMs),
    onChange: (state) => states.push(state),
  });
  const pass = (ms: number) => {
    nowMs += ms;
  };
  return { states, work, pass };
};

const busy = { ok: false, error: { code: 'library-busy', charged: 'no' } };
const cancelled = { ok: false, error: { code: 'cancelled', charged: 'no' } };

/** Work that runs until it is released or cancelled. */
const endless = () => {
  const ended = new AbortController();
  return {
    end: () => ended.abort(),
    work: async ({ signal }: { readonly signal: AbortSignal }) => {
      const either = AbortSignal.any([signal, ended.signal]);
      await new Promise<void>((resolve) => {
        if (either.aborted) resolve();
        else either.addEventListener('abort', () => resolve(), { once: true });
      });
      return signal.aborted ? fail('disk-full') : ok('done');
    },
  };
};

test('returns the result of the work, and is idle afterwards', async () => {
  const { work, states } = createWork();
  const made = await work.run('bundle', async () => ok(7));
  expect({ made, states, state: work.state() }).toEqual({
    made: { ok: true, value: 7 },
    states: [{ kind: 'working', work: 'bundle', fraction: null }, { kind: 'idle' }],
    state: { kind: 'idle' },
  });
});

test('refuses a second task while one is running', async () => {
  const library = createWork();
  const { work, end } = endless();
  const going = library.work.run('move', work);
  const refused = await library.work.run('import', async () => ok(1));
  end();
  const ended = await going;
  const after = await library.work.run('import', async () => ok(1));
  expect({ refused, ended, after }).toEqual({
    refused: busy,
    ended: { ok: true, value: 'done' },
    after: { ok: true, value: 1 },
  });
});

test('returns `cancelled` for cancelled work, whatever its own error', async () => {
  const { work } = createWork();
  const going = work.run('move', endless().work);
  work.cancel();
  expect(await going).toEqual(cancelled);
});

test('returns the result of work that completes in spite of cancellation', async () => {
  const { work } = createWork();
  const going = work.run('move', async () => {
    work.cancel();
    return ok('moved');
  });
  expect(await going).toEqual({ ok: true, value: 'moved' });
});

test('reports progress at most ten times a second', async () => {
  const { work, states, pass } = createWork();
  await work.run('import', async ({ onProgress }) => {
    for (let step = 1; step <= 100; step += 1) {
      pass(10);
      onProgress(step / 100);
    }
    return ok({});
  });
  const fractions = states.flatMap((state) => (state.kind === 'working' ? [state.fraction] : []));
  expect(fractions).toEqual([null, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]);
});

test('reports progress after the clock is set back', async () => {
  const { work, states, pass } = createWork();
  await work.run('import', async ({ onProgress }) => {
    pass(-3_600_000);
    onProgress(0.5);
    return ok({});
  });
  expect(states).toContainEqual({ kind: 'working', work: 'import', fraction: 0.5 });
});

test('is idle after work throws', async () => {
  const { work } = createWork();
  const broken = work.run('move', () => {
    throw new Error('a bug');
  });
  await expect(broken).rejects.toThrow('a bug');
  expect(await work.run('move', async () => ok(1))).toEqual({ ok: true, value: 1 });
});

test('closing cancels running work, waits for it, and refuses further work', async () => {
  const { work } = createWork();
  const going = work.run('move', endless().work);
  await work.close();
  expect([work.state(), await going, await work.run('move', async () => ok(1))]).toEqual([
    { kind: 'idle' },
    cancelled,
    cancelled,
  ]);
});

/** A clock that advances only on request. */
const createSlowClock = () => {
  let pass: () => void = () => undefined;
  const slept: number[] = [];
  return {
    slept,
    pass: () => pass(),
    sleep: (ms: number) => {
      slept.push(ms);
      return new Promise<void>((resolve) => {
        pass = resolve;
      });
    },
  };
};

test('waits for the grace period only, where work hangs while the program closes', async () => {
  const clock = createSlowClock();
  const closing = new AbortController();
  let isOver = false;
  const waiting = withGracePeriod(new Promise(() => undefined), { clock, closing: closing.signal }).then(
    () => {
      isOver = true;
    },
  );
  closing.abort();
  await new Promise(setImmediate);
  expect([isOver, clock.slept]).toEqual([false, [10_000]]);
  clock.pass();
  await waiting;
  expect(isOver).toBe(true);
});

test('resolves when the work ends, and rejects when it fails', async () => {
  const waits = { clock: createSlowClock(), closing: new AbortController().signal };
  await withGracePeriod(Promise.resolve('done'), waits);
  await expect(withGracePeriod(Promise.reject(new Error('a bug')), waits)).rejects.toThrow('a bug');
});
