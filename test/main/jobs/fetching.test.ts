/** Results that come home together: few at once, and none keeps the queue from going on. */
import { expect, test } from 'vitest';
import { fail, ok } from '#contract/errors.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHouse, never } from './harness.ts';
import { itemOf, jobRecord } from './samples.ts';

const ids = Array.from({ length: 12 }, (_, index) => `j${index}`);

test('after a restart a dozen finished runs are fetched a few at a time', async () => {
  const house = createHouse();
  for (const id of ids) house.leave(id, 'downloading');
  let now = 0;
  let most = 0;
  const { provider } = createFakeProvider();
  const program = house.open({
    providers: [
      {
        ...provider,
        download: async (location, path, call) => {
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setImmediate(resolve));
          now -= 1;
          return provider.download(location, path, call);
        },
      },
    ],
  });
  await program.jobs.resume();
  for (const id of ids) await program.untilState(id, 'done');
  expect(most).toBe(4);
});

test('when the library is back, what waited for it is kept a few at a time', async () => {
  const house = createHouse();
  for (const id of ids) house.leave(id, 'downloading');
  let isAway = true;
  let refused = 0;
  const keeping: (() => void)[] = [];
  const program = house.open({
    providers: [createFakeProvider().provider],
    keep: ({ record }) => {
      if (isAway) {
        refused += 1;
        return Promise.resolve(fail('library-away'));
      }
      return new Promise((resolve) => keeping.push(() => resolve(ok(itemOf(record)))));
    },
  });
  await program.jobs.resume();
  await program.clock.until(() => refused >= ids.length);
  isAway = false;
  await program.clock.until(() => keeping.length === 4);
  const waits = program.clock.waits.length;
  await program.clock.until(() => program.clock.waits.length > waits + 200);
  expect(keeping.length).toBe(4);
  while (keeping.length > 0) {
    for (const end of keeping.splice(0)) end();
    await program.clock.rest();
  }
  for (const id of ids) await program.untilState(id, 'done');
});

test('results that another open program cannot keep do not hold up the queue here', async () => {
  const house = createHouse();
  const { provider } = createFakeProvider();
  const settings = () => settingsSchema.parse({ queue: { atOnce: { fal: 1 } } });
  const other = house.open({ providers: [provider], settings, keep: async () => fail('library-away') });
  await other.jobs.submit(jobRecord('stuck'));
  await other.untilState('stuck', 'downloading');
  const program = house.open({ providers: [createFakeProvider({ status: never }).provider], settings });
  await program.jobs.submit(jobRecord('next'));
  expect((await program.untilState('next', 'waiting')).state.kind).toBe('waiting');
});
