import { expect, test } from 'vitest';
import { type JobAction, type JobState, jobSchema } from '#contract/model/job.ts';
import { nothingLive, snapshotOf } from '#main/jobs/queue-view.ts';
import type { StoredState } from '#main/jobs/record.ts';
import { error, itemId, jobRecord, lostAnswer, statesIn } from './samples.ts';

const states = statesIn('/data/secret/j1');
const { kind: _, ...download } = states.downloading;
const ours = { live: nothingLive, place: 1, isSaved: true, canCancelRun: true, canFind: true };
const trouble = { code: 'provider-unreachable', charged: 'unknown', subject: 'fal' } as const;
const live = { fraction: 0.5, queuePosition: 3, etaSec: 95, trouble };

const actionsOf = (state: StoredState, view: Partial<typeof ours> = {}) =>
  snapshotOf(jobRecord('j1', { state }), { ...ours, ...view }).actions;

test.each<[StoredState['kind'], JobAction[]]>([
  ['queued', ['cancel']],
  ['preparing', ['cancel']],
  ['uploading', ['cancel']],
  ['starting', []],
  ['waiting', ['cancel', 'stop-polling']],
  ['downloading', ['stop-polling']],
  ['done', ['dismiss']],
  ['failed', ['retry', 'dismiss']],
  ['cancelled', ['retry', 'dismiss']],
  ['unsure', ['find', 'resolve']],
])('a job that is %s offers %j', (kind, actions) => {
  expect(actionsOf(states[kind])).toEqual(actions);
});

test('a paid result offers to be fetched again, not to be paid again', () => {
  expect(actionsOf({ kind: 'failed', error, download, run: null })).toEqual(['retry-download', 'dismiss']);
});

test.each([
  ['provider-answer-invalid', true, ['poll-again', 'dismiss']],
  ['status-unavailable', true, ['poll-again', 'dismiss']],
  ['body-not-found', true, ['retry', 'dismiss']],
  ['polling-stopped', true, ['poll-again', 'dismiss']],
  ['job-unknown-there', true, ['poll-again', 'find', 'resolve', 'dismiss']],
  ['answer-lost', false, ['find', 'resolve', 'dismiss']],
  ['provider-failed', true, ['retry', 'dismiss']],
] as const)('a run that failed with %s, ticket known: %s, offers %j', (code, isKnown, actions) => {
  const { fitted, startedAt } = states.waiting;
  const run = { fitted, startedAt, ticket: isKnown ? states.waiting.ticket : null };
  const state = {
    kind: 'failed' as const,
    error: { code, charged: 'unknown' as const },
    download: null,
    run,
  };
  expect(actionsOf(state)).toEqual(actions);
});

test('a run without cancel support at the provider does not offer cancel', () => {
  expect(actionsOf(states.waiting, { canCancelRun: false })).toEqual(['stop-polling']);
  expect(actionsOf(states.queued, { canCancelRun: false })).toEqual(['cancel']);
});

test('a run with a pending cancel request does not offer cancel', () => {
  expect(actionsOf({ ...states.waiting, isCancelRequested: true })).toEqual(['stop-polling']);
});

test('an upload that waits for a rate limit shows until when, unless it has resumed', () => {
  const until = '2026-11-21T14:03:00.000Z';
  const record = {
    ...jobRecord('j1', { state: states.uploading }),
    busy: { since: until, until, refusals: 1 },
  };
  const shown = (fraction: number | null) =>
    snapshotOf(record, { ...ours, live: { ...nothingLive, fraction } });
  expect([shown(null).state, shown(null).actions, shown(0.5).state]).toEqual([
    { kind: 'uploading', fraction: null, busyUntil: until },
    ['cancel'],
    { kind: 'uploading', fraction: 0.5 },
  ]);
});

test('a lost request offers find only where the provider supports it', () => {
  expect(actionsOf(states.unsure, { canFind: false })).toEqual(['resolve']);
});

test.each<[StoredState['kind'], JobState]>([
  ['queued', { kind: 'queued' }],
  ['preparing', { kind: 'preparing', fraction: 0.5 }],
  ['uploading', { kind: 'uploading', fraction: 0.5 }],
  ['starting', { kind: 'starting' }],
  [
    'waiting',
    { kind: 'waiting', fraction: 0.5, queuePosition: 3, etaSec: 95, trouble, isCancelRequested: false },
  ],
  ['downloading', { kind: 'downloading', fraction: 0.5, trouble }],
  ['done', { kind: 'done', itemId }],
  ['failed', { kind: 'failed', error }],
  ['cancelled', { kind: 'cancelled', charged: 'no' }],
  ['unsure', { kind: 'unsure', error: lostAnswer }],
])('%s is shown with what is known just now', (kind, shown) => {
  const job = snapshotOf(jobRecord('j1', { state: states[kind] }), { ...ours, live });
  expect(job.state).toEqual(shown);
  expect(jobSchema.parse(job)).toEqual(job);
});

test('progress out of range is clamped', () => {
  const shown = (fraction: number) =>
    snapshotOf(jobRecord('j1', { state: states.preparing }), { ...ours, live: { ...live, fraction } }).state;
  expect([shown(1.2), shown(-0.1)]).toEqual([
    { kind: 'preparing', fraction: 1 },
    { kind: 'preparing', fraction: 0 },
  ]);
});

test('a snapshot holds no path, link or ticket', () => {
  for (const state of [...Object.values(states), { kind: 'failed' as const, error, download, run: null }]) {
    const text = JSON.stringify(snapshotOf(jobRecord('j1', { state }), ours));
    for (const secret of ['/secret', '/pictures', '/clips', 'cdn.example', '"r1"'])
      expect(text).not.toContain(secret);
  }
});
