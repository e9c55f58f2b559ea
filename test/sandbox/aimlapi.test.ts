import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { sandboxAimlapiKey, startAimlapiSandbox } from './aimlapi.ts';
import type { Sandbox } from './sandbox.ts';
import { type LoopbackServer, startServer } from './server.ts';

const imageFile = Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3]);
const imageUri = `data:image/jpeg;base64,${imageFile.toString('base64')}`;
const videoFile = Buffer.from('\0\0\0\x18ftypmp42 a video', 'latin1');

let sandbox: Sandbox;
let files: LoopbackServer;
beforeEach(async () => {
  sandbox = await startAimlapiSandbox({ faults: { queuePolls: 1, runPolls: 1 } });
  files = await startServer({
    name: 'files',
    log: [],
    handle: ({ url }) =>
      url.pathname === '/motion.mp4'
        ? { status: 200, headers: { 'content-type': 'video/mp4' }, bytes: videoFile }
        : { status: 200, headers: { 'content-type': 'text/html' }, bytes: Buffer.from('log in') },
  });
});
afterEach(async () => {
  await Promise.all([sandbox.close(), files.close()]);
});

const key = { authorization: `Bearer ${sandboxAimlapiKey}` };
const json = { 'content-type': 'application/json' };
const api = (path: string) => `${sandbox.environment.UNDERSTUDY_AIMLAPI_URL}${path}`;
const path = '/v2/video/generations';

const post = (body: unknown, headers: Record<string, string> = { ...key, ...json }, to = path) =>
  fetch(api(to), { method: 'POST', headers, body: JSON.stringify(body) });
const get = (to: string, headers: Record<string, string> = key) => fetch(api(to), { headers });

const input = () => ({
  model: 'klingai/video-v2-6-pro-motion-control',
  image_url: imageUri,
  video_url: `${files.origin}/motion.mp4`,
});

const submitted = async (headers: Record<string, string> = {}): Promise<string> => {
  const answer = await post(input(), { ...key, ...json, ...headers });
  const { id } = (await answer.json()) as { id: string };
  return id;
};

describe('the stand-in refuses', () => {
  test('a submit without a key, with a wrong key, method, path or type', async () => {
    const answers = [
      await post(input(), json),
      await post(input(), { ...json, authorization: 'Bearer wrong' }),
      await post(input(), { ...json, authorization: sandboxAimlapiKey }),
      await fetch(api(path), { method: 'PUT', headers: key }),
      await post(input(), { ...key, ...json }, `${path}/extra`),
      await post(input(), { ...key, 'content-type': 'text/plain' }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 404, 404, 400]);
    expect(sandbox.jobIds()).toEqual([]);
  });

  test.each([
    ['an unknown field', { negative_prompt: 'blur' }],
    ['a mode, by the older id', { mode: 'pro' }],
    ['an unknown mode', { model: 'klingai/video-v3-motion-control', mode: 'master' }],
    ['an unknown model', { model: 'klingai/video-v9-motion-control' }],
    ['a missing image', { image_url: undefined }],
    ['a string instead of a boolean', { keep_audio: 'yes' }],
    ["another provider's name of the model", { keep_original_sound: true }],
    ['an unknown orientation', { character_orientation: 'left' }],
    ['a prompt that is too long', { prompt: 'a'.repeat(2501) }],
    ['an unreadable link', { video_url: 'https://example.com/a.mp4' }],
    ['raw base64 for a video', { video_url: videoFile.toString('base64') }],
    ['an image in place of a video', { video_url: imageUri }],
  ])('%s', async (_what, change) => {
    const answer = await post({ ...input(), ...change });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { title: 'Bad Request', status: 400, message: expect.stringContaining('Body validation error') },
    ]);
  });

  test('a link that leads to an HTML page', async () => {
    expect((await post({ ...input(), video_url: `${files.origin}/login` })).status).toBe(400);
  });

  test('a status request without a key, without an id, with an id that is not percent-encoded, and with an unknown one', async () => {
    const id = await submitted();
    const answers = [
      await get(`${path}?generation_id=${encodeURIComponent(id)}`, {}),
      await get(path),
      await get(`${path}?generation_id=${id}`),
      await get(`${path}?id=${encodeURIComponent(id)}`),
      await get(`${path}?generation_id=no-such-run`),
      await get(`${path}?generation_id=${encodeURIComponent(id)}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 400, 400, 400, 404, 200]);
  });

  test('a log request without a window, with too long a one, with too many rows, or with an unknown filter', async () => {
    const answers = await Promise.all(
      [
        '',
        '?period=93d',
        '?period=7d&limit=101',
        '?period=7d&client_request_id=a',
        '?start=2026-07-01T00:00:00Z',
        '?start=2026-07-02T00:00:00Z&end=2026-07-01T00:00:00Z',
        '?start=2026-07-01T00:00:00Z&end=2026-11-01T00:00:00Z',
        '?period=7d&start=2026-07-01T00:00:00Z&end=2026-07-02T00:00:00Z',
        '?period=7d',
        '?start=2026-07-01T00:00:00Z&end=2026-07-02T00:00:00Z&limit=100&offset=0',
      ].map((query) => get(`/v2/logs${query}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400, 400, 400, 400, 400, 200, 200]);
    expect((await get('/v2/logs?period=7d', {})).status).toBe(401);
    expect((await get('/v2/billing', {})).status).toBe(401);
  });
});

