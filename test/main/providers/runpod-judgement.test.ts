import { describe, expect, test } from 'vitest';
import { modelSpecSchema } from '#contract/model/model-spec.ts';
import { estimateCost } from '#contract/rules/cost.ts';
import type { Answer } from '#main/net/http.ts';
import { runpod } from '#main/providers/runpod.ts';

const [model] = runpod.models;
if (model === undefined) throw new Error('RunPod has no model.');

const endpoint = 'kling-v2-6-std-motion-control';
const ticket = { endpoint, jobId: 'job-1' };
const answer = (json: unknown, status = 200): Answer => ({
  status,
  headers: new Headers(),
  json,
  text: JSON.stringify(json),
});

describe('model data', () => {
  test("has one model, under the name of RunPod's endpoint", () => {
    expect(runpod.models.map((spec) => modelSpecSchema.parse(spec))).toEqual([
      expect.objectContaining({
        id: 'runpod/kling-v2.6-std',
        remoteName: endpoint,
        isRemoteNameEditable: false,
        options: { prompt: true, negativePrompt: true, audio: true },
        livePrice: 'none',
        resultLink: expect.objectContaining({ keptSec: 604_800 }),
      }),
    ]);
  });

  test('sends an image by link or inside a request under 10 MB, a video by link only', () => {
    expect(model.deliveryMethods).toEqual({
      image: [
        { kind: 'link' },
        expect.objectContaining({ kind: 'inline', form: 'data-uri', maxBytes: 6_000_000 }),
      ],
      video: [{ kind: 'link' }],
    });
  });

  test.each([
    [3, 210_000, undefined],
    [3.5, 420_000, undefined],
    [9, 630_000, undefined],
    [10, 840_000, 'our-reading'],
    [30, 2_100_000, 'our-reading'],
  ])(
    'a run of %s s costs as in the table, and beyond 9 s by our reading of it',
    (outputSec, micros, caveat) => {
      const estimate = estimateCost(model.price, outputSec);
      expect(estimate).toMatchObject({ micros, source: expect.stringContaining('$0.63 for 7-9 s') });
      expect('caveat' in estimate ? estimate.caveat : undefined).toBe(caveat);
    },
  );

  test('polls every two seconds at first, then every five; results are kept for 30 minutes', () => {
    const { pollAfterMs, resultKeptSec } = runpod;
    expect([pollAfterMs(0), pollAfterMs(59_999), pollAfterMs(60_000), resultKeptSec]).toEqual([
      2000, 2000, 5000, 1800,
    ]);
  });

  test("uses RunPod's own address", () => {
    expect(runpod.endpoints).toEqual({
      api: { standard: 'https://api.runpod.ai', variable: 'UNDERSTUDY_RUNPOD_URL' },
    });
  });
});

describe('parsing the response to a submit', () => {
  const read = (json: unknown) => {
    const choices = { orientation: 'image', prompt: '', negativePrompt: '', keepAudio: true } as const;
    const run = { requestId: 'request-1', model, remoteName: model.remoteName, image: '', video: '' };
    return runpod.readSubmitted(answer(json), { ...run, ...choices });
  };

  test('returns no ticket without a job id', () => {
    expect([read({ status: 'IN_QUEUE' }), read({ id: '' }), read('accepted')]).toEqual([null, null, null]);
  });

  test('returns a ticket for a job that has failed immediately', () => {
    expect(read({ id: 'job-1', status: 'FAILED', error: 'No.' })).toEqual(ticket);
  });
});

test('percent-encodes the job id in the address', () => {
  const at = { api: new URL('https://api.runpod.ai') };
  const { href } = runpod.askStatus({ ...ticket, jobId: 'a/b?c' }, at).url;
  expect(href).toBe('https://api.runpod.ai/v2/kling-v2-6-std-motion-control/status/a%2Fb%3Fc');
});

