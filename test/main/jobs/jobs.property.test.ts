/** Random sequences of faults on the real queue with a real database: nothing is paid twice or lost, wherever it is killed. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { caseCount, isFullRun } from '#test/fixtures/runs.ts';
import { keepTempFoldersInMemory } from '../storage/memory-disk.ts';
import { createWorld, type World } from './fault-model.ts';
import type { Word } from './fault-model-actions.ts';
import type { Step } from './fault-model-steps.ts';
import type { Plan } from './provider-plan.ts';

/** Each answer is drawn as often as it is listed. */
const answers = <const T extends string>(...kinds: readonly T[]): fc.Arbitrary<T[]> =>
  fc.array(fc.constantFrom(...kinds), { maxLength: 12 });

const anyPlan: fc.Arbitrary<Plan> = fc.record({
  fit: answers('ok', 'ok', 'ok', 'fails', 'killed'),
  deliver: answers('ok', 'ok', 'ok', 'ok', 'fails', 'busy', 'killed'),
  start: answers(
    'accepted',
    'accepted',
    'accepted',
    'refused-no',
    'refused-yes',
    'refused-unknown',
    'not-sent',
    'busy',
    'busy',
    'lost',
    'lost',
    'hangs',
    'hangs',
    'throws',
    'killed',
    'killed',
  ),
  status: answers(
    'done',
    'done',
    'pending',
    'pending',
    'failed-no',
    'failed-yes',
    'failed-unknown',
    'cancelled-no',
    'cancelled-unknown',
    'forgotten',
    'unreachable',
    'throws',
    'killed',
  ),
  cancel: answers(
    'cancelled-no',
    'cancelled-unknown',
    'requested',
    'requested',
    'too-late',
    'unreachable',
    'throws',
    'killed',
  ),
  find: answers('truth', 'truth', 'absent', 'unreachable', 'throws', 'killed'),
  download: answers('ok', 'gone', 'throws', 'killed'),
  keep: answers('ok', 'full', 'broken', 'throws', 'killed'),
});

const words: readonly Word[] = [
  'cancel',
  'stop-polling',
  'retry',
  'retry',
  'find',
  'dismiss',
  'sent',
  'sent-as',
  'not-sent',
  'send-again',
];
const kind = <const K extends Step['kind']>(name: K) => fc.constant(name);

const yes = fc.boolean();
const approvals = fc.record({ repeat: fc.constantFrom(true, false, false), overLimit: yes });
const submit = fc.record({
  kind: kind('submit'),
  isFree: fc.constantFrom(true, false, false),
  isSame: yes,
  approvals,
});
const batch = fc.record({
  kind: kind('batch'),
  runs: fc.integer({ min: 1, max: 4 }),
  stopAfter: fc.constantFrom(null, 1, 2),
  approvals,
});
const cancelBatch = fc.record({ kind: kind('cancel-batch'), batch: fc.nat({ max: 3 }) });
const reorder = fc.record({
  kind: kind('reorder'),
  job: fc.nat({ max: 7 }),
  before: fc.option(fc.nat({ max: 7 }), { nil: null }),
});
const pause = fc.record({ kind: kind('pause'), isPaused: yes });
const limit = fc.record({ kind: kind('cap'), runs: fc.constantFrom(null, 1, 3) });
const ask = fc.record({ kind: kind('ask'), job: fc.nat({ max: 7 }), word: fc.constantFrom(...words) });
const wait = fc.record({ kind: kind('wait'), ms: fc.constantFrom(100, 1000, 2000, 200_000) });
const killAtWrite = fc.record({
  kind: kind('kill-at-write'),
  writes: fc.nat({ max: 6 }),
  isWritten: fc.boolean(),
});
const disk = fc.record({ kind: kind('disk'), isFull: fc.boolean() });
const bare = fc.record({ kind: fc.constantFrom('open', 'kill', 'close', 'let-go') });

const step = (anyOf: fc.Arbitrary<Step>): fc.Arbitrary<fc.AsyncCommand<object, World>> =>
  anyOf.map((taken) => ({
    check: () => true,
    run: (_model, world) => world.take(taken),
    toString: () => fc.stringify(taken),
  }));

const life = fc.commands<object, World, false>(
  [
    ...[submit, submit, batch, cancelBatch, reorder, reorder, pause, limit],
    ...[ask, ask, ask, wait, wait, wait, killAtWrite, disk, bare],
  ].map(step),
  {
    maxCommands: 40,
    size: 'max',
  },
);

// Killed programs, unlike power cuts, keep all their writes.
keepTempFoldersInMemory();

/** A failure prints its seed and path, which reproduce it. */
test.each(isFullRun ? [1, 2, 3] : [1])(
  'with any faults and kills, nothing is paid twice or lost (seed %i)',
  async (seed) => {
    const ends = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(anyPlan, life, async (plan, steps) => {
        const world = createWorld(plan);
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
          await world.calmDown();
          for (const { state } of world.records().values())
            ends.set(state.kind, (ends.get(state.kind) ?? 0) + 1);
        } finally {
          world.end();
        }
      }),
      { seed, numRuns: caseCount({ limiter: 30, full: 100 }) },
    );
    // Otherwise the sequences cover too little to prove anything.
    expect([...ends.keys()].sort()).toEqual(['cancelled', 'done', 'failed', 'unsure']);
  },
);

test.each(isFullRun ? [4, 5, 6] : [4])(
  'after any kill, the next start reverts nothing, and the log counts what the ledger counts (seed %i)',
  async (seed) => {
    await fc.assert(
      fc.asyncProperty(anyPlan, life, async (plan, steps) => {
        const world = createWorld(plan);
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: world }), steps);
          await world.calmDown();
          expect(world.ledgerBeyondLog()).toEqual([]);
        } finally {
          world.end();
        }
      }),
      { seed, numRuns: caseCount({ limiter: 20, full: 100 }) },
    );
  },
);
