import { expect, test } from 'vitest';
import { callNames } from '#contract/calls.ts';
import { createHandlers } from '#main/ipc/handlers.ts';

/** Modules whose handlers answer with the name under which they were asked for. */
const modules = new Proxy(
  {},
  {
    get: (_all, module: string) =>
      new Proxy({}, { get: (_calls, call: string) => async () => `${module}.${call}` }),
  },
) as Parameters<typeof createHandlers>[0];

test('gives each call the handler of its module under the rest of its name', async () => {
  const handlers = createHandlers(modules);
  expect(Object.keys(handlers)).toEqual(callNames);
  // Parsed inputs differ by call; these handlers read none.
  const answers = callNames.map((name) => (handlers[name] as unknown as () => Promise<string>)());
  expect(await Promise.all(answers)).toEqual(callNames);
});
