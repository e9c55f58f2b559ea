import { expect, test } from 'vitest';
import { callNames } from '#contract/calls.ts';
import { createHandlers } from '#main/ipc/handlers.ts';

/** Modules whose handlers return their own name. */
const modules = new Proxy(
  {},
  {
    get: (_all, module: string) =>
      new Proxy({}, { get: (_calls, call: string) => async () => `${module}.${call}` }),
  },
) as Parameters<typeof createHandlers>[0];

test('maps each call to the handler of its module with the rest of its name', async () => {
  const handlers = createHandlers(modules);
  expect(Object.keys(handlers)).toEqual(callNames);
  // Input types differ by call; these handlers ignore the input.
  const answers = callNames.map((name) => (handlers[name] as unknown as () => Promise<string>)());
  expect(await Promise.all(answers)).toEqual(callNames);
});
