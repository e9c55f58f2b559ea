import { expect, test } from 'vitest';
import type { AppError } from '#contract/errors.ts';
import { messages as en } from '#contract/messages/en/messages.ts';
import { jobRecordSchema, storedErrorSchema } from '#main/jobs/record.ts';
import { everyError } from '#test/fixtures/errors.ts';
import { jobRecord, statesIn } from './samples.ts';

test.each([
  ['file-is-picture', 'file-is-image'],
  ['hosting-missing', 'delivery-missing'],
  ['stopped-asking', 'polling-stopped'],
  ['job-forgotten', 'job-unknown-there'],
  ['provider-garbled', 'provider-answer-invalid'],
  ['repeat-unapproved', 'duplicate-unapproved'],
  ['cannot-here', 'not-supported-by-host'],
])('reads the renamed code %s as %s', (old, code) => {
  expect(storedErrorSchema.parse({ code: old, charged: 'unknown', subject: 'fal', detail: 'why' })).toEqual({
    ...{ code, charged: 'unknown', subject: 'fal', detail: 'why' },
  });
});

test.each<[object, AppError]>([
  [
    { code: 'tool-failed', charged: 'no', subject: 'ffmpeg', detail: 'Conversion failed!' },
    {
      ...{ code: 'tool-failed', charged: 'no', subject: 'ffmpeg', detail: 'Conversion failed!' },
      reason: 'unspecified',
    },
  ],
  [
    { code: 'link-other-file', charged: 'no', detail: 'The link holds 5 bytes, the fitted file has 7.' },
    {
      ...{ code: 'link-other-file', charged: 'no', reason: 'unspecified' },
      detail: 'The link holds 5 bytes, the fitted file has 7.',
    },
  ],
  [
    { code: 'result-gone', charged: 'yes', detail: 'The link answers 404.' },
    { code: 'result-gone', charged: 'yes', reason: 'unspecified', detail: 'The link answers 404.' },
  ],
  [
    { code: 'clock-wrong', charged: 'no', subject: '-10807', detail: 'HTTP 403 RequestTimeTooSkewed' },
    {
      ...{ code: 'clock-wrong', charged: 'no', subject: '-10807', aheadSec: -10_807 },
      detail: 'HTTP 403 RequestTimeTooSkewed',
    },
  ],
  [
    { code: 'clock-wrong', charged: 'no' },
    { code: 'clock-wrong', charged: 'no', aheadSec: null },
  ],
  [
    { code: 'cap-exceeded', charged: 'no', subject: 'day: $5.60 of $5.00' },
    {
      ...{ code: 'spending-limit-exceeded', charged: 'no', subject: 'day: $5.60 of $5.00' },
      breaches: [],
      unknownCosts: 0,
    },
  ],
  // No job was ever stored with these codes, which have no form without parameters.
  [
    { code: 'folder-unsuitable', charged: 'yes', detail: 'it is not empty' },
    { code: 'internal', charged: 'yes', detail: 'it is not empty' },
  ],
])('gives %o its parameters', (old, now) => {
  expect(storedErrorSchema.parse(old)).toEqual(now);
  expect(en.error(storedErrorSchema.parse(old)).what).toMatch(/\.$/);
});

test('reads every error of this version as it was written', () => {
  for (const error of everyError({ charged: 'yes', subject: 'fal', detail: 'HTTP 500' }))
    expect(storedErrorSchema.parse(JSON.parse(JSON.stringify(error)))).toEqual(error);
});

test('refuses a code that no version knows', () => {
  expect(storedErrorSchema.safeParse({ code: 'of-tomorrow', charged: 'no' }).success).toBe(false);
  expect(storedErrorSchema.safeParse(null).success).toBe(false);
});

test('reads the record of a job that an earlier version stored as failed or unsure', () => {
  const { failed, unsure } = statesIn('/data/j1');
  const old = (state: object) => JSON.parse(JSON.stringify({ ...jobRecord('j1'), state }));
  const forgotten = { code: 'job-forgotten', charged: 'unknown', subject: 'fal', detail: 'Not Found' };
  expect(jobRecordSchema.parse(old({ ...failed, error: forgotten })).state).toEqual({
    ...failed,
    error: { ...forgotten, code: 'job-unknown-there' },
  });
  const broken = { code: 'upload-failed', charged: 'no', subject: 'bucket', detail: 'It cannot be written' };
  expect(jobRecordSchema.parse(old({ ...failed, error: broken })).state).toEqual({
    ...failed,
    error: { ...broken, reason: 'unspecified' },
  });
  const lost = { code: 'answer-lost', charged: 'unknown', subject: 'fal', detail: 'ECONNRESET' };
  expect(jobRecordSchema.parse(old({ ...unsure, error: lost })).state).toEqual({ ...unsure, error: lost });
});
