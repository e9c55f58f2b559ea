/**
 * Each paid model from two files to a library item, with its stand-in: one submit with exactly the documented fields.
 */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wholeLibrary } from '#contract/model/library-query.ts';
import { isFullRun } from '#test/fixtures/runs.ts';
import { type Sandboxes, startSandboxes } from './all.ts';
import { noFaults } from './faults.ts';
import { runAgainst, runSample, withProgram } from './sandbox-run.ts';
import type { Logged } from './server.ts';

let sandboxes: Sandboxes;
beforeAll(async () => {
  sandboxes = await startSandboxes();
});
afterAll(() => sandboxes.close());

const link = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/files\//);
const prompt = 'on a beach';
const negative = 'rain';

const falBody = {
  image_url: link,
  video_url: link,
  character_orientation: 'video',
  keep_original_sound: false,
  prompt,
};
const novitaBody = {
  image: link,
  video: link,
  character_orientation: 'video',
  keep_original_sound: false,
  prompt,
  negative_prompt: negative,
};
const aimlapiBody = {
  image_url: link,
  video_url: link,
  character_orientation: 'video',
  keep_audio: false,
  prompt,
};

type Row = readonly [modelId: string, path: string, body: object];
const rows: readonly Row[] = [
  ['novita/kling-v2.6-pro', '/v3/async/kling-v2.6-pro-motion-control', novitaBody],
  [
    'novita/kling-v3-std',
    '/v3/async/kling-v3.0-motion-control',
    { ...novitaBody, model_name: 'kling-v3-0-std' },
  ],
  [
    'novita/kling-v3-pro',
    '/v3/async/kling-v3.0-motion-control',
    { ...novitaBody, model_name: 'kling-v3-0-pro' },
  ],
  [
    'aimlapi/kling-v2.6-pro',
    '/v2/video/generations',
    { ...aimlapiBody, model: 'klingai/video-v2-6-pro-motion-control' },
  ],
  [
    'aimlapi/kling-v2.6-std',
    '/v2/video/generations',
    { ...aimlapiBody, model: 'klingai/video-v2-6-motion-control', mode: 'std' },
  ],
  [
    'aimlapi/kling-v3-std',
    '/v2/video/generations',
    { ...aimlapiBody, model: 'klingai/video-v3-motion-control', mode: 'std' },
  ],
  [
    'aimlapi/kling-v3-pro',
    '/v2/video/generations',
    { ...aimlapiBody, model: 'klingai/video-v3-motion-control', mode: 'pro' },
  ],
  ['fal/kling-v2.6-pro', '/fal-ai/kling-video/v2.6/pro/motion-control', falBody],
  ['fal/kling-v2.6-std', '/fal-ai/kling-video/v2.6/standard/motion-control', falBody],
  ['fal/kling-v3-std', '/fal-ai/kling-video/v3/standard/motion-control', falBody],
  ['fal/kling-v3-pro', '/fal-ai/kling-video/v3/pro/motion-control', falBody],
  ['runpod/kling-v2.6-std', '/v2/kling-v2-6-std-motion-control/run', { input: { ...novitaBody } }],
];

const takesNegative = (modelId: string) => /^(novita|runpod)\//.test(modelId);
/** Bodies of the requests with this path. */
const submitsTo = (requests: readonly Logged[], path: string) =>
  requests.filter((one) => one.method === 'POST' && one.path === path).map(({ body }) => body);

const providerOf = ([modelId]: Row) => modelId.split('/')[0];
/**
 * The gate runs the first model of each provider: the fields of the others are covered by the tests of their
 * provider.
 */
const attempts = rows.filter(
  (row, index) => isFullRun || rows.findIndex((other) => providerOf(other) === providerOf(row)) === index,
);

test.each(attempts)('%s', async (modelId, path, body) => {
  for (const { faults } of Object.values(sandboxes.of)) Object.assign(faults, noFaults);
  const { job, item, requests } = await runAgainst(sandboxes, {
    modelId,
    prompt,
    negativePrompt: takesNegative(modelId) ? negative : '',
    keepAudio: false,
  });
  expect(job.state.kind).toBe('done');
  expect(submitsTo(requests, path)).toEqual([body]);
  expect(item).toMatchObject({
    choices: { modelId },
    result: { facts: { kind: 'video' } },
    transferRecords: [
      { file: 'image', via: 'fal-storage', readableBy: 'anyone-with-the-link' },
      { file: 'video', via: 'fal-storage' },
      { file: 'result', via: 'provider' },
    ],
  });
  // Each key was sent to its own provider only: the storage is fal's, links are read without a key.
  const provider = modelId.split('/')[0];
  for (const { server, authorization } of requests) if (server === 'cdn') expect(authorization).toBeNull();
  const keys = new Set(requests.map(({ authorization }) => authorization).filter((key) => key !== null));
  expect(keys.size).toBe(provider === 'fal' ? 1 : 2);
});

test('two jobs of different providers run concurrently, and both results are stored', async () => {
  const kept = await withProgram(sandboxes.environment, async (app) => {
    const both = await Promise.all([
      runSample(app, { modelId: 'novita/kling-v3-pro' }),
      runSample(app, { modelId: 'runpod/kling-v2.6-std' }),
    ]);
    const page = await app.handlers['library.list']({ offset: 0, limit: 10, query: wholeLibrary });
    return { states: both.map(({ job }) => job.state.kind), page };
  });
  expect(kept.states).toEqual(['done', 'done']);
  expect(kept.page.ok && kept.page.value.items.map(({ provider }) => provider).sort()).toEqual([
    'novita',
    'runpod',
  ]);
});
