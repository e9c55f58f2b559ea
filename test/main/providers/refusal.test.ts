/** The same refusals at every provider: in words, in codes, and about the account. */
import { describe, expect, test } from 'vitest';
import type { Answer } from '#main/net/http.ts';
import { aimlapi } from '#main/providers/aimlapi.ts';
import { fal } from '#main/providers/fal.ts';
import { novita } from '#main/providers/novita.ts';
import { codeOfSentence } from '#main/providers/refusal.ts';
import { runpod } from '#main/providers/runpod.ts';

const answer = (status: number, body: unknown): Answer => ({
  status,
  headers: new Headers(),
  json: typeof body === 'string' ? undefined : body,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

const providers = [fal, novita, aimlapi, runpod];

describe.each(providers)(
  '$id distinguishes refusals of the account from refusals of the content',
  ({ judge }) => {
    test.each([
      [401, { detail: 'invalid key credentials' }, 'key-refused'],
      [401, '', 'key-refused'],
      [403, { message: 'Invalid API key' }, 'key-refused'],
      [403, { error: { type: 'authorization_error', message: 'Access denied' } }, 'key-not-permitted'],
      [403, { detail: 'Forbidden: insufficient permissions' }, 'key-not-permitted'],
      [403, { message: 'Your key is not allowed to use this model' }, 'key-not-permitted'],
      [402, { error: 'Payment Required' }, 'no-credit'],
      [402, '', 'no-credit'],
      [403, { detail: 'User is locked. Reason: TOP_UP.' }, 'no-credit'],
      [403, { detail: 'User is locked. Reason: Exhausted balance.' }, 'no-credit'],
      [403, { message: "You've run out of credits. Please top up your balance" }, 'no-credit'],
      [400, { error: 'Insufficient balance' }, 'no-credit'],
      [429, { message: 'Not enough credits' }, 'no-credit'],
      [429, { message: 'Slow down' }, 'provider-rate-limited'],
      [403, { detail: 'Forbidden' }, 'provider-refused'],
      [403, { detail: 'This model is not available in your region.' }, 'provider-refused'],
      [403, '<html><title>Access Denied</title></html>', 'provider-refused'],
      [403, '', 'provider-refused'],
    ])('%i %j is %s', (status, body, code) => {
      expect(judge(answer(status, body))).toMatchObject({ code, charged: 'no' });
    });

    test('keeps the words of each, or the status where there are none', () => {
      expect(judge(answer(403, { detail: 'Forbidden' })).words).toBe('Forbidden');
      expect(judge(answer(403, '<html><title>Access Denied</title></html>')).words).toBe('Access Denied');
      expect(judge(answer(403, ' ')).words).toBe('HTTP 403');
    });
  },
);

describe('sentence of the checker', () => {
  test.each([
    ['No complete upper body detected in the video', { code: 'body-not-found', subject: 'video' }],
    ['no complete upper body detected in the image.', { code: 'body-not-found', subject: 'image' }],
    [
      'Image recognition failed. No complete upper body detected in the video, please use another.',
      { code: 'body-not-found', subject: 'video' },
    ],
    ['The input was rejected, no complete upper body was found', { code: 'body-not-found' }],
    ['Too many subjects in the image, no more than 1 is allowed', { code: 'several-people' }],
    ['The continuous valid motion in the video is too short', { code: 'motion-too-short' }],
    [
      'The character in the reference image or the first frame of the video is invalid',
      { code: 'figure-unusable' },
    ],
    ['Image recognition failed.', { code: 'image-unreadable-there' }],
    ['Video duration must be between 3 and 10 seconds', { code: 'input-refused' }],
    ['The video must not exceed 10 seconds', { code: 'input-refused' }],
    ['Image dimensions must be at least 300x300', { code: 'input-refused' }],
    ['Unsupported file type', { code: 'input-refused' }],
  ])('is known: %s', (sentence, known) => {
    expect(codeOfSentence(sentence)).toEqual(known);
  });

  test.each(['The dancer left the stage.', 'no more than 10 requests', 'The motion is nice', ''])(
    'is unknown: %s',
    (sentence) => {
      expect(codeOfSentence(sentence)).toBeNull();
    },
  );
});

const falTicket = {
  endpoint: 'a/b',
  requestId: '1',
  statusUrl: 'https://queue.fal.run/1/status',
  responseUrl: 'https://queue.fal.run/1',
  cancelUrl: 'https://queue.fal.run/1/cancel',
};

/** How each provider reports a sentence with a failed run. */
const failing = {
  fal: (words: unknown) => fal.result?.read(answer(422, { detail: words }), falTicket),
  'fal, in the status': (words: unknown) =>
    fal.readStatus(answer(200, { status: 'COMPLETED', error: words, error_type: 'bad_request' }), falTicket),
  novita: (words: unknown) =>
    novita.readStatus(answer(200, { task: { status: 'TASK_STATUS_FAILED', reason: words }, videos: [] }), {
      taskId: 'a',
    }),
  aimlapi: (words: unknown) =>
    aimlapi.readStatus(answer(200, { id: 'a', status: 'error', video: null, error: { message: words } }), {
      generationId: 'a',
    }),
  runpod: (words: unknown) =>
    runpod.readStatus(answer(200, { id: 'a', status: 'FAILED', error: words }), {
      endpoint: 'e',
      jobId: 'a',
    }),
};

describe.each(Object.entries(failing))('failed run at %s', (_provider, fail) => {
  const upperBody = 'No complete upper body detected in the image';

  test.each([
    ['as a sentence', upperBody],
    ['in a list', [upperBody]],
    ['in JSON inside a string', JSON.stringify({ error: { message: upperBody } })],
    ['behind another sentence', `The partner said: {"code":400,"message":"${upperBody}"}`],
  ])('with known words %s has their code and file', (_how, words) => {
    expect(fail(words)).toMatchObject({
      kind: 'failed',
      why: { code: 'body-not-found', subject: 'image', words: expect.stringContaining(upperBody) },
    });
  });

  test('with other words keeps them unchanged', () => {
    expect(fail('The dancer left the stage.')).toMatchObject({
      kind: 'failed',
      why: { code: 'provider-failed', words: expect.stringMatching(/^The dancer left the stage\./) },
    });
  });
});

test('is classified by its type before the words beside it', () => {
  const detail = [{ msg: 'No complete upper body in the image', type: 'content_policy_violation' }];
  expect(fal.result?.read(answer(422, { detail }), falTicket)).toMatchObject({
    why: { code: 'content-refused' },
  });
});

const link = 'https://cdn.example/result.mp4';

/** How each provider reports that a run is done; the argument is in the place of its result. */
const completing = {
  fal: (result: unknown) => fal.result?.read(answer(200, result), falTicket),
  novita: (result: unknown) =>
    novita.readStatus(
      answer(200, {
        task: { status: 'TASK_STATUS_SUCCEED' },
        ...(typeof result === 'object' ? result : {}),
        videos: result,
      }),
      { taskId: 'a' },
    ),
  aimlapi: (result: unknown) =>
    aimlapi.readStatus(
      answer(200, {
        id: 'a',
        status: 'completed',
        ...(typeof result === 'object' ? result : {}),
        video: result,
      }),
      { generationId: 'a' },
    ),
  runpod: (result: unknown) =>
    runpod.readStatus(answer(200, { id: 'a', status: 'COMPLETED', output: result }), {
      endpoint: 'e',
      jobId: 'a',
    }),
};

describe.each(Object.entries(completing))('completed run at %s', (_provider, complete) => {
  test.each([
    ['a video', { video: { url: link } }],
    ['a link', { video_url: link }],
    ['a list of links', [link]],
    ['a list of objects', [{ video_url: link }]],
    ['a thumbnail before it', { url: 'https://cdn.example/a.png', result: [{ url: link }] }],
    ['a result in an output', { output: { result: link } }],
    ['an output of a list', { output: [link] }],
    ['videos', { videos: [{ url: link }] }],
    ['JSON inside a string', { output: JSON.stringify({ video_url: link }) }],
    ['an empty error beside it', { video_url: link, error: null }],
  ])('is done with %s', (_where, result) => {
    expect(complete(result)).toMatchObject({ kind: 'done', url: link });
  });

  test.each([
    ['an error', { error: 'CUDA out of memory' }],
    ['an error of an object', { error: { message: 'CUDA out of memory' } }],
    ['an error as JSON inside a string', { error: JSON.stringify({ error: 'CUDA out of memory' }) }],
    ['a detail', { detail: 'CUDA out of memory' }],
  ])('has failed with %s in place of the result, and may have been charged', (_where, result) => {
    expect(complete(result)).toEqual({
      kind: 'failed',
      why: { code: 'provider-failed', charged: 'unknown', words: 'CUDA out of memory' },
    });
  });

  test.each([[null], [{}], [[]], [7], [{ video_url: 'soon' }], ['none']])(
    'with %j as its result is not readable',
    (result) => {
      expect(complete(result)).toMatchObject({ kind: 'failed', why: { code: 'provider-answer-invalid' } });
    },
  );
});

describe('text output of RunPod', () => {
  test.each([
    ['a link', link, { kind: 'done', url: link }],
    ['JSON with a link', JSON.stringify({ output: { video_url: link } }), { kind: 'done', url: link }],
    [
      'JSON with an error',
      JSON.stringify({ error: 'CUDA out of memory' }),
      { why: { code: 'provider-failed', words: 'CUDA out of memory' } },
    ],
    ['a sentence', 'CUDA out of memory', { why: { code: 'provider-failed', words: 'CUDA out of memory' } }],
  ])('is parsed: %s', (_what, output, reading) => {
    expect(completing.runpod(output)).toMatchObject(reading);
  });

  test('that is missing beside an error of the job has failed with that error', () => {
    const job = { id: 'a', status: 'COMPLETED', error: 'The worker was restarted.' };
    expect(runpod.readStatus(answer(200, job), { endpoint: 'e', jobId: 'a' })).toMatchObject({
      why: { code: 'provider-failed', charged: 'unknown', words: 'The worker was restarted.' },
    });
  });
});