describe('parsing a response about a job', () => {
  const url = 'https://video.runpod.ai/abc123/output.mp4';
  const read = (json: unknown, status = 200) => runpod.readStatus(answer(json, status), ticket);

  test.each([
    ['video_url', { video_url: url, result: 'https://elsewhere.example' }],
    ['result', { video_url: null, result: url }],
    ['url', { url }],
    ['a bare link', url],
  ])('finds the link in %s', (_where, output) => {
    expect(read({ status: 'COMPLETED', output })).toEqual({
      kind: 'done',
      url,
      expiresAt: null,
      billed: null,
    });
  });

  test.each([
    [0.21, { kind: 'micros', micros: 210_000 }],
    [0.02097152, { kind: 'micros', micros: 20_972 }],
    [0, { kind: 'micros', micros: 0 }],
    [-1, null],
    [12e9, null],
    [1e308, null],
    ['0.42', null],
  ])('returns a cost of %s dollars exactly, or as unknown', (cost, billed) => {
    expect(read({ status: 'COMPLETED', output: { video_url: url, cost } })).toMatchObject({ billed });
  });

  test.each([[undefined], [null], [{}], [{ video_url: 'none' }], ['none'], [7]])(
    'done with %o has no result, and an unknown charge',
    (output) => {
      expect(read({ status: 'COMPLETED', output })).toMatchObject({
        kind: 'failed',
        why: { code: 'provider-answer-invalid', charged: 'unknown' },
      });
    },
  );

  test.each([
    ['IN_QUEUE', true],
    ['IN_PROGRESS', false],
    ['RUNNING', false],
    ['WARMING_UP', false],
  ])('%s is pending; only a queued job is certainly free', (status, isQueued) => {
    expect(read({ id: 'job-1', status })).toMatchObject({ kind: 'pending', isQueued });
  });

  test('has an unknown cost for a cancelled job', () => {
    expect(read({ id: 'job-1', status: 'CANCELLED' })).toEqual({ kind: 'cancelled', charged: 'unknown' });
  });

  test('distinguishes a refusal of the upstream service from a failed run, even inside an exception of the worker', () => {
    const refusal = 'Error submitting task: 400, {"code":400,"message":"Too short."}';
    const error = JSON.stringify({ error_type: 'RuntimeError', error_message: refusal });
    const why = { code: 'provider-refused', charged: 'no', words: 'Too short. (RuntimeError)' };
    expect(read({ status: 'FAILED', error })).toEqual({ kind: 'failed', why });
  });

  test('accepts a failed job with status 400 as well, and nothing else', () => {
    expect(read({ id: 'job-1', status: 'FAILED', error: 'No.' }, 400)).toEqual({
      kind: 'failed',
      why: { code: 'provider-failed', charged: 'no', words: 'No.' },
    });
    expect([read({ status: 'IN_PROGRESS' }, 400), read({ error: 'No.' }, 400), read('no', 200)]).toEqual([
      null,
      null,
      null,
    ]);
  });
});

describe('RunPod message', () => {
  const words = (json: unknown) => runpod.judge(answer(json, 400)).words;

  test.each([
    ['a sentence', { error: 'Invalid parameter: width' }, 'Invalid parameter: width'],
    ['a message', { message: 'No such job.', error: 'x' }, 'No such job.'],
    ['an object', { error: { message: 'No such file.' } }, 'No such file.'],
    [
      'JSON in the text',
      { error: 'Error submitting task: 400, {"code":400,"message":"No motion."}' },
      'No motion.',
    ],
    [
      'the last JSON of several',
      { error: 'One {"message":"first"}, two {"message":"second","data":{}}' },
      'second',
    ],
    [
      'JSON in JSON',
      { error: JSON.stringify({ error_message: 'Failed: {"code":400,"message":"Too short."}' }) },
      'Too short.',
    ],
    ['the output', { status: 'FAILED', output: { error: 'It broke.' } }, 'It broke.'],
    ['an unclosed brace', { error: 'What { is this' }, 'What { is this'],
    ['an empty text', { error: '' }, '{"error":""}'],
    ['a list', ['odd'], 'odd'],
    ['something else', [7], '[7]'],
  ])('is found as %s', (_where, body, expected) => {
    expect(words(body)).toBe(expected);
  });

  test.each([
    ['braces', '{'.repeat(200_000)],
    ['unclosed lists', '{"b":['.repeat(300_000)],
    ['figures behind them', `${'{"b":['.repeat(100)}${'1,'.repeat(900_000)}}`],
    ['letters behind them', `${'{"m":"'.repeat(100)}${'y'.repeat(1_800_000)}}`],
  ])('is read quickly with any number of %s', (_what, error) => {
    const body = answer({ error }, 400);
    const begun = process.threadCpuUsage();
    const { words: message } = runpod.judge(body);
    const isWhole = message.length >= 4000 && error.startsWith(message);
    // Microseconds of CPU time of this thread: a linear pass takes a thousandth of it, backtracking takes minutes.
    expect([isWhole, process.threadCpuUsage(begun).user < 5_000_000]).toEqual([true, true]);
  });
});

test('a refusal to cancel says nothing about the job', () => {
  const answers = [401, 404, 500].map((status) => answer({ error: 'x' }, status));
  expect(answers.map((refusal) => runpod.cancel?.read(refusal))).toEqual([null, null, null]);
});
