import { expect, test } from 'vitest';
import { z } from 'zod';
import { callNames, calls } from '#contract/calls.ts';
import { fail, ok } from '#contract/errors.ts';
import { sourceIdSchema, sourceSchema } from '#contract/model/source.ts';
import { closingSources } from '#main/instance/opened-sources.ts';
import type { Reply } from '#main/ipc/serve.ts';

/** A connection to a page with this reply to all calls but `media.close`; `closed`: the ids it was asked to close. */
const connectionTo = (reply: () => Promise<Reply>) => {
  const closed: unknown[] = [];
  const connection = closingSources(async (name, input) => {
    if (name !== 'media.close') return reply();
    closed.push(z.object({ sourceId: sourceIdSchema }).parse(input).sourceId);
    return ok({});
  });
  return { ...connection, closed };
};

const one = { id: 'one', name: 'hero.jpg' };
const pair = { image: one, video: { id: 'two', name: 'dance.mp4' } };

const isPair = (output: z.ZodType): boolean =>
  output instanceof z.ZodObject && Object.values(output.shape).includes(sourceSchema);
const opening = callNames.filter((name) => calls[name].output === sourceSchema || isPair(calls[name].output));

test('finds the calls of the contract that return sources', () => {
  expect(opening).toContain('media.open');
  expect(opening).toContain('sample.open');
});

test.each(opening)('closes the sources of %s when the connection ends', async (name) => {
  const isOne = calls[name].output === sourceSchema;
  const { serve, end, closed } = connectionTo(async () => ok(isOne ? one : pair));
  expect(await serve(name, {})).toEqual(ok(isOne ? one : pair));
  expect(closed).toEqual([]);
  await end();
  expect(closed).toEqual(isOne ? ['one'] : ['one', 'two']);
});

test('closes a source only after the running calls are answered', async () => {
  const answered = Promise.withResolvers<Reply>();
  const { serve, end, closed } = connectionTo(() => answered.promise);
  const opened = serve('media.open', {});
  const ended = end();
  await Promise.resolve();
  expect(closed).toEqual([]);
  answered.resolve(ok(one));
  await ended;
  expect([await opened, closed]).toEqual([ok(one), ['one']]);
});

test.each([
  ['a file could not be opened', 'media.open', fail('file-missing')],
  ['a call returned no source', 'jobs.list', ok([one])],
])('closes nothing if %s', async (_, name, reply) => {
  const { serve, end, closed } = connectionTo(async () => reply);
  await serve(name, {});
  await end();
  expect(closed).toEqual([]);
});
