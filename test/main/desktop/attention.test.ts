import { describe, expect, test } from 'vitest';
import { fail } from '#contract/errors.ts';
import { commands as en } from '#contract/messages/en/commands.ts';
import { commands as es } from '#contract/messages/es/commands.ts';
import { itemIdSchema } from '#contract/model/item.ts';
import type { Job, JobState } from '#contract/model/job.ts';
import {
  attentionOf,
  isSuspensionBlocked,
  notificationsOf,
  statesOf,
  unsettledCount,
} from '#main/desktop/attention.ts';
import { job } from '#test/renderer/samples.ts';

const { error } = fail('answer-lost', { charged: 'unknown' });
const waiting = (fraction: number | null): JobState => ({
  kind: 'waiting',
  fraction,
  queuePosition: null,
  etaSec: null,
  trouble: null,
  isCancelRequested: false,
});
const done: JobState = { kind: 'done', itemId: itemIdSchema.parse('a'.repeat(8)) };
const away = { isFocused: false, notifications: true };
const changedTo = (state: JobState, now: Partial<typeof away> = {}) =>
  attentionOf({
    before: statesOf([job('one', waiting(null))]),
    now: [job('one', state)],
    ...away,
    ...now,
  });

describe('notifications', () => {
  test.each([
    ['done', done],
    ['failed', { kind: 'failed', error }],
    ['unsure', { kind: 'unsure', error }],
  ] as const)('a run that becomes %s is reported', (kind, state) => {
    expect(changedTo(state).news).toMatchObject([{ kind, job: { id: 'one' } }]);
  });

  test.each<[string, JobState]>([
    ['waits', waiting(0.5)],
    ['was cancelled by the user', { kind: 'cancelled', charged: 'no' }],
  ])('a run that %s is not reported', (_what, state) => {
    expect(changedTo(state).news).toEqual([]);
  });

  test('nothing is reported while the window is in front, or where the setting is off', () => {
    expect(changedTo(done, { isFocused: true }).news).toEqual([]);
    expect(changedTo(done, { notifications: false }).news).toEqual([]);
  });

  test('the state at the start, and a state that has not changed, is not reported', () => {
    const now = [job('one', done)];
    expect(attentionOf({ before: null, now, ...away }).news).toEqual([]);
    expect(attentionOf({ before: statesOf(now), now, ...away }).news).toEqual([]);
  });

  test('name the files of the run, and become one where there are more than three', () => {
    const newsOf = (count: number) =>
      attentionOf({
        before: new Map(),
        now: Array.from({ length: count }, (_one, index): Job => job(`job-${index}`, done)),
        ...away,
      }).news;
    const [one] = newsOf(1);
    const texts = notificationsOf(newsOf(3), en.news);
    expect(texts).toHaveLength(3);
    expect(texts[0]).toEqual({
      title: 'Result ready',
      body: `${one?.job.imageName} + ${one?.job.videoName}`,
      jobId: 'job-0',
    });
    expect(notificationsOf(newsOf(4), es.news)).toEqual([
      { title: 'Understudy', body: es.news.more(4), jobId: 'job-0' },
    ]);
    expect(notificationsOf([], en.news)).toEqual([]);
  });
});

describe('progress', () => {
  const progressOf = (...states: readonly JobState[]) =>
    attentionOf({
      before: null,
      now: states.map((state, index) => job(`job-${index}`, state)),
      ...away,
    }).progress;

  test('is absent without a run in progress; queued runs do not count', () => {
    expect(progressOf()).toBeNull();
    expect(progressOf({ kind: 'queued' }, done)).toBeNull();
  });

  test('never falls from one state of a run to the next', () => {
    const steps = [
      progressOf({ kind: 'preparing', fraction: null }),
      progressOf({ kind: 'preparing', fraction: 1 }),
      progressOf({ kind: 'uploading', fraction: 0 }),
      progressOf({ kind: 'starting' }),
      progressOf(waiting(null)),
      progressOf(waiting(1)),
      progressOf({ kind: 'downloading', fraction: null, trouble: null }),
      progressOf({ kind: 'downloading', fraction: 1, trouble: null }),
    ].map((value) => value ?? -1);
    expect(steps).toEqual([...steps].sort((one, other) => one - other));
    expect(steps[0]).toBe(0);
    expect(steps.at(-1)).toBe(1);
  });

  test('is the mean of several runs', () => {
    expect(
      progressOf({ kind: 'preparing', fraction: 0 }, { kind: 'downloading', fraction: 1, trouble: null }),
    ).toBe(0.5);
  });
});

test('the badge counts the runs that need an answer', () => {
  const now = [
    job('one', { kind: 'unsure', error }),
    job('two', { kind: 'failed', error }),
    job('three', done),
  ];
  expect(attentionOf({ before: null, now, ...away }).needAnswer).toBe(1);
});

test('unsettled runs are those that are queued or in progress', () => {
  expect(
    unsettledCount([job('one', { kind: 'queued' }), job('two', waiting(null)), job('three', done)]),
  ).toBe(2);
});

test('suspension is blocked only while files are encoded or sent', () => {
  expect(isSuspensionBlocked([job('one', waiting(null)), job('two', { kind: 'queued' })], 0)).toBe(false);
  expect(isSuspensionBlocked([], 1)).toBe(true);
  for (const state of [
    { kind: 'preparing', fraction: null },
    { kind: 'uploading', fraction: null },
    { kind: 'starting' },
  ] as const)
    expect(isSuspensionBlocked([job('one', state)], 0)).toBe(true);
});
