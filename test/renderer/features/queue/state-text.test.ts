import { expect, test } from 'vitest';
import { messages as domain } from '#contract/messages/en/messages.ts';
import { messages as es } from '#contract/messages/es/messages.ts';
import type { JobState } from '#contract/model/job.ts';
import { elapsed, stateWords, whenWords } from '#renderer/features/queue/state-text.ts';
import { ui } from '#renderer/messages/en/ui.ts';
import { unsure } from '#renderer/messages/en/unsure.ts';
import { unsure as unsureEs } from '#renderer/messages/es/unsure.ts';

const messages = (state: JobState) =>
  stateWords({ state }, { ui: ui.queue, waiting: unsure.waiting, domain });
const waiting = {
  kind: 'waiting',
  fraction: null,
  queuePosition: null,
  etaSec: null,
  trouble: null,
  isCancelRequested: false,
} as const;

test('shows a state with its known progress', () => {
  expect([
    messages({ kind: 'queued' }),
    messages({ kind: 'uploading', fraction: 0.424 }),
    messages({ kind: 'preparing', fraction: null }),
    messages(waiting),
    messages({ ...waiting, queuePosition: 3 }),
    messages({ ...waiting, fraction: 0.5 }),
  ]).toEqual([
    'Queued',
    'Uploading 42 %',
    'Preparing files',
    'Waiting for the provider',
    'Waiting for the provider: #4 in provider queue',
    'Waiting for the provider 50 %',
  ]);
});

test('shows when a run that a busy provider rejected is sent again', () => {
  const busyUntil = new Date(2026, 10, 21, 14, 3).toISOString();
  expect(messages({ kind: 'uploading', fraction: null, busyUntil })).toEqual(
    expect.stringMatching(/^The provider is busy; retrying at 2:03.PM$/),
  );
  expect(es.busyUntil(busyUntil)).toBe('El proveedor está ocupado; se reintenta a las 14:03');
});

test('shows the provider\u2019s estimate of the remaining time in words', () => {
  expect([
    messages({ ...waiting, etaSec: 20 }),
    messages({ ...waiting, etaSec: 170 }),
    messages({ ...waiting, etaSec: 7000 }),
    messages({ ...waiting, etaSec: 170, queuePosition: 3 }),
    messages({ ...waiting, etaSec: 170, fraction: 0.5 }),
    // An estimate of 0 for an unfinished run counts as unknown.
    messages({ ...waiting, etaSec: 0 }),
  ]).toEqual([
    'Waiting for the provider: less than a minute left',
    'Waiting for the provider: about 3 min left',
    'Waiting for the provider: about 2 h left',
    'Waiting for the provider: #4 in provider queue, about 3 min left',
    'Waiting for the provider 50 %: about 3 min left',
    'Waiting for the provider',
  ]);
});

test('shows the remaining time in Spanish', () => {
  expect([20, 70, 170, 7000].map(unsureEs.waiting.left)).toEqual([
    'falta menos de un minuto',
    'falta cerca de 1 min',
    'faltan unos 3 min',
    'faltan unas 2 h',
  ]);
});

test('reports an unreachable provider, whatever else is known', () => {
  expect(
    messages({ ...waiting, queuePosition: 3, trouble: { code: 'provider-unreachable', charged: 'unknown' } }),
  ).toBe('Waiting for the provider: no connection, retrying');
});

test('shows whether a cancelled run was charged', () => {
  expect(messages({ kind: 'cancelled', charged: 'no' })).toBe('Cancelled. Nothing was charged.');
  expect(messages({ kind: 'cancelled', charged: 'unknown' })).toBe('Cancelled. It may have been charged.');
});

test('shows the elapsed time in minutes and seconds', () => {
  expect([elapsed(0), elapsed(75_400), elapsed(3_725_000), elapsed(-5)]).toEqual([
    '0:00',
    '1:15',
    '1:02:05',
    '0:00',
  ]);
});

test('shows a time for today and a date for earlier days', () => {
  const now = new Date(2026, 10, 21, 18, 0);
  const today = new Date(2026, 10, 21, 9, 5).toISOString();
  const before = new Date(2026, 10, 20, 23, 59).toISOString();
  expect([whenWords(today, now, 'es'), whenWords(before, now, 'es')]).toEqual(['9:05', '20 nov 2026']);
});