test('queues, runs and completes a run, whose result needs no key', async () => {
  const id = await submitted();
  const polls = [];
  for (let poll = 0; poll < 3; poll += 1)
    polls.push(await (await get(`${path}?generation_id=${encodeURIComponent(id)}`)).json());
  expect(polls).toEqual([
    { id, status: 'queued' },
    { id, status: 'generating', video: null, error: null },
    {
      id,
      status: 'completed',
      video: { url: expect.stringContaining('/files/result-') },
      error: null,
      meta: { usage: { credits_used: 2_912_000, usd_spent: 1.456 } },
    },
  ]);
  const { video } = polls[2] as { video: { url: string } };
  expect(Buffer.from(await (await fetch(video.url)).arrayBuffer())).toEqual(videoFile);
});

test("lists only the requests of the log's window", async () => {
  await submitted();
  const log = async (fromMs: number, toMs: number) => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const answer = await get(`/v2/logs?start=${at(fromMs)}&end=${at(toMs)}`);
    return ((await answer.json()) as { data: readonly unknown[] }).data.length;
  };
  expect([await log(-60_000, 60_000), await log(-60_000, -30_000), await log(30_000, 60_000)]).toEqual([
    1, 0, 0,
  ]);
});

test("stores the caller's own id where it is valid, and drops it silently where it is not", async () => {
  const ids = [
    await submitted({ 'x-client-request-id': 'job-1' }),
    await submitted({ 'x-client-request-id': 'job 2!' }),
  ];
  const log = (await (await get('/v2/logs?period=7d&limit=1')).json()) as Record<string, unknown>;
  const all = (await (await get('/v2/logs?period=7d')).json()) as Record<string, unknown>;
  expect([log.pagination, all]).toMatchObject([
    { limit: 1, offset: 0, total: 2, has_more: true },
    {
      data: [
        { inference_id: ids[1], client_request_id: null },
        { inference_id: ids[0], client_request_id: 'job-1' },
      ],
      pagination: { has_more: false },
    },
  ]);
});

test('serves the catalogue without a key, finds a model by its alias, and includes prices only on request', async () => {
  const query = '?id=klingai/video-v2-6-pro-motion-control';
  const plain = (await (await get(`/v1/models${query}`, {})).json()) as { data: unknown[] };
  const priced = await (await get(`/v1/models${query}&include=pricing`, {})).json();
  expect(plain.data).toEqual([expect.not.objectContaining({ pricing: expect.anything() })]);
  expect(priced).toMatchObject({
    data: [{ id: 'klingai/video-v2-6-motion-control', pricing: { kind: 'variants', dimensions: ['mode'] } }],
  });
});

test('sets faults and reads the log from another process', async () => {
  const control = `${sandbox.controlOrigin}/__control`;
  const set = await fetch(control, { method: 'POST', headers: json, body: '{"submit":"no-credit"}' });
  expect(set.status).toBe(200);
  expect((await post({})).status).toBe(403);
  expect(await (await fetch(`${sandbox.controlOrigin}/__log`)).json()).toMatchObject([
    { server: 'api', method: 'POST', path, body: {} },
  ]);
});
