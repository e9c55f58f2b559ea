/** Retries: a run that is retried is paid once more, and not a second time from the same job. */
import { expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { settingsSchema } from '#contract/model/settings.ts';
import type { StartOutcome } from '#main/providers/spec.ts';
import { createFakeProvider } from './fake-provider.ts';
import { createHarness, never } from './harness.ts';
import { itemId, jobId, jobRecord, lostAnswer } from './samples.ts';

const refused: StartOutcome = {
  kind: 'refused',
  error: fail('provider-failed', { subject: 'fal' }).error,
};
const lost: StartOutcome = { kind: 'unsure', error: lostAnswer };
const accepted: StartOutcome = { kind: 'accepted', ticket: { request: 'r1' } };

/** The runs end so, in order; the first of them is job `a`. */
const openWith = (...ends: readonly StartOutcome[]) => {
  const harness = createHarness();
  const left = [...ends];
  const fal = createFakeProvider({ start: async () => left.shift() ?? never() });
  const program = harness.open({ providers: [fal.provider] });
  const again = async (id: string, kind: 'done' | 'failed' | 'unsure') => {
    const attempts = await program.jobs.retry(jobId(id));
    if (!attempts.ok) throw new Error(attempts.error.code);
    await program.untilState(attempts.value.id, kind);
    return attempts.value.id;
  };
  const begin = async () => {
    await program.jobs.submit(jobRecord('a'));
    await program.untilState('a', 'failed');
  };
  return { harness, program, fal, again, begin };
};

test('while the outcome of a retry is unknown, another retry is refused', async () => {
  const { program, fal, again, begin } = openWith(refused, lost, accepted);
  await begin();
  await again('a', 'unsure');
  expect(await program.jobs.retry(jobId('a'))).toMatchObject({
    ok: false,
    error: { code: 'job-not-in-state', charged: 'no' },
  });
  expect(fal.count('start')).toBe(2);
});

test('a retry with a result, also through a further retry, is shown instead of paid again', async () => {
  const { harness, program, fal, again, begin } = openWith(refused, refused, accepted);
  await begin();
  const second = await again('a', 'failed');
  await again(second, 'done');
  harness.shelve(jobRecord('a'));
  expect(await program.jobs.retry(jobId('a'))).toEqual(fail('duplicate-unapproved', { subject: itemId }));
  expect(fal.count('start')).toBe(3);
});

test('a removed result does not block a retry', async () => {
  const { harness, program, again, begin } = openWith(refused, accepted, accepted);
  await begin();
  await again('a', 'done');
  harness.shelve(jobRecord('a'), { removedAt: '2026-11-21T10:00:00.000Z' });
  expect(await program.jobs.retry(jobId('a'))).toMatchObject({ ok: true });
});

test('a retry that failed for good may be followed by another', async () => {
  const { again, begin } = openWith(refused, refused, accepted);
  await begin();
  await again('a', 'failed');
  expect(await again('a', 'done')).toBeTruthy();
});

test('a malformed job does not block retries of others', async () => {
  const { harness, again, begin } = openWith(refused, accepted);
  await begin();
  harness.leave('broken', 'failed');
  harness.garble('broken');
  expect(await again('a', 'done')).toBeTruthy();
});

test('a lost run that a spending limit keeps from being sent again is reported as possibly charged', async () => {
  const { provider } = createFakeProvider({ start: async () => lost });
  const program = createHarness().open({
    providers: [provider],
    settings: () => settingsSchema.parse({ spendingLimits: { dayMicros: 1_000_000 } }),
  });
  await program.jobs.submit(jobRecord('a'));
  await program.untilState('a', 'unsure');
  expect(await program.jobs.resolve(jobId('a'), { as: 'send-again' })).toMatchObject({
    ok: false,
    error: { code: 'spending-limit-exceeded', charged: 'unknown' },
  });
});
