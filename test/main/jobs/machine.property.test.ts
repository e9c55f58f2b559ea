/** Properties of the table of states and events for arbitrary pairs. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSettled } from '#contract/model/job.ts';
import { type JobEvent, next } from '#main/jobs/machine.ts';
import { type StoredState, storedStateSchema } from '#main/jobs/record.ts';
import { caseCount } from '#test/fixtures/runs.ts';
import { anyEvent, anyState } from './arbitraries.ts';
import { moneyIn } from './money.ts';

/** A failure prints its seed and path, which reproduce it. */
const runs = { seed: 20261121, numRuns: caseCount({ limiter: 500, full: 3000 }) };

const stateAndEvent = fc
  .boolean()
  .chain((isFree) => fc.record({ state: anyState(isFree), event: anyEvent(isFree) }));
const paidStateAndEvent = fc.record({ state: anyState(false), event: anyEvent(false) });

const asStored = (state: StoredState): StoredState =>
  storedStateSchema.parse(JSON.parse(JSON.stringify(state)));

/** null: refused. */
const transition = (state: StoredState, event: JobEvent): StoredState | null => {
  const moved = next(state, event);
  return moved.ok ? moved.value : null;
};

test('for any state and event, the result is a state that can be stored and read back, or a refusal', () => {
  fc.assert(
    fc.property(stateAndEvent, ({ state, event }) => {
      const moved = next(state, event);
      expect(moved).toEqual(
        moved.ok
          ? { ok: true, value: asStored(moved.value) }
          : {
              ok: false,
              error: { code: 'job-not-in-state', charged: 'no', reason: 'state', state: state.kind },
            },
      );
    }),
    runs,
  );
});

/** The only events that can say that nothing was spent after all: the provider's answers, and the user's. */
const saysUnpaid: readonly JobEvent['kind'][] = [
  'refused',
  'not-sent',
  'rate-limited',
  'held-back',
  'run-failed',
  'run-cancelled',
  'cancel',
  'resolve-not-sent',
];

test('a possible charge is never dropped without the provider’s or the user’s word', () => {
  fc.assert(
    fc.property(paidStateAndEvent, ({ state, event }) => {
      const after = transition(state, event);
      if (after === null || moneyIn(state) === 'no' || moneyIn(after) !== 'no') return;
      expect(saysUnpaid).toContain(event.kind);
      // A settled job changes by the user alone.
      if (isSettled(state)) expect(event.kind).toBe('resolve-not-sent');
    }),
    runs,
  );
});

const beforeSending: readonly StoredState['kind'][] = ['queued', 'preparing', 'uploading', 'starting'];

test('a request that was or may have been sent never returns to a state that sends it', () => {
  fc.assert(
    fc.property(paidStateAndEvent, ({ state, event }) => {
      const after = transition(state, event);
      if (after === null || !beforeSending.includes(after.kind)) return;
      expect(beforeSending).toContain(state.kind);
      if (state.kind === 'starting') expect(['held-back', 'rate-limited']).toContain(event.kind);
    }),
    runs,
  );
});

const usersOwn: readonly JobEvent['kind'][] = [
  'retry-download',
  'poll-again',
  'resolve-sent',
  'resolve-not-sent',
];

test('a settled job changes its state by the user alone', () => {
  fc.assert(
    fc.property(stateAndEvent, ({ state, event }) => {
      if (isSettled(state) && transition(state, event) !== null) expect(usersOwn).toContain(event.kind);
    }),
    runs,
  );
});

/** `rate-limited` also comes before anything is sent: the upload host may be rate limited. */
const isNotTaken = (move: JobEvent['kind'], before: JobEvent['kind'] | undefined): boolean =>
  move === 'held-back' || (move === 'rate-limited' && before === 'delivered');

const goodNews: readonly JobEvent['kind'][] = [
  'prepare',
  'fitted',
  'delivered',
  'held-back',
  'rate-limited',
  'accepted',
  'ready',
  'kept',
  'stop-polling',
  'poll-again',
  'retry-download',
];

test('in any sequence of events, a paid job is sent and accepted at most once', () => {
  const good = anyEvent(false).filter(({ kind }) => goodNews.includes(kind));
  const life = fc.array(fc.oneof({ weight: 1, arbitrary: anyEvent(false) }, { weight: 9, arbitrary: good }), {
    minLength: 30,
    maxLength: 100,
  });
  let accepted = 0;
  fc.assert(
    fc.property(life, (events) => {
      let state: StoredState = { kind: 'queued' };
      const moves: JobEvent['kind'][] = [];
      let begun = 0;
      for (const event of events) {
        const after = transition(state, event);
        if (after === null) continue;
        if (after.kind === 'starting') begun += 1;
        moves.push(event.kind);
        state = after;
      }
      const count = (kind: JobEvent['kind']) => moves.filter((move) => move === kind).length;
      accepted += count('accepted');
      // Each of these says that the request before it was not accepted.
      const notTaken = moves.filter((move, at) => isNotTaken(move, moves[at - 1])).length;
      expect([begun - notTaken <= 1, count('accepted') <= 1, count('kept') <= 1]).toEqual([true, true, true]);
    }),
    { ...runs, numRuns: 500 },
  );
  expect(accepted).toBeGreaterThan(100);
});
