import { describe, expect, test } from 'vitest';
import { isSettled } from '#contract/model/job.ts';
import { type JobEvent, next } from '#main/jobs/machine.ts';
import { type StoredState, storedStateSchema } from '#main/jobs/record.ts';
import { createdAt, error, fittedIn, itemId, lostAnswer, statesIn } from './samples.ts';

const states = statesIn('/data/work/j1');
const { delivered } = states.starting;
const ticket = { request: 'r1' };
const result = { kind: 'link' as const, url: 'https://cdn.example/fresh.mp4', expiresAt: null };
const failed: StoredState = { kind: 'failed', error, download: null, run: null };
const { kind: _, ...download } = states.downloading;
const stopped = (charged: 'unknown' | 'yes') =>
  ({ code: 'polling-stopped', charged, subject: 'fal' }) as const;
const { fitted, startedAt } = states.waiting;

/** One event of each kind; one for each meaning where a kind has several. */
const events = {
  prepare: { kind: 'prepare' },
  fitted: { kind: 'fitted', fitted: fittedIn('/data/work/j1') },
  delivered: { kind: 'delivered', delivered, transferRecords: [] },
  'prepare-failed': { kind: 'prepare-failed', error },
  accepted: { kind: 'accepted', ticket, at: createdAt },
  refused: { kind: 'refused', error },
  'not-sent': { kind: 'not-sent', error },
  unsure: { kind: 'unsure', error: lostAnswer },
  'rate-limited': { kind: 'rate-limited', until: createdAt },
  'held-back': { kind: 'held-back' },
  ready: { kind: 'ready', result, billedMicros: 5, at: createdAt },
  'run-failed': { kind: 'run-failed', error },
  'run-cancelled': { kind: 'run-cancelled', charged: 'no' },
  kept: { kind: 'kept', itemId },
  'keep-failed': { kind: 'keep-failed', error },
  cancel: { kind: 'cancel', charged: 'unknown' },
  'cancel-requested': { kind: 'cancel-requested' },
  'stop-polling': { kind: 'stop-polling', provider: 'fal' },
  'retry-download': { kind: 'retry-download' },
  'poll-again': { kind: 'poll-again' },
  'resolve-sent': { kind: 'resolve-sent', ticket, at: createdAt, provider: 'fal' },
  'resolve-not-sent': { kind: 'resolve-not-sent', provider: 'fal' },
  recover: { kind: 'recover', isFree: false, provider: 'fal' },
} as const satisfies { readonly [K in JobEvent['kind']]: Extract<JobEvent, { kind: K }> };

const unpaid: StoredState = { kind: 'cancelled', charged: 'no' };

/** All valid pairs; every other pair must be refused. */
const legal: {
  readonly [S in StoredState['kind']]: { readonly [E in JobEvent['kind']]?: StoredState };
} = {
  queued: {
    prepare: states.preparing,
    'prepare-failed': failed,
    cancel: unpaid,
    recover: states.queued,
  },
  preparing: {
    fitted: states.uploading,
    'prepare-failed': failed,
    cancel: unpaid,
    recover: states.queued,
  },
  uploading: {
    delivered: states.starting,
    'rate-limited': states.uploading,
    'prepare-failed': failed,
    cancel: unpaid,
    recover: states.queued,
  },
  starting: {
    accepted: states.waiting,
    refused: failed,
    'not-sent': failed,
    unsure: states.unsure,
    'rate-limited': { ...states.uploading, delivered },
    'held-back': states.queued,
    recover: states.unsure,
  },
  waiting: {
    ready: { ...states.downloading, result, billedMicros: 5 },
    'run-failed': { kind: 'failed', error, download: null, run: { fitted, ticket, startedAt } },
    'stop-polling': {
      kind: 'failed',
      error: stopped('unknown'),
      download: null,
      run: { fitted, ticket, startedAt },
    },
    'run-cancelled': unpaid,
    cancel: { kind: 'cancelled', charged: 'unknown' },
    'cancel-requested': { ...states.waiting, isCancelRequested: true },
    recover: states.waiting,
  },
  downloading: {
    kept: states.done,
    'keep-failed': { kind: 'failed', error, download, run: null },
    'stop-polling': { kind: 'failed', error: stopped('yes'), download, run: null },
    recover: states.downloading,
  },
  done: {},
  failed: {},
  cancelled: {},
  unsure: { 'resolve-sent': states.waiting, 'resolve-not-sent': unpaid },
};

describe.each(Object.values(states))('a job that is $kind', (state) => {
  test.each(Object.values(events))('$kind', (event) => {
    const transition = legal[state.kind][event.kind];
    expect(next(state, event)).toEqual(
      transition === undefined
        ? {
            ok: false,
            error: { code: 'job-not-in-state', charged: 'no', reason: 'state', state: state.kind },
          }
        : { ok: true, value: transition },
    );
  });
});

test('every next state can be stored and read back', () => {
  for (const row of Object.values(legal))
    for (const state of Object.values(row))
      expect(storedStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
});

test('a result that was not kept is fetched again, not paid again', () => {
  expect(next({ kind: 'failed', error, download, run: null }, events['retry-download'])).toEqual({
    ok: true,
    value: states.downloading,
  });
});

test('the lost answer of a free model may be sent again', () => {
  expect(next(states.starting, { ...events.recover, isFree: true })).toEqual({
    ok: true,
    value: states.queued,
  });
});

test('a job that was sent under an unknown id stays as a run that may have been charged', () => {
  expect(next(states.unsure, { ...events['resolve-sent'], ticket: null })).toEqual({
    ok: true,
    value: {
      kind: 'failed',
      error: lostAnswer,
      download: null,
      run: { fitted, ticket: null, startedAt: createdAt },
    },
  });
});

test('an unclear answer keeps the ticket of a run: it can be polled again, unpaid', () => {
  const failed = next(states.waiting, events['run-failed']);
  expect(failed.ok && next(failed.value, events['poll-again'])).toEqual({ ok: true, value: states.waiting });
});

test('a run of unknown outcome can be resolved as sent or not sent, also later', () => {
  const lost = next(states.unsure, { ...events['resolve-sent'], ticket: null });
  if (!lost.ok) throw new Error('It must follow.');
  expect([
    next(lost.value, events['resolve-sent']),
    next(lost.value, events['resolve-not-sent']),
    next(lost.value, { ...events['resolve-sent'], ticket: null }).ok,
    next(lost.value, events['poll-again']).ok,
  ]).toEqual([{ ok: true, value: states.waiting }, { ok: true, value: unpaid }, false, false]);
});

test('no event of a step fits a job that is done, failed, cancelled or unsure', () => {
  const settled = Object.values(states).filter(isSettled);
  expect(settled.map(({ kind }) => kind)).toEqual(['done', 'failed', 'cancelled', 'unsure']);
});
