/** Results that finish together: few downloads at a time, and none blocks the queue. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, type Program } from './harness.ts';
import { itemOf } from './samples.ts';

const ids = Array.from({ length: 12 }, (_, index) => `j${index}`);

/** Releases the held downloads whenever four of them wait, until all jobs are done; a fifth fails the test. */
const endInFours = async (program: Program, held: (() => void)[]) => {
  for (let left = ids.length; left > 0; left -= 4) {
    await program.clock.until(() => held.length >= 4);
    await program.clock.rest();
    expect(held.length).toBe(4);
    for (const end of held.splice(0)) end();
  }
  for (const id of ids) await program.untilState(id, 'done');
  expect(held).toEqual([]);
};

test('after a restart a dozen finished runs are fetched a few at a time', async () => {
  const harness = createHarness();
  for (const id of ids) harness.leave(id, 'downloading');
  const fetching: (() => void)[] = [];
  const { provider } = createFakeProvider();
  const program = harness.open({
    providers: [
      {
        ...provider,
        download: async (location, path, call) => {
          await new Promise<void>((resolve) => fetching.push(resolve));
          return provider.download(location, path, call);
        },
      },
    ],
  });
  await program.jobs.resume();
  await endInFours(program, fetching);
});

test('when the library returns, waiting results are kept a few at a time', async () => {
  const harness = createHarness();
  for (const id of ids) harness.leave(id, 'downloading');
  let isAway = true;
  let refused = 0;
  const libraryModule: (() => void)[] = [];
  const program = harness.open({
    providers: [createFakeProvider().provider],
    keep: ({ record }) => {
      if (isAway) {
        refused += 1;
        return Promise.resolve(fail('library-away'));
      }
      return new Promise((resolve) => libraryModule.push(() => resolve(ok(itemOf(record)))));
    },
  });
  await program.jobs.resume();
  await program.clock.until(() => refused >= ids.length);
  isAway = false;
  await program.clock.until(() => libraryModule.length === 4);
  const waits = program.clock.waits.length;
  await program.clock.until(() => program.clock.waits.length > waits + 200);
  expect(libraryModule.length).toBe(4);
  await endInFours(program, libraryModule);
});
