import { describe, expect, test } from 'vitest';
import { readRefusal } from '#main/net/refusal-words.ts';

const sentence = 'The dancer left the stage.';
const nested = (levels: number): unknown => {
  let text = JSON.stringify({ error: sentence });
  for (let level = 0; level < levels; level += 1) text = JSON.stringify({ error: text });
  return text;
};

describe('finds the message of a refusal', () => {
  test.each([
    ['as the whole body', sentence],
    ['as a JSON string', JSON.stringify(sentence)],
    ['as the body of parsed JSON', { detail: sentence }],
    ['in a list of strings', { detail: [sentence] }],
    ['in a list of objects', { detail: [{ msg: sentence }] }],
    ['in an object', { detail: { message: sentence } }],
    ['in JSON inside a string', { detail: JSON.stringify({ message: sentence }) }],
    ['in JSON inside JSON inside a string', nested(2)],
    [
      'behind a sentence about the error',
      { error: `Error submitting task: 400, {"code":400,"message":"${sentence}"}` },
    ],
    ['in a list behind a sentence', { error: `Validation: [{"msg":"${sentence}"}]` }],
    ['in error', { error: sentence }],
    ['in error.message', { error: { message: sentence } }],
    ['in message', { message: sentence }],
    ['in msg', { msg: sentence }],
    ['in reason', { reason: sentence }],
    ['in task.reason', { task: { task_id: 'a', reason: sentence } }],
    ['in errors[]', { errors: [{ message: sentence }] }],
    ['in errors[] of strings', { errors: [sentence] }],
    ['in data.error', { code: 500, data: { error: sentence } }],
    ['in output.error', { status: 'FAILED', output: { error: sentence } }],
    ['in failMsg', { failMsg: sentence }],
    ['in error_description', { error_description: sentence }],
    ['past a place that only repeats the status', { message: 'Bad Request', error: sentence }],
    ['past a place without content', { detail: null, message: '', error: 'None', reason: sentence }],
    [
      'in the title of a page',
      `<!doctype html><html><head><title>${sentence}</title></head><body>x</body></html>`,
    ],
    ['in the heading of a page', `<html><body><h1>${sentence}</h1><p>x</p></body></html>`],
    ['in the text of a page', `<html><style>p{}</style><p>${sentence}</p></html>`],
  ])('%s', (_where, body) => {
    expect(readRefusal(body).words).toBe(sentence);
  });

  test.each([
    [
      'a field and a type',
      { detail: [{ loc: ['body', 'video_url'], msg: 'Too long.', type: 'video_duration_too_long' }] },
      'body.video_url Too long. (video_duration_too_long)',
      ['video_duration_too_long'],
    ],
    [
      'a type of the platform',
      { error: { type: 'authorization_error', message: 'Access denied' } },
      'Access denied (authorization_error)',
      ['authorization_error'],
    ],
    [
      'a kind below the error',
      { message: 'No.', error: { name: 'X', message: 'No.', data: { kind: 'err_no' } } },
      'No. (err_no)',
      ['err_no'],
    ],
    [
      'a name in place of a sentence',
      { code: 400, reason: 'INVALID_API_KEY', message: 'no' },
      'no (INVALID_API_KEY)',
      ['INVALID_API_KEY'],
    ],
    ['a name alone', { reason: 'TASK_FAILED' }, 'TASK_FAILED', ['TASK_FAILED']],
    [
      'fields with what is wrong with each',
      { errors: { image: ['too small'], video: 'too long' } },
      'image: too small; video: too long',
      [],
    ],
    [
      'the error of a bucket',
      '<?xml version="1.0"?><Error><Code>AccessDenied</Code><Message>Access &amp; more</Message><AWSAccessKeyId>K</AWSAccessKeyId></Error>',
      'AccessDenied: Access & more',
      ['AccessDenied'],
    ],
    ['several entries', { detail: [{ msg: 'One.' }, { msg: 'Two.' }, { msg: 'One.' }] }, 'One.; Two.', []],
  ])('with %s', (_what, body, words, names) => {
    expect(readRefusal(body)).toMatchObject({ words, names });
  });

  test('with the status of the upstream service', () => {
    expect(readRefusal({ error: 'No: {"code":400,"message":"Too short."}' })).toMatchObject({
      words: 'Too short.',
      status: 400,
    });
  });
});

test.each([
  [''],
  ['   '],
  ['{}'],
  [null],
  [undefined],
  [7],
  [[]],
  [{ error: '' }],
  [{ error: null, detail: [], message: {} }],
  [{ id: 'job-1', status: 'COMPLETED', delayTime: 12 }],
  [{ video: { url: 7 } }],
  ['<html></html>'],
  ['[object Object]'],
])('finds no message in %j', (body) => {
  expect(readRefusal(body).words).toBeNull();
});

describe('hostile body', () => {
  test('of any depth is read down to a limit', () => {
    let deep: unknown = sentence;
    for (let level = 0; level < 50; level += 1) deep = { error: deep };
    expect(readRefusal(deep).words).toBeNull();
    expect(readRefusal(`${'['.repeat(100_000)}`).words).toHaveLength(8000);
  });

  test('of any length is cut between two words, so that no half of a key remains', () => {
    const key = 'k'.repeat(500);
    const { words } = readRefusal({ detail: `${'long '.repeat(1580)}${key}` });
    expect([words?.length, words?.includes('k')]).toEqual([7899, false]);
  });

  test.each([
    ['braces', '{'.repeat(200_000)],
    ['tags', '<a'.repeat(200_000)],
    ['scripts', '<script>'.repeat(50_000)],
    ['entries', JSON.stringify({ detail: Array.from({ length: 50_000 }, () => ({ msg: sentence })) })],
  ])('of many %s is read quickly', (_what, body) => {
    const begun = process.threadCpuUsage();
    readRefusal(body);
    expect(process.threadCpuUsage(begun).user).toBeLessThan(1_000_000);
  });
});
